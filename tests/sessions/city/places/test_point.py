from typing import Any

import pytest

from sessions.city.places.point import Point, read_point, ward_of_point
from sessions.platform.refusals import Refused
from sessions.platform.text.direction.marks import without_marks
from tests.factories.town import HOLE, degrees
from tests.running.tables import table


@table(
    "written",
    [
        ("22.49984", "88.35116"),
        (" 22,49984 ", "88,35116"),
        ("২২.৪৯৯৮৪", "৮৮.৩৫১১৬"),
        ("२२,४९९८४", "८८.३५११६"),
        ("٢٢٫٤٩٩٨٤", "٨٨٫٣٥١١٦"),
        ("+22.49984°", "88.35116°"),
    ],
)
def test_degrees_are_read_in_every_digit_and_rounded_to_four_decimals(written: tuple[str, str]):
    assert read_point(*written) == Point(22.4998, 88.3512)


def test_a_minus_sign_is_one_however_it_is_typed():
    assert read_point("−22.5", "-88.4") == Point(-22.5, -88.4)


@table(
    "written",
    [
        ("nan", "88.35"),
        ("inf", "88.35"),
        ("1e999", "88.35"),
        ("90.1", "88.35"),
        ("22.5", "180.1"),
        ("", "88.35"),
        ("22.5", "here"),
        ("1,234,5", "88.35"),
        ("9" * 5000, "88.35"),
    ],
)
def test_what_is_no_degree_is_refused(written: tuple[str, str]):
    with pytest.raises(Refused) as refused:
        read_point(*written)
    assert refused.value.code == "bad_field"


def ward_at(x: float, y: float, **who: int) -> int | tuple[str, dict[str, Any]]:
    try:
        return ward_of_point(Point(*degrees(x, y)), **who)
    except Refused as refused:
        return refused.code, refused.facts


@pytest.mark.costly
def test_a_point_inside_of_a_ward_is_in_that_ward_for_everybody(mapped: object):
    assert [ward_at(500, 500), ward_at(500, 500, own=12)] == [11, 11]


def test_on_a_border_ones_own_ward_is_taken_and_others_are_asked(mapped: object):
    assert [ward_at(1000, 500, own=11), ward_at(1000, 500, own=17)] == [11, 17]
    assert ward_at(1000, 500, own=15) == ("which_ward", {"wards": [11, 17]})
    assert ward_at(1000, 500) == ("which_ward", {"wards": [11, 17]})


def test_who_was_asked_may_choose_one_of_the_wards_there_and_no_other(mapped: object):
    assert ward_at(1000, 500, chosen=17, own=11) == 17
    assert ward_at(1000, 500, chosen=15) == ("which_ward", {"wards": [11, 17]})


@pytest.mark.costly
def test_in_a_hole_of_the_map_even_ones_own_ward_is_asked_about(mapped: object):
    assert ward_at(1100, 1900, own=12) == ("which_ward", {"wards": [12, 14, 13]})
    assert ward_at(1100, 1900, chosen=12) == 12
    code, facts = ward_at(*HOLE)  # type: ignore[misc]
    assert (code, len(facts["wards"])) == ("which_ward", 4)


@pytest.mark.costly
def test_outside_of_the_city_there_is_no_ward(mapped: object):
    assert ward_at(9000, 9000, own=11) == ("outside_city", {})


@pytest.mark.costly
def test_exchanged_degrees_are_said_to_be_and_never_turned_silently(mapped: object):
    lat, lon = (round(part, 4) for part in degrees(500, 500))
    with pytest.raises(Refused) as refused:
        ward_of_point(Point(lon, lat), own=11)
    assert (refused.value.code, refused.value.facts) == ("exchanged", {"lat": lat, "lon": lon})
    words = without_marks(str(refused.value.message))
    assert words.endswith(f"Did you mean latitude {lat:.4f} and longitude {lon:.4f}?")


@pytest.mark.django_db
def test_without_a_map_the_place_has_to_be_described():
    assert ward_at(500, 500, own=11) == ("no_map", {})
