"""The pages of a borough and of the whole city."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.models import Appointment, Borough, Duty
from tests.factories.activities_of_site import published_activity
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.planning_desk import words_of
from tests.factories.promises import promise_of

pytestmark = pytest.mark.costly


def get(client: Client, address: str) -> Any:
    return client.get(address, headers={"accept-language": "en"})


def test_a_borough_shows_its_wards_beside_each_other(client: Client, office: WardOffice) -> None:
    other = make_ward_office(81)
    office.publish()
    promise_of(other)
    page = get(client, "/boroughs/X/")
    rows = [(row.place.number, row.figures.open, row.figures.made) for row in page.context["rows"]]
    assert rows == [(81, 0, 1), (95, 1, 0)]
    assert {line.ward.number for line in page.context["timeline"].lines} == {81, 95}


def test_a_borough_names_its_officials_by_title_and_its_activities(client: Client, office: WardOffice) -> None:
    borough, person = office.ward.borough, make_person("engineer")
    assert borough is not None
    Appointment.objects.create(
        person=person, duty=Duty.OFFICIAL, borough=borough, title="Borough engineer", from_on=timezone.localdate()
    )
    published_activity(borough, "New pumping station")
    words = words_of(get(client, "/boroughs/X/").content.decode())
    assert ("Borough engineer" in words, words.count("New pumping station"), "engineer-" in words) == (True, 2, False)


def test_a_borough_is_found_by_its_number_too(client: Client, office: WardOffice) -> None:
    assert get(client, "/boroughs/10/").headers["Location"] == "/boroughs/X/"
    assert get(client, "/boroughs/১০/").headers["Location"] == "/boroughs/X/"
    assert [get(client, f"/boroughs/{code}/").status_code for code in ("XI", "no-such", "0", "%00")] == [404] * 4


def test_the_city_adds_up_its_boroughs_and_counts_wards_without_one(client: Client, office: WardOffice) -> None:
    loner = make_ward_office(7)
    loner.ward.borough = None
    loner.ward.save()
    Borough.objects.create(code="II", names={"en": "Borough II"})
    for each in (office, loner):
        promise_of(each)
    page = get(client, "/boroughs/")
    assert [(row.place.code, row.wards, row.figures.made) for row in page.context["rows"]] == [
        ("II", 0, 0),
        ("X", 1, 1),
    ]
    assert page.context["figures"].made == 2
