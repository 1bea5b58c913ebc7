"""Where a chat moves when its day is closed after it was planned."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.chats.calendar.schedules.re_placing import follow_closure
from sessions.chats.calendar.schedules.schedules import end_schedule, set_schedule
from sessions.models import ChatSession, Closure, Ward
from sessions.tick import tick
from tests.factories.evening import make_office, make_ward
from tests.factories.planning_desk import FIRST_SATURDAYS

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
SATURDAY = date(2027, 2, 6)


@pytest.fixture
def ward() -> Ward:
    ward = make_ward()
    make_office(ward)
    return ward


def close(from_on: date, to_on: date, *, kind: str = "closed") -> Closure:
    return add_closure(kind=kind, ward=None, from_on=from_on, to_on=to_on, reasons={"en": "Fair"}, clerk=None)


def how_they_stand(chat_sessions: list[ChatSession]) -> list[tuple[date, bool, str]]:
    return [(each.day, each.waits, each.move_reasons.get("en", "")) for each in chat_sessions]


@pytest.mark.costly
@time_machine.travel(NOW, tick=False)
def test_what_was_announced_before_its_rule_ended_waits_for_the_clerk(ward: Ward) -> None:
    schedule = set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    tick()
    end_schedule(schedule, last_on=date(2027, 1, 1), version=1, clerk=None)
    followed = follow_closure(close(date(2027, 1, 2), date(2027, 1, 2)), clerk=None)
    assert how_they_stand(followed) == [(date(2027, 1, 2), True, "2 January 2027 is closed: Fair")]


@time_machine.travel(NOW, tick=False)
def test_what_a_freeze_suspends_stays_on_its_day(ward: Ward) -> None:
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    close(date(2027, 2, 1), date(2027, 2, 9), kind="freeze")
    assert follow_closure(close(SATURDAY, SATURDAY), clerk=None) == []
    assert how_they_stand([ward.chat_sessions.get(planned_on=SATURDAY)]) == [(SATURDAY, False, "")]


@time_machine.travel(NOW, tick=False)
def test_what_the_clerk_has_moved_goes_forward_from_there_and_not_back(ward: Ward) -> None:
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    move_chat_session(
        ward.chat_sessions.get(planned_on=SATURDAY),
        starts_at=datetime(2027, 2, 13, 18, 0, tzinfo=ZoneInfo("Asia/Kolkata")),
        because={"en": "the hall is flooded"},
        sequence=0,
        clerk=None,
    )
    followed = follow_closure(close(date(2027, 2, 13), date(2027, 2, 14)), clerk=None)
    assert how_they_stand(followed) == [(date(2027, 2, 15), False, "13 to 14 February 2027 are closed: Fair")]
    assert followed[0].planned_on == SATURDAY
