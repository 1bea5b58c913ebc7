"""A chat session's life, by the clock and by the clerk's hand."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import (
    cancel_chat_session,
    close_chat_session,
    extend_chat_session,
    open_chat_session,
)
from sessions.models import ChatSession, OfficeKind, Question, Stream
from sessions.platform.refusals import Refused
from sessions.tick import tick
from tests.factories.evening import Evening, make_evening, make_office, make_ward

pytestmark = pytest.mark.costly


def types_of(evening: Evening) -> list[str]:
    return [event["type"] for event in evening.public_events()]


def test_the_clock_opens_warns_and_closes_each_once(db: None) -> None:
    evening = make_evening(is_live=False)
    starts_at = evening.chat_session.starts_at
    for minutes in (-1, 0, 0, 30, 55, 56, 60, 61):
        tick(starts_at + timedelta(minutes=minutes))
    assert types_of(evening) == ["session.announced", "session.opened", "session.warned", "session.closed"]


def test_what_was_missed_while_the_clock_stood_is_done_in_order(db: None) -> None:
    evening = make_evening(is_live=False)
    with time_machine.travel(evening.chat_session.ends_at + timedelta(hours=3)):
        assert [line.split()[0] for line in tick()] == ["opened", "closed"]
        assert tick() == []
    events = evening.public_events()
    assert [event["type"] for event in events] == ["session.announced", "session.opened", "session.closed"]
    assert events[1]["late"] is True


def test_an_extension_moves_the_close_and_warns_anew(evening: Evening) -> None:
    ends_at = evening.chat_session.ends_at
    tick(ends_at - timedelta(minutes=4))
    extend_chat_session(evening.chat_session, minutes=30, by="clerk")
    tick(ends_at)
    tick(ends_at + timedelta(minutes=26))
    tick(ends_at + timedelta(minutes=30))
    assert types_of(evening)[2:] == ["session.warned", "session.extended", "session.warned", "session.closed"]


def test_a_step_that_the_clerk_took_first_is_passed_over(db: None) -> None:
    evening = make_evening(is_live=False)
    open_chat_session(evening.chat_session, by="clerk")
    assert tick(evening.chat_session.starts_at) == []


def test_the_close_returns_the_floor_and_names_refusals_only_then(evening: Evening) -> None:
    evening.queue("Public words?")
    evening.take()
    refused = evening.ask("Refused words!")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    assert "question.declined" not in types_of(evening)
    close_chat_session(evening.chat_session, by="clerk")
    assert types_of(evening)[-3:] == ["question.returned", "question.declined", "session.closed"]
    assert "Refused words" not in str(evening.public_events())
    closed = evening.public_events()[-1]
    assert {state: count for state, count in closed["totals"].items() if count} == {"queued": 1, "declined": 1}


def test_closing_takes_as_many_queries_for_300_refusals_as_for_3(db: None) -> None:
    _queries_of_closing(1)  # the first one makes the key of the log
    queries = {number: _queries_of_closing(number) for number in (3, 300)}
    assert queries[300] == queries[3]


def _queries_of_closing(refusals: int) -> int:
    evening = make_evening(number=refusals)
    Question.objects.bulk_create(
        Question(
            chat_session=evening.chat_session,
            author=evening.residents[0],
            kind="question",
            text="Refused words!",
            label="Resident",
            receipt=f"{refusals}-{number}",
            state="declined",
            reason="attack",
            asked_at=evening.chat_session.starts_at + timedelta(seconds=number),
        )
        for number in range(refusals)
    )
    with CaptureQueriesContext(connection) as captured:
        close_chat_session(evening.chat_session, by="clerk")
    declined = [event["receipt"] for event in evening.public_events() if event["type"] == "question.declined"]
    assert declined == [f"{refusals}-{number}" for number in range(refusals)]
    return len(captured)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("scheduled", {"open", "cancel"}),
        ("live", {"extend", "close"}),
        ("closed", set()),
        ("cancelled", set()),
        ("sealed", set()),
    ],
)
def test_the_table_says_what_the_clerk_may_do(db: None, state: str, allowed: set[str]) -> None:
    evening = make_evening(is_live=False)
    steps = {
        "open": lambda chat_session: open_chat_session(chat_session, by="clerk"),
        "extend": lambda chat_session: extend_chat_session(chat_session, minutes=5, by="clerk"),
        "close": lambda chat_session: close_chat_session(chat_session, by="clerk"),
        "cancel": lambda chat_session: cancel_chat_session(chat_session, reason="Storm", by="clerk"),
    }
    for name, step in steps.items():
        ChatSession.objects.update(state=state)
        if name in allowed:
            step(evening.chat_session)
            assert ChatSession.objects.get().state != "scheduled"
        else:
            with pytest.raises(Refused) as refusal:
                step(evening.chat_session)
            assert (refusal.value.code, refusal.value.facts["state"]) == ("state", state)


def test_a_cancelled_chat_session_says_why_in_public(db: None) -> None:
    evening = make_evening(is_live=False)
    cancel_chat_session(evening.chat_session, reason="  A storm\nis coming ", by="clerk")
    assert evening.public_state()["session"]["reason"] == "A storm is coming"


def test_a_ward_with_a_vacant_office_gets_no_chat(db: None) -> None:
    ward = make_ward(93)
    with pytest.raises(Refused) as refusal:
        announce_chat_session(ward, starts_at=timezone.now() + timedelta(days=1), minutes=60, by="clerk")
    assert refusal.value.code == "vacant"
    office = make_office(ward, kind=OfficeKind.COORDINATOR)
    chat_session = announce_chat_session(ward, starts_at=timezone.now() + timedelta(days=1), minutes=60, by="clerk")
    assert chat_session.office == office


@pytest.mark.parametrize(("in_minutes", "minutes"), [(-120, 60), (60, 4), (60, 301), (30, 60)])
def test_a_plan_that_cannot_be_kept_is_refused(db: None, in_minutes: int, minutes: int) -> None:
    evening = make_evening(is_live=False)
    with pytest.raises(Refused) as refusal:
        announce_chat_session(
            evening.ward, starts_at=timezone.now() + timedelta(minutes=in_minutes), minutes=minutes, by="clerk"
        )
    assert refusal.value.code == "bad_field"


def test_a_chat_session_that_fails_keeps_no_other_ward_waiting(db: None) -> None:
    broken, sound = make_evening(is_live=False, number=93), make_evening(is_live=False, number=95)
    Stream.objects.filter(chat_session=broken.chat_session, name="public").update(name="lost")
    with pytest.raises(ExceptionGroup) as failures:
        tick(sound.chat_session.starts_at)
    assert [type(failure) for failure in failures.value.exceptions] == [Stream.DoesNotExist]
    states = dict(ChatSession.objects.values_list("ward__number", "state"))
    assert states == {93: "scheduled", 95: "live"}


def test_a_chat_session_is_not_extended_into_the_next_of_its_ward(evening: Evening) -> None:
    next_start = evening.chat_session.ends_at + timedelta(minutes=10)
    announce_chat_session(evening.ward, starts_at=next_start, minutes=60, by="clerk")
    with pytest.raises(Refused) as refusal:
        extend_chat_session(evening.chat_session, minutes=11, by="clerk")
    assert refusal.value.code == "bad_field"
    extend_chat_session(evening.chat_session, minutes=10, by="clerk")
