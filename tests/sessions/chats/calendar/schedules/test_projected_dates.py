"""The dates of a ward's rule beyond the generated ones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.projected_dates import expected_occasions
from sessions.chats.calendar.schedules.schedules import end_schedule, set_schedule
from sessions.models import ChatSession, Ward
from tests.factories.evening import make_ward

pytestmark = pytest.mark.django_db

TODAY = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _in_january() -> Iterator[None]:
    with time_machine.travel(datetime(2027, 1, 1, 6, 0, tzinfo=UTC), tick=False):
        yield


def plan(ward: Ward, rule: str, from_on: date = TODAY, version: int | None = None) -> None:
    set_schedule(ward, ScheduleDraft(rule, time(18), 60, from_on), clerk=None, version=version)


def days(ward: Ward, before_on: date) -> list[date]:
    return [occasion.day for occasion in expected_occasions(ward, today=TODAY, before_on=before_on)]


def test_it_goes_on_where_the_calendar_ends_and_saves_nothing():
    ward = make_ward()
    plan(ward, "FREQ=MONTHLY;BYDAY=1SA")
    planned = ChatSession.objects.count()

    assert [row.day.month for row in ward.chat_sessions.order_by("starts_at")] == [1, 2, 3]
    assert days(ward, date(2027, 7, 4)) == [date(2027, 4, 3), date(2027, 5, 1), date(2027, 6, 5), date(2027, 7, 3)]
    assert ChatSession.objects.count() == planned


def test_closed_days_move_and_freezes_suspend_what_is_expected():
    ward = make_ward()
    plan(ward, "FREQ=MONTHLY;BYDAY=1SA")
    for kind, month in (("closed", 5), ("freeze", 6)):
        add_closure(
            kind=kind,
            ward=None,
            from_on=date(2027, month, 1),
            to_on=date(2027, month, 6),
            reasons={"en": "X"},
            clerk=None,
        )
    shown = [
        (each.day, each.moved_from, each.state)
        for each in expected_occasions(ward, today=TODAY, before_on=date(2027, 7, 1))
    ]
    assert shown == [
        (date(2027, 4, 3), None, "planned"),
        (date(2027, 5, 7), date(2027, 5, 1), "planned"),
        (date(2027, 6, 5), None, "suspended"),
    ]


@pytest.mark.costly
def test_a_rule_that_is_to_begin_takes_over_on_its_day_and_one_that_ends_gives_nothing_more():
    ward = make_ward()
    plan(ward, "FREQ=MONTHLY;BYDAY=1SA")
    plan(ward, "FREQ=MONTHLY;BYDAY=2SU", date(2027, 6, 1), version=1)
    assert days(ward, date(2027, 8, 1)) == [
        date(2027, 4, 3),
        date(2027, 5, 1),
        date(2027, 6, 13),
        date(2027, 7, 11),
    ]
    second = ward.schedules.get(from_on=date(2027, 6, 1))
    end_schedule(second, last_on=date(2027, 6, 30), version=2, clerk=None)
    assert days(ward, date(2027, 8, 1)) == [date(2027, 4, 3), date(2027, 5, 1), date(2027, 6, 13)]


def test_a_ward_without_a_rule_expects_nothing():
    assert days(make_ward(), date(2028, 1, 1)) == []
