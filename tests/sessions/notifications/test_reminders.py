"""Who is told what about their ward's chats, and when: each round once, even where the date is moved or cancelled."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait, move_chat_session
from sessions.city.people.subscriptions import follow_by_channels, stop_following_by_channel
from sessions.models import ChatSession, Reminder, ReminderState
from sessions.tick import tick
from tests.factories.evening import make_office, make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
STARTS_AT = datetime(2027, 1, 20, 12, 30, tzinfo=UTC)
FAIR = {"en": "Book fair", "bn": "বইমেলা"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def chat_session(clock: time_machine.Traveller) -> ChatSession:
    ward = make_ward()
    make_office(ward, make_person("holder"))
    for name, channels in (("mail", ["email"]), ("both", ["email", "sms"]), ("none", [])):
        follow_by_channels(make_person(name, ward), channels=channels)
    follow_by_channels(make_person("elsewhere", make_ward(96)), channels=["email"])
    return announce_chat_session(ward, starts_at=STARTS_AT, minutes=60, by="clerk")


def tick_at(clock: time_machine.Traveller, moment: datetime) -> list[str]:
    clock.move_to(moment, tick=False)
    return [line.rsplit(" ", 1)[0] for line in tick()]


def written() -> list[tuple[str, str, str]]:
    rows = Reminder.objects.order_by("round", "person", "channel").select_related("round", "person")
    return [(row.round.kind, str(row.person), row.channel) for row in rows]


def of(kind: str) -> list[tuple[str, str, str]]:
    return [(kind, "mail", "email"), (kind, "both", "email"), (kind, "both", "sms")]


def read_all() -> None:
    Reminder.objects.update(state=ReminderState.SENT)


def move(chat_session: ChatSession, by: timedelta) -> None:
    chat_session.refresh_from_db()
    move_chat_session(
        chat_session,
        starts_at=chat_session.starts_at + by,
        because=FAIR,
        sequence=chat_session.sequence,
        clerk=None,
    )


def test_a_week_and_an_hour_before_everybody_who_follows_the_ward_is_told_once(clock: Any, chat_session: ChatSession):
    week, hour = STARTS_AT - timedelta(weeks=1), STARTS_AT - timedelta(hours=1)
    assert tick_at(clock, week - timedelta(seconds=1)) == []
    assert tick_at(clock, week) == ["reminded of"]
    assert tick_at(clock, hour - timedelta(seconds=1)) == []
    assert tick_at(clock, hour) == ["reminded of"]
    assert tick_at(clock, hour + timedelta(seconds=1)) == []
    assert written() == of("week") + of("hour")


@pytest.mark.long
@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        (timedelta(days=3), ["week"]),
        (timedelta(days=1), []),
        (timedelta(hours=2), []),
        (timedelta(minutes=1), ["hour"]),
        (timedelta(0), []),
    ],
)
def test_after_a_downtime_a_reminder_comes_late_or_not_at_all(
    clock: Any, chat_session: ChatSession, before: timedelta, kinds: list[str]
):
    tick_at(clock, STARTS_AT - before)
    assert written() == [line for kind in kinds for line in of(kind)]


def test_a_moved_date_is_told_to_those_who_know_the_old_one_and_reminded_of_anew(clock: Any, chat_session: ChatSession):
    tick_at(clock, STARTS_AT - timedelta(weeks=1))
    read_all()
    Reminder.objects.filter(person__username="mail").update(state=ReminderState.FAILED)
    move(chat_session, timedelta(weeks=2))
    assert tick_at(clock, STARTS_AT - timedelta(days=5)) == ["told of the move of"]
    assert tick() == []
    assert written()[3:] == of("moved")[1:]
    assert tick_at(clock, STARTS_AT + timedelta(weeks=1)) == ["reminded of"]
    assert written()[5:] == of("week")


def test_a_person_who_has_just_been_told_the_new_date_is_not_reminded_of_it_as_well(
    clock: Any, chat_session: ChatSession
):
    tick_at(clock, STARTS_AT - timedelta(weeks=1))
    read_all()
    move(chat_session, timedelta(days=-2))
    follow_by_channels(make_person("late", chat_session.ward), channels=["sms"])
    tick_at(clock, STARTS_AT - timedelta(days=6))
    assert written()[3:] == [*of("moved"), ("week", "late", "sms")]


def test_a_date_moved_there_and_back_is_told_each_time(clock: Any, chat_session: ChatSession):
    tick_at(clock, STARTS_AT - timedelta(weeks=1))
    for days in (1, -1, 1):
        read_all()
        move(chat_session, timedelta(days=days))
        assert tick() == [f"told of the move of {chat_session.pk}"]
        assert tick() == []


def test_a_chat_that_loses_its_date_is_told_and_again_when_it_has_one(clock: Any, chat_session: ChatSession):
    tick_at(clock, STARTS_AT - timedelta(weeks=1))
    read_all()
    let_wait(chat_session, because=FAIR, sequence=0, clerk=None)
    assert tick_at(clock, STARTS_AT - timedelta(days=6)) == ["told of the move of"]
    move(chat_session, timedelta(weeks=3))
    assert tick_at(clock, STARTS_AT - timedelta(days=5)) == ["told of the move of"]
    assert [row.round.waits for row in Reminder.objects.filter(channel="sms").order_by("pk")] == [False, True, False]


def test_a_cancelled_chat_is_told_to_those_who_were_reminded(clock: Any, chat_session: ChatSession):
    tick_at(clock, STARTS_AT - timedelta(weeks=1))
    read_all()
    person = Reminder.objects.filter(channel="sms").get().person
    assert person is not None
    stop_following_by_channel(person, channel="sms")
    cancel_chat_session(chat_session, reason="Storm", by="clerk")
    assert tick() == [f"told of the end of {chat_session.pk}"]
    assert tick() == []
    assert written()[3:] == of("cancelled")[:2]


def test_nobody_who_was_not_told_of_a_date_hears_that_it_is_off(clock: Any, chat_session: ChatSession):
    move(chat_session, timedelta(weeks=1))
    assert tick_at(clock, NOW + timedelta(days=1)) == []
    cancel_chat_session(chat_session, reason="Storm", by="clerk")
    assert tick_at(clock, NOW + timedelta(days=2)) == []


@pytest.mark.parametrize("of_ward", [False, True])
def test_nothing_is_written_in_a_freeze(clock: Any, chat_session: ChatSession, of_ward: bool):
    ward = chat_session.ward if of_ward else None
    week_on = (STARTS_AT - timedelta(weeks=1)).date()
    add_closure(kind="freeze", ward=ward, from_on=week_on, to_on=week_on, reasons={"en": "Poll"}, clerk=None)
    assert tick_at(clock, STARTS_AT - timedelta(weeks=1)) == []
    assert tick_at(clock, STARTS_AT - timedelta(days=6)) == ["reminded of"]


def test_nobody_is_reminded_of_a_suspended_chat(clock: Any, chat_session: ChatSession):
    day = date(2027, 1, 20)
    add_closure(kind="freeze", ward=None, from_on=day, to_on=day, reasons={"en": "Poll"}, clerk=None)
    for before in (timedelta(weeks=1), timedelta(days=2), timedelta(hours=1)):
        assert tick_at(clock, STARTS_AT - before) == []
