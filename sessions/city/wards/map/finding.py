"""Finds the ward of a place, or the wards that it may be in: a phone's position may be fifty metres wrong."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import shapely
from shapely import STRtree

from sessions.city.wards.map.found import Found, Result, Unmapped
from sessions.city.wards.map.grid import Cell, Grid, measure
from sessions.city.wards.map.metres import Projection

UNSURE_M = 50.0
"""Metres. Closer to a border than that, the side of it is unsure."""

ACROSS_M = 100.0
"""Metres. Beside a gap in the map, the ward on its other side may be that far away."""

FARTHEST_M = 1e6
MAX_NEAREST = 4


class OutlineMap:
    """Repaired outlines in degrees, indexed for many searches. It does not know the database."""

    def __init__(self, outlines: Mapping[int, Any], unmapped: Sequence[Unmapped] = ()) -> None:
        self._numbers = sorted(outlines)
        degrees = [outlines[number] for number in self._numbers]
        west, south, east, north = shapely.total_bounds(degrees)
        self._projection = Projection.around((south + north) / 2, (west + east) / 2)
        self._shapes = [self._projection.project_shape(shape) for shape in degrees]
        self._filled = _fill(shapely.union_all(self._shapes))
        self._unmapped = [(each.wards, self._area_of(each)) for each in unmapped]
        self._inner = self._filled.buffer(-UNSURE_M)
        shapely.prepare([*self._shapes, self._filled, self._inner])
        self._tree = STRtree(self._shapes)
        self._grid = Grid(self._shapes, self._filled, near=UNSURE_M)
        self._ones = [Found("one", (number,)) for number in self._numbers]

    @property
    def wards(self) -> list[int]:
        """The numbers of the wards that have an outline."""
        return self._numbers

    @property
    def projection(self) -> Projection:
        """The one by which the map's metres are made."""
        return self._projection

    def outline(self, ward: int) -> Any:
        """The ward's area in metres of the projection; None where it has no outline."""
        return self._shapes[self._numbers.index(ward)] if ward in self._numbers else None

    def within(self, west: float, south: float, east: float, north: float) -> Iterator[tuple[int, Any]]:
        """The wards that touch the box, in metres of the projection: their numbers and areas, in the order of those."""
        for i in sorted(self._tree.query(shapely.box(west, south, east, north), predicate="intersects").tolist()):
            yield self._numbers[i], self._shapes[i]

    def find(self, lat: float, lon: float) -> Found:
        """lat, lon: finite degrees (WGS 84) within their ranges."""
        x, y = self._projection.project(lat, lon)
        cell = self._grid.cell_at(x, y)
        if cell is None:
            return self._outside(x, y)
        if len(cell.parts) == 1 and not cell.parts[0].sides:
            return self._ones[cell.parts[0].ward]
        close = self._close(cell, x, y)
        if not close:
            return self._in_hole(x, y) if self._is_filled(cell, x, y) else self._outside(x, y)
        away, minus_depth, _number = close[0]
        if away > 0.0:
            return self._near(cell, x, y, close)
        if len(close) == 1:
            return self._in_one(close[0], x, y) if -minus_depth <= UNSURE_M else Found("one", (close[0][2],))
        return self._with_unmapped("ask", _numbers(close), x, y)

    def _close(self, cell: Cell, x: float, y: float) -> list["NearWard"]:
        """The wards that contain the place, the deepest first; then the wards close to it, the nearest first.

        Distances are rounded to millimetres. On a border the lower number comes first.
        """
        close = []
        for part in cell.parts:
            is_inside, metres = measure(cell, part, x, y)
            if is_inside:
                close.append((0.0, -round(metres, 3), self._numbers[part.ward]))
            elif metres <= UNSURE_M:
                close.append((round(metres, 3), 0.0, self._numbers[part.ward]))
        close.sort()
        return close

    def _in_one(self, only: "NearWard", x: float, y: float) -> Found:
        """The place is close to a border of its ward and to no other ward: it is the city's border, or a gap's."""
        own = only[2]
        others = [number for number in self._around(x, y, ACROSS_M) if number != own]
        return self._with_unmapped("ask", (own, *others), x, y)

    def _near(self, cell: Cell, x: float, y: float, close: list["NearWard"]) -> Found:
        """The place is in no ward, and close to some: in a gap between wards, or just outside of the city."""
        if len(close) == 1 and self._is_filled(cell, x, y):
            return self._in_hole(x, y)
        return self._with_unmapped("near", _numbers(close), x, y)

    def _in_hole(self, x: float, y: float) -> Found:
        """The place is in a hole of the map: the nearest few wards, at least two."""
        metres = ACROSS_M
        while len(found := self._around(x, y, metres)) < min(2, len(self._numbers)) and metres < FARTHEST_M:
            metres *= 2
        return Found("near", found[:MAX_NEAREST])

    def _outside(self, x: float, y: float) -> Found:
        return self._with_unmapped("none", (), x, y)

    def _is_filled(self, cell: Cell, x: float, y: float) -> bool:
        return cell.is_hole or bool(shapely.intersects_xy(self._filled, x, y))

    def _around(self, x: float, y: float, metres: float) -> tuple[int, ...]:
        """The wards within that many metres, the nearest first."""
        point = shapely.Point(x, y)
        found = self._tree.query(point, predicate="dwithin", distance=metres)
        away = sorted((float(shapely.distance(self._shapes[i], point)), self._numbers[i]) for i in found)
        return tuple(number for _metres, number in away)

    def _with_unmapped(self, result: Result, wards: tuple[int, ...], x: float, y: float) -> Found:
        """The result with unmapped wards that may begin here; not in the middle of the mapped city."""
        by_hand = tuple(ward for wards, area in self._unmapped if shapely.intersects_xy(area, x, y) for ward in wards)
        if by_hand and shapely.intersects_xy(self._inner, x, y):
            by_hand = ()
        return Found(result, wards + by_hand, by_hand)

    def _area_of(self, unmapped: Unmapped) -> Any:
        area = self._projection.project_shape(shapely.Polygon([(lon, lat) for lat, lon in unmapped.about]))
        shapely.prepare(area)
        return area


type NearWard = tuple[float, float, int]
"""The distance to a ward in metres, minus the depth of the place inside it, and the ward's number."""


def _fill(whole: Any) -> Any:
    """The city's area without holes; a hole that opens to the outside by a gap below UNSURE_M counts as one."""
    outside = _without_holes(whole)
    closed = _without_holes(outside.simplify(1.0).buffer(UNSURE_M / 2, quad_segs=4))
    return shapely.union(outside, closed.buffer(-UNSURE_M / 2, quad_segs=4))


def _without_holes(shape: Any) -> Any:
    return shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(shape)])


def _numbers(close: list[NearWard]) -> tuple[int, ...]:
    return tuple(number for _away, _depth, number in close)
