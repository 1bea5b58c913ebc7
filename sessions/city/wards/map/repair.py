"""Repairs drawn outlines: makes them valid, joins them to one for each ward, and lists the repairs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.validation import explain_validity

from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.reading import Drawn


@dataclass(frozen=True, slots=True)
class RepairedOutline:
    """A ward's complete outline in degrees. why: what was wrong with the drawn one."""

    ward: int
    shape: Any
    why: tuple[str, ...] = ()


def repair(drawn: Iterable[Drawn]) -> Iterator[RepairedOutline]:
    """One outline for each ward, in the order of their numbers. Raises BadMap where one has no area."""
    by_ward: defaultdict[int, list[Drawn]] = defaultdict(list)
    for each in drawn:
        by_ward[each.ward].append(each)
    for ward, pieces in sorted(by_ward.items()):
        why = [explain_validity(piece.shape) for piece in pieces if not piece.shape.is_valid]
        if len(pieces) > 1:
            why.append(f"drawn in {len(pieces)} pieces ({', '.join(piece.where for piece in pieces)}), joined")
        shape = shapely.union_all([_areas_of(piece.shape) for piece in pieces])
        if shape.is_empty or not shape.area > 0:
            raise BadMap(f"{pieces[0].where}: the outline of ward {ward} encloses nothing")
        yield RepairedOutline(ward, shape, tuple(why))


def _areas_of(shape: Any) -> Any:
    """The polygons of the shape after it is made valid, without leftover points and lines."""
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape))
    return shapely.union_all([part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")])
