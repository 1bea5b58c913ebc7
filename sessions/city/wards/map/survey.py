"""Surveys a map as a whole: overlapping wards, holes between wards, missing numbers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import STRtree

from sessions.city.wards.map.metres import Projection

MENTIONED = 5
SLIVER_M2 = 0.01
"""Square metres. Smaller areas are rounding errors."""


@dataclass(frozen=True, slots=True)
class WardOverlap:
    wards: tuple[int, int]
    square_metres: float


@dataclass(frozen=True, slots=True)
class Hole:
    """Land in no ward, with the city all around. wards: those at its edge."""

    wards: tuple[int, ...]
    square_metres: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Survey:
    """The largest first. missing: numbers without an outline that the city has, or that are below the highest one."""

    square_km: float
    overlaps: Sequence[WardOverlap]
    holes: Sequence[Hole]
    missing: Sequence[int]


type SurveyProgress = Callable[[Iterable[Any], int], Iterable[Any]]
"""Wraps an iterable with this number of items, to show progress."""


def survey(
    outlines: Mapping[int, Any], known: Iterable[int] = (), track: SurveyProgress = lambda things, _count: things
) -> Survey:
    """Survey the outlines of a map.

    outlines: in degrees, repaired. known: numbers of existing wards, with an outline or without.
    """
    numbers = sorted(outlines)
    degrees = [outlines[number] for number in numbers]
    west, south, east, north = shapely.total_bounds(degrees)
    projection = Projection.around((south + north) / 2, (west + east) / 2)
    shapes = [projection.project_shape(shape) for shape in degrees]
    tree = STRtree(shapes)
    whole = shapely.union_all(shapes)
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    holes = [_hole(shapely.Polygon(ring), shapes, numbers, tree, projection) for ring in rings]
    return Survey(
        square_km=float(whole.area) / 1e6,
        overlaps=sorted(_overlaps(shapes, numbers, tree, track), key=lambda each: -each.square_metres),
        holes=sorted(holes, key=lambda each: -each.square_metres),
        missing=sorted({*known, *range(1, max(numbers))} - set(numbers)),
    )


def _overlaps(
    shapes: Sequence[Any], numbers: Sequence[int], tree: STRtree, track: SurveyProgress
) -> Iterator[WardOverlap]:
    pairs = [(i, k) for i, k in zip(*tree.query(shapes, predicate="intersects"), strict=True) if i < k]
    for i, k in track(pairs, len(pairs)):
        square_metres = float(shapely.intersection(shapes[i], shapes[k]).area)
        if square_metres > SLIVER_M2:
            yield WardOverlap((numbers[i], numbers[k]), square_metres)


def _hole(hole: Any, shapes: Sequence[Any], numbers: Sequence[int], tree: STRtree, projection: Projection) -> Hole:
    edge = tree.query(hole, predicate="dwithin", distance=1e-6)
    middle = hole.representative_point()
    lat, lon = projection.unproject(middle.x, middle.y)
    return Hole(tuple(sorted(numbers[i] for i in edge)), float(hole.area), lat, lon)


def survey_lines(found: Survey) -> list[str]:
    """The lines of the report; the largest overlaps and holes have a line each."""
    lines = [f"Together {found.square_km:.1f} km²."]
    if found.overlaps:
        total = sum(each.square_metres for each in found.overlaps)
        lines.append(f"Overlaps: {len(found.overlaps)} pairs of wards, {total:,.0f} m² in all. The largest:")
        lines += [
            f"  wards {a} and {b}: {each.square_metres:,.0f} m²"
            for each in found.overlaps[:MENTIONED]
            for a, b in [each.wards]
        ]
    if found.holes:
        total = sum(each.square_metres for each in found.holes)
        lines.append(f"Holes: {len(found.holes)}, {total:,.0f} m² in all. The largest:")
        lines += [
            f"  {each.square_metres:,.0f} m² at {each.lat:.5f}, {each.lon:.5f}, between wards {_listed(each.wards)}"
            for each in found.holes[:MENTIONED]
        ]
    if found.missing:
        lines.append(f"Without an outline: wards {_listed(found.missing)}. Residents choose them by hand.")
    return lines


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
