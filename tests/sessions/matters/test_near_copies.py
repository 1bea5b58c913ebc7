"""Before somebody complains, they see who complained of the same: near by, or in almost the same words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.matters.distance import box_around, metres_between
from sessions.matters.near_copies import MOST_SHOWN, NEAR_M, near_copies
from sessions.models import Matter
from tests.factories.matters import PLACE, WardOffice, make_category, make_ward_office, on_day

pytestmark = pytest.mark.costly

LAT, LON = Decimal(str(PLACE["lat"])), Decimal(str(PLACE["lon"]))
DEGREES_100_M = Decimal("0.0009")
KOLKATA = {"lat": st.decimals(22, 23, places=4), "lon": st.decimals(88, 89, places=4)}


def found(office: WardOffice, text: str = "Something else", **place: Any) -> list[str]:
    return [each.matter.number for each in near_copies(office.ward, office.category, text, **place)]


def at(metres_north: int) -> dict[str, Decimal]:
    return {"lat": LAT + DEGREES_100_M * metres_north / 100, "lon": LON}


@given(**KOLKATA, north=st.integers(-40, 40), east=st.integers(-40, 40))
def test_whatever_is_near_enough_is_in_the_box(lat: Decimal, lon: Decimal, north: int, east: int) -> None:
    other = (lat + Decimal(north) / 10000, lon + Decimal(east) / 10000)
    box = box_around(lat, lon, NEAR_M)
    is_inside = box.south <= other[0] <= box.north and box.west <= other[1] <= box.east
    assert is_inside or metres_between(lat, lon, *other) > NEAR_M


def test_the_nearest_of_the_same_category_are_offered_and_none_beyond_250_metres(office: WardOffice) -> None:
    for metres in (0, 100, 200, 300):
        office.publish(f"Drain {metres}", **at(metres))
    offered = near_copies(office.ward, office.category, "Water in the street", LAT, LON)
    assert [(each.text, each.metres) for each in offered] == [("Drain 0", 0), ("Drain 100", 100), ("Drain 200", 200)]


def test_those_of_another_ward_another_category_or_not_yet_public_are_not_confused(office: WardOffice) -> None:
    other = make_ward_office(96)
    across_the_border = other.publish("The same drain", **at(50))
    office.lodge("Only the desk knows this one.")
    office.category = make_category("lamps")
    office.publish("A lamp")
    office.category = other.category
    assert found(office, lat=LAT, lon=LON) == [across_the_border.number]


def test_the_same_words_in_another_script_come_before_what_is_only_as_near(office: WardOffice) -> None:
    office.publish("রাস্তার আলো জ্বলছে না", **at(100))
    alike = office.publish("আমাদের গলিতে জল জমে থাকে", **at(120))
    assert found(office, "amader golite jol jome thake", lat=LAT, lon=LON)[0] == alike.number


def test_at_most_five_are_offered(office: WardOffice) -> None:
    for metres in range(7):
        office.publish(f"Drain {metres}", **at(metres * 20))
    assert len(found(office, lat=LAT, lon=LON)) == MOST_SHOWN


def test_done_ones_are_offered_for_thirty_days_only_and_other_ends_never(office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        claimed, refused = office.publish("Drain"), office.publish("Drain too")
        office.step(claimed, "claim_done")
        office.step(refused, "refuse")
    with on_day(date(2027, 3, 30)):
        assert found(office, lat=LAT, lon=LON) == [claimed.number]
    with on_day(date(2027, 4, 2)):
        assert found(office, lat=LAT, lon=LON) == []


def test_without_a_point_words_or_the_landmark_find_it_in_the_same_ward(office: WardOffice) -> None:
    by_words = office.publish("The drain by the Bijoygarh school overflows", landmark="School")
    by_landmark = office.publish("Stench since May", landmark="বিজয়গড় বাস স্ট্যান্ড")
    office.publish("Nothing of that kind", landmark="Elsewhere")
    assert found(office, "The drain by Bijoygarh school overflows again") == [by_words.number]
    assert found(office, "Blocked", landmark="Bijoygarh bus stand") == [by_landmark.number]
    make_ward_office(96).publish("The drain by the Bijoygarh school overflows")
    assert found(office, "The drain by Bijoygarh school overflows again") == [by_words.number]


def test_a_place_that_would_betray_somebody_is_not_found_by_asking_around_it(office: WardOffice) -> None:
    hidden = office.publish("A neighbour builds a floor too many", is_landmark_only=True)
    assert found(office, "Dogs bark", lat=LAT, lon=LON) == []
    [offered] = near_copies(office.ward, office.category, "A neighbour builds one floor too many", LAT, LON)
    assert (offered.matter.number, offered.metres) == (hidden.number, None)


def test_what_is_masked_in_it_is_neither_shown_nor_compared(office: WardOffice) -> None:
    matter = office.publish("Call 98300 12345 about the drain")
    Matter.objects.filter(pk=matter.pk).update(masked=[{"start": 5, "end": 16}])
    [offered] = near_copies(office.ward, office.category, "Drain", LAT, LON)
    assert "98300" not in offered.text


@pytest.mark.django_db
def test_it_takes_few_queries(office: WardOffice, django_assert_max_num_queries: Any) -> None:
    for metres in range(10):
        office.publish(f"Drain {metres}", **at(metres * 20))
    with django_assert_max_num_queries(3):
        near_copies(office.ward, office.category, "Drain", LAT, LON, landmark="School")
