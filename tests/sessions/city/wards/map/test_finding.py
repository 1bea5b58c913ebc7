from functools import partial

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from sessions.city.wards.map.finding import OutlineMap
from sessions.city.wards.map.found import Found, Unmapped
from tests.factories.town import HOLE, SQUARES, degrees, square
from tests.measuring.timing import least_measured, seconds_once
from tests.running.tables import table

SHAPES = {ward: shape(square(*corners)) for ward, corners in SQUARES.items()}
BEYOND = Unmapped((21, 22), tuple(degrees(*corner) for corner in ((0, -2000), (3000, -2000), (3000, 500), (0, 500))))
TOWN = OutlineMap(SHAPES, [BEYOND])


def find(x: float, y: float) -> Found:
    return TOWN.find(*degrees(x, y))


@table(
    ("place", "found"),
    [
        ((500, 500), Found("one", (11,))),
        ((500, 800), Found("one", (11,))),
        ((500, 960), Found("ask", (11, 12))),
        ((500, 998), Found("ask", (11, 12))),
        ((990, 500), Found("ask", (11, 17))),
        ((1010, 500), Found("ask", (17, 11))),
        ((1000, 500), Found("ask", (11, 17))),
    ],
)
def test_a_place_is_in_one_ward_unless_another_one_is_within_fifty_metres(place: tuple[int, int], found: Found):
    assert find(*place) == found


def test_at_a_corner_of_many_wards_all_are_asked_about_the_one_that_the_place_is_in_first():
    assert find(2020, 980) == Found("ask", (18, 17, 16))


def test_where_two_wards_overlap_the_one_that_the_place_is_deeper_in_comes_first():
    assert [find(1996, 2500).wards, find(2004, 2500).wards] == [(14, 15), (15, 14)]


def test_in_a_gap_between_two_wards_both_are_near():
    assert find(500, 999) == Found("near", (11, 12))
    assert find(500, 1001) == Found("near", (12, 11))


def test_in_the_middle_of_a_hole_the_nearest_are_offered_however_far_they_are():
    """Although the gap between wards 11 and 12 opens the hole to the outside."""
    assert (find(*HOLE).result, len(find(*HOLE).wards)) == ("near", 4)
    assert find(1100, 1900) == Found("near", (12, 14, 13))


def test_beside_a_hole_the_ward_is_asked_about_and_not_taken_for_certain():
    assert find(1500, 990) == Found("ask", (17,))


def test_beside_the_edge_of_the_town_the_only_ward_there_is_asked_about():
    assert find(2980, 2500) == Found("ask", (15,))
    assert find(2940, 2500) == Found("one", (15,))


def test_just_outside_the_ward_is_near_and_farther_out_there_is_none():
    assert find(3040, 2500) == Found("near", (15,))
    assert find(3060, 2500) == Found("none")


def test_where_wards_without_an_outline_have_to_be_sought_they_are_offered_by_hand():
    assert find(1500, -1000) == Found("none", (21, 22), (21, 22))
    assert find(1500, -20) == Found("near", (17, 21, 22), (21, 22))
    assert find(1500, -9000) == Found("none")


def test_at_the_edge_towards_wards_without_an_outline_those_are_asked_about_too():
    assert find(1500, 20) == Found("ask", (17, 21, 22), (21, 22))
    assert find(1010, 20) == Found("ask", (17, 11, 21, 22), (21, 22))
    assert find(1500, 60) == Found("one", (17,))


def test_a_border_or_a_gap_in_the_midst_of_the_town_leads_to_no_ward_without_an_outline():
    """Although the corners between which those are sought hold some of the town, too."""
    corners = (0, 0), (3000, 0), (3000, 3000), (0, 3000)
    wide = OutlineMap(SHAPES, [Unmapped((21,), tuple(degrees(*corner) for corner in corners))])
    assert wide.find(*degrees(500, 999)) == Found("near", (11, 12))
    assert wide.find(*degrees(1010, 500)) == Found("ask", (17, 11))


@table("place", [(90.0, 0.0), (-90.0, 180.0), (0.0, -180.0), (87.3, 23.5), (23.5, -92.7)])
def test_far_away_there_is_none(place: tuple[float, float]):
    assert TOWN.find(*place) == Found("none")


@pytest.mark.long
@settings(max_examples=300, deadline=None)
@given(st.floats(-200, 3200), st.floats(-200, 3200))
def test_the_squares_say_what_the_outlines_say(x: float, y: float):
    """Against the plain measures of the geometry library, away from where a millimetre decides."""
    point = shapely.Point(*TOWN._projection.project(*degrees(x, y)))
    away = {ward: float(shapely.distance(each, point)) for ward, each in zip(TOWN.wards, TOWN._shapes, strict=True)}
    borders = [float(shapely.distance(each.boundary, point)) for each in TOWN._shapes]
    if any(abs(metres - limit) < 0.01 for metres in [*away.values(), *borders] for limit in (0, 50)):
        return
    inside = {ward for ward, metres in away.items() if metres == 0}
    close = {ward for ward, metres in away.items() if metres <= 50}
    found = find(x, y)
    if inside:
        is_sure = len(close) == 1 and min(borders) > 50
        assert (found.result, found.wards[0] in inside) == ("one" if is_sure else "ask", True)
    else:
        is_near = bool(close) or shapely.intersects(TOWN._filled, point)
        assert found.result == ("near" if is_near else "none")
    assert close <= set(found.wards)


def test_a_ward_in_another_one_and_a_ward_of_two_parts_are_found():
    island = shape(square(400, 400, 700, 700))
    main = shape(square(0, 0, 1000, 1000)).difference(island)
    apart = shape(square(3000, 3000, 3500, 3500))
    two = OutlineMap({1: shapely.union_all([main, apart]), 2: island})
    answers = [two.find(*degrees(*place)) for place in ((550, 550), (200, 200), (3250, 3250), (2000, 2000))]
    assert answers == [Found("one", (2,)), Found("one", (1,)), Found("one", (1,)), Found("none")]


@pytest.mark.long
@pytest.mark.slow
def test_twenty_thousand_places_a_second_are_found_on_a_jagged_map():
    """Four times as many are, near borders or not; the bound leaves room for a busy machine."""
    jagged = {
        100 + 10 * column + row: shape(square(column * 900, row * 900, column * 900 + 900, row * 900 + 900)).segmentize(
            2e-4
        )
        for column in range(10)
        for row in range(10)
    }
    city = OutlineMap(jagged)
    places = [degrees(37.7 * i % 9000, 91.3 * i % 9000) for i in range(20_000)]
    find_all = partial(seconds_once, lambda: [city.find(*place) for place in places])
    assert least_measured(find_all, wanted=1) < 1
    assert {city.find(*place).result for place in places} == {"one", "ask"}
