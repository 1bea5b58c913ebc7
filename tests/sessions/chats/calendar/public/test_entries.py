from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.utils.translation import override

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait
from sessions.chats.calendar.public.entries import Occasion, occasions_between
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.re_placing import follow_closure
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.models import Ward
from sessions.tick import tick
from tests.factories.evening import make_office, make_person, make_ward

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
FIRST_SATURDAYS = ScheduleDraft(rule="FREQ=MONTHLY;BYDAY=1SA", at=time(18), minutes=60, from_on=date(2027, 1, 1))


@pytest.fixture
def ward() -> Ward:
    ward = make_ward()
    make_office(ward, make_person("holder"))
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    return ward


@pytest.fixture(autouse=True)
def _in_january() -> Any:
    with time_machine.travel(NOW, tick=False), override("en"):
        yield


def close(kind: str, from_on: date, to_on: date, *, ward: Ward | None = None) -> None:
    closure = add_closure(
        kind=kind, ward=ward, from_on=from_on, to_on=to_on, reasons={"en": "Election", "bn": "নির্বাচন"}, clerk=None
    )
    follow_closure(closure, clerk=None)


def first_quarter(*wards: Ward) -> list[Occasion]:
    return occasions_between(date(2027, 1, 1), date(2027, 4, 1), wards=wards or None)


def test_what_stands_in_the_calendar_comes_in_the_order_of_time_in_two_queries(
    ward: Ward, django_assert_num_queries: Any
):
    other = make_ward(96)
    set_schedule(other, ScheduleDraft("FREQ=MONTHLY;BYDAY=1SA", time(19), 60, date(2027, 2, 1)), clerk=None)
    with django_assert_num_queries(2):
        found = [(each.day, each.ward.number, each.state, each.moved_from) for each in first_quarter()]

    assert found == [
        (date(2027, 1, 2), 95, "planned", None),
        (date(2027, 2, 6), 95, "planned", None),
        (date(2027, 2, 6), 96, "planned", None),
        (date(2027, 3, 6), 95, "planned", None),
        (date(2027, 3, 6), 96, "planned", None),
    ]
    assert [each.ward.number for each in first_quarter(other)] == [96, 96]
    assert [each.day for each in occasions_between(date(2027, 1, 2), date(2027, 2, 6))] == [date(2027, 1, 2)]


def test_a_moved_one_says_from_which_day_and_why_in_the_readers_language(ward: Ward):
    close("closed", date(2027, 2, 6), date(2027, 2, 7))
    moved = first_quarter()[1]

    assert (moved.day, moved.moved_from, moved.state) == (date(2027, 2, 8), date(2027, 2, 6), "planned")
    assert moved.because == "6 to 7 February 2027 are closed: Election"
    with override("bn"):
        assert moved.because == "৬ থেকে ৭ ফেব্রুয়ারি ২০২৭ বন্ধ: নির্বাচন"


@pytest.mark.costly
def test_a_freeze_suspends_what_lies_ahead_in_its_ward_and_nothing_that_is_over(ward: Ward):
    tick()
    cancel_chat_session(first_quarter()[0].chat_session, reason="Rain", by="clerk")
    other = make_ward(96)
    set_schedule(other, FIRST_SATURDAYS, clerk=None)
    close("freeze", date(2027, 1, 1), date(2027, 2, 28), ward=ward)
    cancelled, suspended, after = first_quarter(ward)

    assert (cancelled.state, cancelled.reason, cancelled.has_room) == ("cancelled", "Rain", True)
    assert (suspended.state, suspended.reason, suspended.has_room) == ("suspended", "Election", False)
    assert suspended.freeze is not None
    assert suspended.freeze.to_on == date(2027, 2, 28)
    assert [each.is_suspended for each in [after, *first_quarter(other)]] == [False] * 4


def test_one_without_a_date_stands_on_the_day_that_it_had(ward: Ward):
    let_wait(first_quarter()[1].chat_session, because={"en": "the hall burnt"}, sequence=0, clerk=None)
    waiting = first_quarter()[1]

    assert (waiting.state, waiting.day, waiting.moved_from, waiting.because) == (
        "waiting",
        date(2027, 2, 6),
        None,
        "the hall burnt",
    )
