"""Refuses maps whose outlines cross each other so often that nobody could mend or compare them in a short time."""

from collections.abc import Sequence

import numpy as np
import shapely

from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.reading import Drawn

MOST_CROSSINGS = 1000
"""Crossings of a ward's outline with itself and others. Each costs about a tenth of a millisecond to mend."""

MOST_BY_LINE = 1
"""Crossings, on the average of a map: where two maps were drawn apart, borders cross at every second corner."""

MOST_NEAR = 100
"""Lines whose boxes touch the box of a line, on the average of a map; in maps of cities there are three to ten."""

NEAR_ALLOWED = 1_000_000
"""Pairs of near lines that are always allowed, for small maps with long lines."""

AT_ONCE = 100
"""Lines that are compared with all others at once, so that the pairs have room in memory."""


def refuse_tangles(drawn: Sequence[Drawn]) -> None:
    """Raise BadMap, naming a ward, if outlines cross too often. The largest file takes some ten seconds."""
    pieces = [_lines_of(each) for each in drawn]
    lines = np.concatenate(pieces)
    owners = np.repeat(np.arange(len(drawn)), [len(each) for each in pieces])
    tree, crossings, near = shapely.STRtree(lines), np.zeros(len(drawn), dtype=np.int64), 0
    for start in range(0, len(lines), AT_ONCE):
        first, other = tree.query(lines[start : start + AT_ONCE])
        first += start
        near += len(first)
        if near > MOST_NEAR * start + NEAR_ALLOWED:
            raise _tangled(drawn[owners[start]])
        first, other = first[first < other], other[first < other]
        crossing = first[shapely.crosses(lines[first], lines[other])]
        crossings += np.bincount(owners[crossing], minlength=len(drawn))
        worst = int(crossings.argmax())
        if crossings[worst] > MOST_CROSSINGS or crossings.sum() > MOST_CROSSINGS + MOST_BY_LINE * len(lines):
            raise _tangled(drawn[worst])


def _lines_of(drawn: Drawn) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Return each straight line of an outline's rings."""
    points, rings = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(drawn.shape)), return_index=True)
    goes_on = rings[:-1] == rings[1:]
    return np.asarray(shapely.linestrings(np.stack([points[:-1][goes_on], points[1:][goes_on]], axis=1)))


def _tangled(drawn: Drawn) -> BadMap:
    return BadMap(f"{drawn.where}: the outline of ward {drawn.ward} is tangled: its lines cross in too many places")
