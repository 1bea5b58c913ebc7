"""Who may appoint whom: every clerk, every duty and every place is tried."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from sessions.city.people.appointing import AppointmentPlace, appointment_places_of, may_appoint
from sessions.city.people.permissions import MAY_APPOINT
from sessions.models import Appointment, Borough, Duty, Ward
from tests.factories.evening import make_person, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, AppointmentPlace]:
    own, beside = make_ward(95), make_ward(96)
    far = Ward.objects.create(number=7, borough=Borough.objects.create(code="I", names={"en": "Borough I"}))
    return {
        "ward": AppointmentPlace(ward=own),
        "ward beside": AppointmentPlace(ward=beside),
        "ward far": AppointmentPlace(ward=far),
        "ward without borough": AppointmentPlace(ward=Ward.objects.create(number=200)),
        "borough": AppointmentPlace(borough=own.borough),
        "other borough": AppointmentPlace(borough=far.borough),
        "city": AppointmentPlace(),
    }


BELOW = {
    "ward": {"ward"},
    "borough": {"ward", "ward beside", "borough"},
    "city": {
        "ward",
        "ward beside",
        "ward far",
        "ward without borough",
        "borough",
        "other borough",
        "city",
    },
}
CLERKS_BELOW = {
    "ward": set(),
    "borough": {"ward", "ward beside"},
    "city": BELOW["city"] - {"city"},
}


def clerk_of(place: AppointmentPlace) -> Any:
    person = make_person(f"clerk-{place.scope}")
    Appointment.objects.create(
        person=person,
        duty=Duty.CLERK,
        ward=place.ward,
        borough=place.borough,
        is_for_city=place.is_city,
        from_on=date(2022, 1, 1),
    )
    return person


@pytest.mark.parametrize("own", BELOW)
def test_a_clerk_appoints_within_what_they_keep_and_clerks_only_below_themselves(
    places: dict[str, AppointmentPlace], own: str
) -> None:
    kept = appointment_places_of(clerk_of(places[own]))
    for duty, (name, place) in product([*Duty.values, "office"], places.items()):
        expected = name in (CLERKS_BELOW if duty == Duty.CLERK else BELOW)[own]
        if duty == "office":
            expected = expected and place.scope == "ward"
        assert may_appoint(kept, duty, place) is expected, (duty, name)


def test_a_user_who_is_no_clerk_appoints_nobody(places: dict[str, AppointmentPlace]) -> None:
    person = make_person("moderator")
    Appointment.objects.create(person=person, duty=Duty.MODERATOR, is_for_city=True, from_on=date(2022, 1, 1))
    assert appointment_places_of(person) == []


def test_the_table_names_every_duty() -> None:
    for row in MAY_APPOINT.values():
        assert set(row) == {*Duty.values, "office", "chair"}
