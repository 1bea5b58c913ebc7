"""A map that would take minutes to mend or to compare is refused at once, with the name of the ward."""

import math
import random
from collections.abc import Iterable
from time import process_time

import pytest
import shapely

from sessions.city.wards.map.crossings import refuse_tangles
from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.reading import Drawn
from sessions.city.wards.map.repair import repair

pytestmark = pytest.mark.long


def drawn(*outlines: Iterable[tuple[float, float]]) -> list[Drawn]:
    shapes = enumerate((shapely.Polygon(list(each)) for each in outlines), start=1)
    return [Drawn(ward, shape, f"feature {ward}") for ward, shape in shapes]


def scattered(count: int) -> list[tuple[float, float]]:
    chance = random.Random(1)
    return [(88 + chance.random() / 10, 22 + chance.random() / 10) for _each in range(count)]


def comb(teeth: int, *, turned: bool) -> list[tuple[float, float]]:
    """Valid; two of them that lie across each other cross at every tooth."""
    points = [(tooth / teeth + more, high) for tooth in range(teeth) for more, high in teeth_of(teeth)]
    points += [(1.0, -0.1), (0.0, -0.1)]
    return [(y, x) if turned else (x, y) for x, y in points]


def teeth_of(teeth: int) -> list[tuple[float, float]]:
    return [(0.0, 0.0), (0.0, 1.0), (0.5 / teeth, 1.0), (0.5 / teeth, 0.0)]


def round_ward(count: int) -> list[tuple[float, float]]:
    turns = [math.tau * each / count for each in range(count)]
    return [(math.cos(turn), math.sin(turn)) for turn in turns]


TANGLES = {
    "a ring of 500 points that crosses itself everywhere": lambda: [scattered(500)],
    "a ring of 9,999 points": lambda: [scattered(9_999)],
    "two wards across each other": lambda: [comb(2_400, turned=False), comb(2_400, turned=True)],
    "many small ones": lambda: [scattered(60)] * 500,
}


@pytest.mark.row("threat", 43)
@pytest.mark.parametrize("which", TANGLES)
def test_a_tangle_is_refused_at_once_by_its_ward(which: str) -> None:
    outlines, began = drawn(*TANGLES[which]()), process_time()
    with pytest.raises(BadMap, match=r"^feature \d+: the outline of ward \d+ is tangled: its lines cross in too many"):
        refuse_tangles(outlines)
    assert process_time() - began < 15


def test_what_crosses_itself_here_and_there_is_mended() -> None:
    outlines = drawn(scattered(40), round_ward(9_999))
    refuse_tangles(outlines)
    assert [bool(each.why) for each in repair(outlines)] == [True, False]
