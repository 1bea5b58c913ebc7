""" "Me too": once for each person, never the author's, taken back, told in the log at most once an hour."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from sessions.chats.support.recounting import hold_support
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.matters.supporting import support as matter_support
from sessions.matters.supporting.support import (
    is_supported_by,
    support_matter,
    take_support_back,
)
from sessions.matters.supporting.support_events import log_support
from sessions.models import Matter, MatterSupport
from sessions.models.matters.transitions import By
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice

pytestmark = pytest.mark.costly


def count(matter: Matter) -> int:
    return Matter.objects.get(pk=matter.pk).support


def told(office: WardOffice) -> list[int]:
    return [event["support"] for event in office.public_events() if event["type"] == "matter.supported"]


def refusal(matter: Matter, person: Any) -> str:
    with pytest.raises(Refused) as refused:
        support_matter(matter.pk, person)
    return refused.value.code


def test_each_person_counts_once_and_may_take_it_back(office: WardOffice) -> None:
    matter = office.publish()
    for person in (*office.neighbours, office.neighbours[0]):
        support_matter(matter.pk, person)
    assert count(matter) == len(office.neighbours)
    take_support_back(matter.pk, office.neighbours[0])
    take_support_back(matter.pk, office.neighbours[0])
    assert count(matter) == len(office.neighbours) - 1
    assert not is_supported_by(matter, office.neighbours[0])


def test_its_author_the_office_and_a_user_who_comes_too_late_may_not(office: WardOffice) -> None:
    matter = office.publish()
    assert refusal(matter, office.resident) == "own_matter"
    assert refusal(matter, office.official) == refusal(matter, office.moderator) == "forbidden"
    assert refusal(office.lodge("Not public"), office.neighbours[0]) == "not_found"
    office.step(matter, "refuse")
    assert refusal(matter, office.neighbours[0]) == "state"


def test_a_person_cannot_join_without_end_in_a_day(office: WardOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter_support, "MOST_A_DAY", 1)
    support_matter(office.publish().pk, office.neighbours[0])
    assert refusal(office.publish("Another"), office.neighbours[0]) == "rate"


def test_also_here_keeps_a_point_that_nobody_but_the_office_sees(office: WardOffice) -> None:
    matter = office.publish()
    support_matter(matter.pk, office.neighbours[0], lat=Decimal("22.4990"), lon=Decimal("88.3713"))
    log_support(timezone.now())
    assert MatterSupport.objects.get().lat == Decimal("22.4990")
    assert "22.499" not in str([event for event in office.public_events() if event["type"] == "matter.supported"])


def test_the_log_tells_the_number_at_most_once_an_hour(office: WardOffice) -> None:
    matter, now = office.publish(), timezone.now()
    support_matter(matter.pk, office.neighbours[0])
    assert log_support(now) == [f"told the support of {matter.number}"]
    support_matter(matter.pk, office.neighbours[1])
    assert log_support(now + timedelta(minutes=59)) == []
    support_matter(matter.pk, office.neighbours[2])
    assert log_support(now + timedelta(minutes=60)) != []
    assert log_support(now + timedelta(minutes=180)) == []
    assert told(office) == [1, 3]


def test_who_supported_a_merged_one_supports_the_other_with_its_author(office: WardOffice) -> None:
    into, merged = office.publish("First", author=office.neighbours[2]), office.publish("Second")
    for person in office.neighbours:
        support_matter(merged.pk, person)
    support_matter(into.pk, office.neighbours[0])
    with transaction.atomic():
        locked = lock_matter(merged.pk)
        locked.merged_into = into
        take_matter_step(locked, "merge", by=By.MODERATOR, told={"into": into.number})
    assert count(into) == 3  # two neighbours and the other author; its own author does not count


def test_support_of_people_whose_support_is_set_aside_does_not_count(office: WardOffice) -> None:
    matter = office.publish()
    for person in office.neighbours:
        support_matter(matter.pk, person)
    get_user_model().objects.filter(pk=office.neighbours[0].pk).update(verdict="open")
    hold_support([office.neighbours[0].pk])
    assert count(matter) == len(office.neighbours) - 1
