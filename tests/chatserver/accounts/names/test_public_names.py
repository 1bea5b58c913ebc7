"""Officials and delegates need a public name, officials a title, too; anybody may have the same name."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chatserver.accounts.models import User
from chatserver.accounts.names.public_names import enter_public_name
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import invite
from sessions.models import Appointment, Duty
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening, make_person
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.fixture
def evening() -> Evening:
    return make_evening()


def accept(evening: Evening, person: User, duty: str, **fields: str) -> Client:
    today = timezone.localdate()
    made = invite(
        evening.clerk, name="The engineer", duty=duty, place=AppointmentPlace(ward=evening.ward), from_on=today
    )
    client = client_of(person)
    client.get(f"/invite/{made.token}/")
    client.post("/invite/", fields)
    return client


@pytest.mark.long
@pytest.mark.parametrize(
    ("duty", "fields", "begins"),
    [
        (Duty.OFFICIAL, {}, False),
        (Duty.OFFICIAL, {"name": "S. Pal"}, False),
        (Duty.OFFICIAL, {"title": "Engineer"}, False),
        (Duty.OFFICIAL, {"name": " S.  Pal ", "title": "Engineer,\ndrainage"}, True),
        (Duty.DELEGATE, {}, False),
        (Duty.DELEGATE, {"name": "S. Pal"}, True),
        (Duty.MODERATOR, {}, True),
    ],
)
def test_who_answers_under_their_own_name_accepts_with_one(
    evening: Evening, duty: str, fields: dict[str, str], begins: bool
) -> None:
    person = make_person("invited")
    client = accept(evening, person, duty, **fields)
    person.refresh_from_db()
    held = [(row.duty, row.title) for row in Appointment.objects.filter(person=person)]
    title = "Engineer, drainage" if duty == Duty.OFFICIAL else ""
    assert held == ([(duty, title)] if begins else [])
    assert person.label == ("S. Pal" if begins and fields else "")
    again = client.get("/invite/").status_code
    assert again == (404 if begins else 200)


def test_a_name_of_somebody_who_holds_an_office_is_not_taken(evening: Evening) -> None:
    person = make_person("invited")
    accept(evening, person, Duty.OFFICIAL, name="Holder of ward 95", title="Engineer")
    assert Appointment.objects.filter(person=person).count() == 0


@pytest.mark.parametrize(("name", "title"), [("98300 12345", "Engineer"), ("S. Pal", "Engineer, 98300 12345")])
def test_a_number_of_their_own_is_no_name_and_no_title(evening: Evening, name: str, title: str) -> None:
    person: Any = make_person("engineer")
    today = timezone.localdate() - timedelta(days=1)
    Appointment.objects.create(person=person, duty=Duty.OFFICIAL, ward=evening.ward, from_on=today)
    with pytest.raises(Refused) as refusal:
        enter_public_name(person, name=name, title=title, duty=Duty.OFFICIAL)
    person.refresh_from_db()
    assert (refusal.value.code, person.label) == ("personal_data", "")
