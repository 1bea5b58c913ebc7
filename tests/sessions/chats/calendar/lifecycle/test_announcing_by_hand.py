"""One chat without a rule: announced at once or on its day, with a host, refused like any other; and only looked at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from sessions import tick
from sessions.chats.calendar.lifecycle.announcing_by_hand import ByHand, NewHost, announce_by_hand, foresee_by_hand
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.conflicts import ConflictKind
from sessions.models import Change, ChatSession, Event, Office
from sessions.platform.refusals import Refused
from tests.factories.planning_desk import NOW, Desk, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

WEDNESDAY = datetime(2027, 1, 6, 12, 30, tzinfo=UTC)
FAR = datetime(2027, 3, 10, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def by_hand(desk: Desk, starts_at: datetime = WEDNESDAY, **more: Any) -> ByHand:
    return replace(ByHand(desk.wards[95], starts_at, minutes=45, ask_days=7), **more)


def announce(desk: Desk, *args: Any, **more: Any) -> ChatSession:
    return announce_by_hand(by_hand(desk, *args, **more), clerk=desk.clerk)


def refusal_of(desk: Desk, *args: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        announce(desk, *args, **more)
    assert not Change.objects.exists()
    return refused.value.code, refused.value.facts.get("part", "")


def test_one_whose_questions_would_be_open_already_is_announced_at_once_by_the_clerk(desk: Desk) -> None:
    chat_session = announce(desk)
    assert (chat_session.state, chat_session.ask_from, chat_session.office) == (
        "scheduled",
        NOW,
        desk.wards[95].offices.get(),
    )
    [event] = Event.objects.filter(stream__chat_session=chat_session)
    assert (event.type, event.actor) == ("session.announced", f"clerk:{desk.clerk.public_id}")
    [change] = Change.objects.all()
    assert (change.person, change.ward, change.before, change.subject_id) == (
        desk.clerk,
        desk.wards[95],
        None,
        str(chat_session.pk),
    )


def test_one_that_lies_far_ahead_stands_in_the_calendar_and_is_announced_by_the_clock(desk: Desk) -> None:
    chat_session = announce(desk, FAR)
    assert (chat_session.state, chat_session.ask_from) == ("planned", datetime(2027, 3, 3, 12, 30, tzinfo=UTC))
    with time_machine.travel(datetime(2027, 3, 3, 12, 31, tzinfo=UTC), tick=False):
        tick.tick(datetime(2027, 3, 3, 12, 31, tzinfo=UTC))
    chat_session.refresh_from_db()
    assert chat_session.state == "scheduled"


def test_what_cannot_be_held_is_refused_and_nothing_is_written(desk: Desk) -> None:
    add_closure(
        kind="freeze",
        ward=None,
        from_on=date(2027, 3, 1),
        to_on=date(2027, 3, 20),
        reasons={"en": "Election"},
        clerk=None,
    )
    Change.objects.all().delete()
    assert refusal_of(desk, datetime(2026, 12, 31, 12, tzinfo=UTC)) == ("bad_field", "at")
    assert refusal_of(desk, NOW) == ("bad_field", "at")
    assert refusal_of(desk, minutes=301) == ("bad_field", "")
    assert refusal_of(desk, ask_days=61) == ("bad_field", "ask_days")
    assert refusal_of(desk, FAR) == ("frozen", "")
    assert refusal_of(desk, FAR, ask_days=0) == ("frozen", "")
    Office.objects.filter(ward=desk.wards[95]).delete()
    assert refusal_of(desk) == ("vacant", "")
    assert refusal_of(desk, datetime(2027, 4, 7, 12, tzinfo=UTC)) == ("vacant", "")
    assert not ChatSession.objects.exists()


@pytest.mark.parametrize("starts_at", [WEDNESDAY, FAR])
def test_a_second_one_at_that_time_is_refused_however_it_was_put_there(desk: Desk, starts_at: datetime) -> None:
    announce(desk, starts_at)
    with pytest.raises(Refused) as refused:
        announce(desk, starts_at)
    assert str(refused.value.message) == "This ward has another chat at that time."
    assert ChatSession.objects.count() == 1


@pytest.mark.parametrize("starts_at", [WEDNESDAY, FAR])
def test_a_vacant_ward_gets_its_host_in_the_same_step(desk: Desk, starts_at: datetime) -> None:
    desk.wards[95].offices.all().delete()
    announce(desk, starts_at, new_host=NewHost("coordinator", {"en": "Asha Sen", "bn": "আশা সেন"}))
    office = desk.wards[95].offices.get()
    assert (office.kind, office.names["bn"], office.from_on) == ("coordinator", "আশা সেন", starts_at.date())
    assert [change.subject for change in Change.objects.order_by("pk")] == ["office", "chat_session"]


def test_who_holds_the_office_is_not_replaced_by_it(desk: Desk) -> None:
    chat_session = announce(desk, new_host=NewHost("coordinator", {"en": "Asha Sen"}))
    assert chat_session.host.names.get("en", "") == "Holder of ward 95"
    assert desk.wards[95].offices.count() == 1


def test_looking_says_what_would_come_of_it_and_leaves_nothing_behind(desk: Desk) -> None:
    [january, *_later] = desk.set_rule()
    add_closure(
        kind="closed", ward=None, from_on=WEDNESDAY.date(), to_on=WEDNESDAY.date(), reasons={"en": "Works"}, clerk=None
    )
    before = (ChatSession.objects.count(), Event.objects.count(), Change.objects.count(), Office.objects.count())
    found = foresee_by_hand(by_hand(desk), wards=desk.wards.values(), clerk=desk.clerk)
    assert [each.kind for each in found.conflicts] == [ConflictKind.CLOSED_DAY]
    assert (found.same_month, found.office.names.get("en", "")) == ([january], "Holder of ward 95")
    after = (ChatSession.objects.count(), Event.objects.count(), Change.objects.count(), Office.objects.count())
    assert after == before
