from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.reading import Drawn
from sessions.city.wards.map.repair import repair
from tests.factories.town import ring, square

BOW_TIE = {"type": "Polygon", "coordinates": [ring([(0, 0), (100, 100), (100, 0), (0, 100)])]}
LINE = {"type": "Polygon", "coordinates": [ring([(0, 0), (100, 0), (50, 0)])]}
ANTENNA = {"type": "Polygon", "coordinates": [ring([(0, 0), (100, 0), (100, 100), (200, 200), (100, 100), (0, 100)])]}


def drawn(ward: int, geometry: dict[str, Any], where: str = "feature 1") -> Drawn:
    return Drawn(ward, shape(geometry), where)


def test_an_outline_that_crosses_itself_is_mended_and_named():
    [repaired] = repair([drawn(36, BOW_TIE)])
    assert (repaired.ward, repaired.shape.is_valid, len(repaired.why)) == (36, True, 1)
    assert repaired.why[0].startswith("Self-intersection[")


def test_lines_left_over_from_repair_are_dropped():
    [repaired] = repair([drawn(36, ANTENNA)])
    assert repaired.shape.equals(shape(square(0, 0, 100, 100)))


def test_a_good_outline_is_left_as_it_is():
    [repaired] = repair([drawn(1, square(0, 0, 100, 100))])
    assert (repaired.shape.equals(shape(square(0, 0, 100, 100))), repaired.why) == (True, ())


def test_several_pieces_of_one_ward_are_joined_and_that_is_said():
    pieces = [
        drawn(2, square(0, 0, 9, 9), "feature 4"),
        drawn(1, square(0, 0, 9, 9)),
        drawn(2, square(50, 0, 59, 9), "feature 9"),
    ]
    one, two = repair(pieces)
    assert (one.ward, two.ward, len(shapely.get_parts(two.shape))) == (1, 2, 2)
    assert two.why == ("drawn in 2 pieces (feature 4, feature 9), joined",)


def test_an_outline_that_encloses_nothing_is_refused():
    with pytest.raises(BadMap, match="feature 1: the outline of ward 3 encloses nothing"):
        list(repair([drawn(3, LINE)]))
