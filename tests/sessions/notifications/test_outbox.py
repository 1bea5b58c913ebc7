"""Messages in the outbox: sent once, and tried again only where they surely were not sent."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.city.people.subscriptions import follow_by_channels, stop_following_by_channel
from sessions.log import clock_readings as readings
from sessions.log import confirmed_time
from sessions.log.confirmed_time import time_kept
from sessions.models import Channel, ChatSession, Closure, Reminder, Ward
from sessions.notifications import outbox
from sessions.tick import tick
from tests.factories.evening import make_office, make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

STARTS_AT = datetime(2027, 1, 20, 12, 30, tzinfo=UTC)
WEEK_BEFORE = STARTS_AT - timedelta(weeks=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEEK_BEFORE - timedelta(days=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def chat_session(clock: time_machine.Traveller) -> ChatSession:
    """With one message in the outbox, of the week before."""
    ward = make_ward()
    make_office(ward, make_person("holder"))
    follow_by_channels(make_person("one", ward), channels=["email"])
    chat_session = announce_chat_session(ward, starts_at=STARTS_AT, minutes=60, by="clerk")
    clock.move_to(WEEK_BEFORE)
    tick()
    return chat_session


def only() -> tuple[str, str]:
    reminder = Reminder.objects.get()
    return reminder.state, reminder.reason


def claim_next() -> outbox.ClaimedReminder | None:
    return next(iter(outbox.claim_some(Channel.EMAIL, at_most=1)), None)


def claimed() -> outbox.ClaimedReminder:
    found = claim_next()
    assert found is not None
    return found


def test_a_message_is_handed_out_once(chat_session: ChatSession):
    message = claimed()
    assert (str(message.person), message.channel, message.told.kind) == ("one", "email", "week")
    assert claim_next() is None
    outbox.note_sent([message])
    outbox.settle_reminders(STARTS_AT)
    assert only() == ("sent", "")


def test_one_that_was_claimed_and_never_reported_is_not_sent_again(
    chat_session: ChatSession, clock: time_machine.Traveller
):
    message = claimed()
    clock.shift(outbox.CLAIMED_FOR)
    assert outbox.settle_reminders() == 1
    assert only() == ("unsure", "no report")
    assert claim_next() is None
    outbox.note_sent([message])  # it lived after all
    assert only() == ("sent", "")


def test_what_was_not_accepted_is_tried_a_few_times_later_and_later(
    chat_session: ChatSession, clock: time_machine.Traveller
):
    waits = []
    while (message := claim_next()) is not None:
        outbox.note_failed(message, reason="refused", may_retry=True)
        waits.append(Reminder.objects.get().next_try_at - datetime.now(UTC))
        clock.move_to(Reminder.objects.get().next_try_at - timedelta(seconds=1), tick=False)
        assert claim_next() is None
        clock.shift(1)
    assert [round(wait / timedelta(minutes=1)) for wait in waits[:-1]] == [1, 5, 15, 30]
    assert only() == ("failed", "refused")


def test_what_cannot_be_helped_is_given_up_at_once(chat_session: ChatSession):
    outbox.note_failed(claimed(), reason="no address", may_retry=False)
    assert only() == ("failed", "no address")


def test_a_sender_that_lost_its_claim_changes_nothing(chat_session: ChatSession, clock: time_machine.Traveller):
    first = claimed()
    outbox.note_failed(first, reason="refused", may_retry=True)
    clock.shift(60)
    second = claimed()
    outbox.note_unsure(first, reason="late report")
    assert only() == ("sending", "refused")
    outbox.note_sent([second])
    assert only() == ("sent", "")


def test_a_freeze_holds_it_back_and_what_is_too_late_then_is_dropped(
    chat_session: ChatSession, clock: time_machine.Traveller
):
    day = WEEK_BEFORE.date()
    freeze = add_closure(kind="freeze", ward=None, from_on=day, to_on=day, reasons={"en": "Poll"}, clerk=None)
    assert claim_next() is None
    assert only() == ("pending", "")
    clock.shift(timedelta(days=1))
    assert outbox.settle_reminders() == 0
    Closure.objects.filter(pk=freeze.pk).update(to_on=day + timedelta(days=6))
    assert claim_next() is None
    clock.move_to(STARTS_AT - timedelta(days=1))
    assert outbox.settle_reminders() == 1
    assert only() == ("dropped", "late")


def test_after_the_freeze_it_goes_out(chat_session: ChatSession, clock: time_machine.Traveller):
    day = WEEK_BEFORE.date()
    add_closure(kind="freeze", ward=chat_session.ward, from_on=day, to_on=day, reasons={"en": "Poll"}, clerk=None)
    assert claim_next() is None
    clock.shift(timedelta(days=1))
    outbox.note_sent([claimed()])


def test_a_suspended_chat_is_not_told_of(chat_session: ChatSession):
    day = date(2027, 1, 20)
    add_closure(kind="freeze", ward=None, from_on=day, to_on=day, reasons={"en": "Poll"}, clerk=None)
    assert claim_next() is None
    assert only() == ("pending", "")


def test_what_the_calendar_has_overtaken_is_dropped(chat_session: ChatSession):
    move_chat_session(
        chat_session, starts_at=STARTS_AT + timedelta(days=1), because={"en": "Fair"}, sequence=0, clerk=None
    )
    assert claim_next() is None
    assert only() == ("dropped", "overtaken")


def test_a_cancelled_chat_reminds_nobody(chat_session: ChatSession):
    cancel_chat_session(chat_session, reason="Storm", by="clerk")
    assert claim_next() is None
    assert only() == ("dropped", "overtaken")


def test_who_was_told_what_is_forgotten_some_time_after_the_chat(chat_session: ChatSession):
    outbox.note_sent([claimed()])
    outbox.settle_reminders(chat_session.ends_at + outbox.KEPT_FOR - timedelta(seconds=1))
    assert only() == ("sent", "")
    outbox.settle_reminders(chat_session.ends_at + outbox.KEPT_FOR)
    assert not Reminder.objects.exists()


def test_a_clock_that_is_wrong_for_a_moment_loses_nothing_and_tells_nobody_twice(
    chat_session: ChatSession, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(readings, "passed_seconds", lambda: 5000.0)
    monkeypatch.setattr(confirmed_time, "database_clock", lambda: None)  # PostgreSQL's was not moved
    with time_kept():
        clock.move_to(WEEK_BEFORE + timedelta(days=400))
        outbox.settle_reminders()
        outbox.note_failed(claimed(), reason="no server", may_retry=True)
    clock.move_to(WEEK_BEFORE + outbox.RETRY_AFTER[0])
    outbox.note_sent([claimed()])
    tick()
    assert only() == ("sent", "")


@pytest.mark.parametrize("change", ["stopped", "gone", "moved house"])
def test_nothing_is_sent_to_a_person_who_no_longer_wants_it(chat_session: ChatSession, change: str):
    person = Reminder.objects.get().person
    assert person is not None
    if change == "stopped":
        stop_following_by_channel(person, channel="email")
    elif change == "gone":
        person.is_active = False
    else:
        person.ward = Ward.objects.create(number=96, borough=chat_session.ward.borough)
    person.save()
    assert claim_next() is None
    assert Reminder.objects.get().state == "dropped"


@pytest.mark.parametrize("people", [3, 30])
def test_claiming_some_takes_as_many_queries_as_claiming_one(
    chat_session: ChatSession, people: int, django_assert_num_queries: Any
):
    told = Reminder.objects.get().round
    for number in range(people - 1):
        person = make_person(f"p{number}", chat_session.ward)
        follow_by_channels(person, channels=["email"])
        Reminder.objects.create(round=told, person=person, channel="email", next_try_at=WEEK_BEFORE)
    with django_assert_num_queries(9):
        some = outbox.claim_some(Channel.EMAIL, at_most=50)
    assert len(some) == people
    assert {one.claim for one in some} == {some[0].claim}


def test_of_some_those_that_are_no_news_are_dropped_and_the_others_handed_out(chat_session: ChatSession):
    other = make_person("two", chat_session.ward)
    Reminder.objects.create(round=Reminder.objects.get().round, person=other, channel="email", next_try_at=WEEK_BEFORE)
    [message] = outbox.claim_some(Channel.EMAIL, at_most=50)
    assert str(message.person) == "one"
    assert sorted(Reminder.objects.values_list("person__username", "state", "reason")) == [
        ("one", "sending", ""),
        ("two", "dropped", "stopped"),
    ]
