from pathlib import Path

import pytest

from sessions.city.wards.map.found import Found
from sessions.city.wards.outlines import load_map
from sessions.city.wards.search import find_at, find_by_pin
from sessions.models import Ward, WardPin
from sessions.platform.refusals import Refused
from tests.factories.evening import make_ward
from tests.factories.town import degrees, town, write_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapped(tmp_path: Path) -> None:
    load_map(write_map(tmp_path / "town.geojson", town()))


def put_pin(pin: str, *numbers: int) -> None:
    for number in numbers:
        ward = Ward.objects.filter(number=number).first() or make_ward(number)
        WardPin.objects.create(ward=ward, pin=pin)


def refusal(lat: str, lon: str) -> str:
    with pytest.raises(Refused) as refused:
        find_at(lat, lon)
    return refused.value.code


@pytest.mark.costly
def test_a_place_is_found_with_its_wards_in_the_same_order(mapped: None):
    lat, lon = degrees(1010, 500)
    answer = find_at(str(lat), str(lon))
    assert answer.found == Found("ask", (17, 11))
    assert [ward.number for ward in answer.wards] == [17, 11]


def test_degrees_in_other_digits_are_read(mapped: None):
    lat, lon = degrees(500, 500)
    bengali = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
    assert find_at(f" {lat} ".translate(bengali), f"+{lon}").found == Found("one", (11,))


@pytest.mark.parametrize(
    "degrees", ["", "nan", "NaN", "inf", "-Infinity", "1e999", "90.0001", "22,5", "0x16", "2_2", "22.5;"]
)
def test_what_is_no_latitude_is_refused(mapped: None, degrees: str):
    assert refusal(degrees, "88.4") == "bad_field"


@pytest.mark.parametrize("degrees", ["180.5", "-181", "88.4°", "\x00"])
def test_what_is_no_longitude_is_refused(mapped: None, degrees: str):
    assert refusal("22.5", degrees) == "bad_field"


@pytest.mark.parametrize("place", [("90", "0"), ("-90", "-180"), ("0", "180"), ("1e-7", "0"), ("87.3", "23.5")])
def test_far_away_is_none(mapped: None, place: tuple[str, str]):
    assert find_at(*place).found == Found("none")


def test_without_a_map_no_place_can_be_found():
    assert refusal("22.5", "88.4") == "no_map"


@pytest.mark.costly
def test_a_deleted_ward_is_no_longer_named(mapped: None):
    places = [tuple(map(str, degrees(*place))) for place in ((500, 500), (990, 500))]
    assert [find_at(*place).found.wards for place in places] == [(11,), (11, 17)]
    Ward.objects.get(number=11).delete()
    assert [find_at(*place).found for place in places] == [Found("none"), Found("ask", (17,))]


def test_a_pin_never_decides_even_where_only_one_ward_has_it():
    put_pin("700045", 93)
    assert find_by_pin("৭০০ ০৪৫").found == Found("ask", (93,))


def test_a_pin_of_several_wards_lists_them_all():
    put_pin("700032", 96, 92)
    assert find_by_pin("700032").found == Found("ask", (92, 96))


def test_a_pin_of_nobody_is_none():
    assert find_by_pin("799999").found == Found("none")


def test_a_pin_of_wards_that_the_map_does_not_have_offers_them_by_hand(mapped: None):
    put_pin("700104", 142, 143)
    assert find_by_pin("700104").found == Found("none", (142, 143), (142, 143))
    put_pin("700104", 11)
    assert find_by_pin("700104").found == Found("ask", (11, 142, 143), (142, 143))


@pytest.mark.parametrize("pin", ["", "70003", "7000322", "070032", "70003a", "seven"])
def test_what_is_no_pin_is_refused(pin: str):
    with pytest.raises(Refused):
        find_by_pin(pin)
