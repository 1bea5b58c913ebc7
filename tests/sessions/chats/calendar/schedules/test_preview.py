"""The preview of a rule: closed and taken days, chats that follow it, and holidays to consider."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.schedules.preview import foresee_dates
from tests.factories.planning_desk import FIRST_SATURDAYS, Desk, make_desk

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def january() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def days(desk: Desk, **other: Any) -> list[str]:
    found = foresee_dates(desk.wards[95], replace(FIRST_SATURDAYS, **other), count=3)
    return [f"{each.previewed.placed.on:%m-%d}" for each in found]


def close_first_saturday(of: int) -> None:
    add_closure(
        kind="closed", ward=None, from_on=date(2027, of, 6), to_on=date(2027, of, 6), reasons={"en": "Fair"}, clerk=None
    )


def test_what_another_rule_has_only_planned_takes_no_day(desk: Desk) -> None:
    desk.set_rule(95, replace(FIRST_SATURDAYS, rule="FREQ=MONTHLY;BYDAY=1SU"))  # 7 February among them
    close_first_saturday(of=2)
    assert days(desk) == ["01-02", "02-07", "03-06"]


def test_what_is_announced_takes_its_day(desk: Desk) -> None:
    announce_chat_session(desk.wards[95], starts_at=datetime(2027, 2, 7, 5, 0, tzinfo=UTC), minutes=60, by="clerk")
    close_first_saturday(of=2)
    assert days(desk) == ["01-02", "02-08", "03-06"]


def test_a_holiday_is_named_where_it_is_not_closed_and_only_there(desk: Desk) -> None:
    found = foresee_dates(desk.wards[95], FIRST_SATURDAYS, count=3)
    assert [each.holiday.name["en"] if each.holiday else None for each in found] == [None, None, "Maha Shivaratri"]
    close_first_saturday(of=3)
    assert foresee_dates(desk.wards[95], FIRST_SATURDAYS, count=3)[2].holiday is None
