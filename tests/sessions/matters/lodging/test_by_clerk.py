"""A clerk writes down what somebody says, with consent, and without knowing who it is afterwards."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.lodging.by_clerk import enter_for, entered_lately
from sessions.matters.lodging.lodging import NewMatter
from sessions.models import Matter
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import CleanText
from tests.factories.evening import make_ward
from tests.factories.matters import WardOffice

AGREED = {"consented": True, "read_back": True}


def said(office: WardOffice, **fields: Any) -> NewMatter:
    given = {"ward": office.ward, "category": office.category, "source": "phone", **fields}
    return NewMatter(
        kind="complaint", text=CleanText("No water since Monday."), entered_by=office.clerk, ref=uuid4(), **given
    )


def test_it_waits_for_a_moderator_like_all_others_and_names_nobody(office: WardOffice) -> None:
    wish, duties = said(office), ward_duties_of(office.clerk)
    matter = enter_for(wish, duties, **AGREED)
    assert (matter.state, matter.source, matter.author, matter.entered_by) == ("waiting", "phone", None, office.clerk)
    assert matter.label == "Resident, ward 95"
    assert enter_for(wish, duties, **AGREED) == matter
    [event] = office.desk_events()
    assert str(office.clerk.public_id) not in str(event)


@pytest.mark.parametrize(
    ("asked", "fields", "code"),
    [
        ({"consented": False}, {}, "consent"),
        ({"read_back": False}, {}, "read_back"),
        ({}, {"source": "web"}, "bad_field"),
    ],
)
def test_nothing_is_written_down_without_consent_and_reading_back(
    office: WardOffice, asked: dict[str, bool], fields: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        enter_for(said(office, **fields), ward_duties_of(office.clerk), **{**AGREED, **asked})
    assert refusal.value.code == code
    assert not Matter.objects.exists()


def test_a_clerk_enters_for_the_wards_that_they_work_for(office: WardOffice) -> None:
    with pytest.raises(Refused) as refusal:
        enter_for(replace(said(office), ward=make_ward(96)), ward_duties_of(office.clerk), **AGREED)
    assert refusal.value.code == "forbidden"


@pytest.mark.costly
def test_limits_are_for_people_and_not_for_the_counter(office: WardOffice) -> None:
    for _each in range(5):
        enter_for(said(office, landmark=f"Lane {_each}"), ward_duties_of(office.clerk), **AGREED)
    assert Matter.objects.count() == 5


@pytest.mark.costly
def test_the_receipt_is_shown_for_some_hours_and_to_this_clerk_alone(office: WardOffice) -> None:
    matter = enter_for(said(office), ward_duties_of(office.clerk), **AGREED)
    assert entered_lately(office.clerk, matter.number) == matter
    with pytest.raises(Refused):
        entered_lately(office.moderator, matter.number)
    with time_machine.travel(timezone.now() + timedelta(hours=13)), pytest.raises(Refused):
        entered_lately(office.clerk, matter.number)
