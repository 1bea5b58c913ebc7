"""Closing days in one step, and previewing that step without a trace."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from sessions.chats.calendar.schedules.closing_days import ClosingOutcome, Days, Effect, close_days, foresee
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.models import Change, Closure, Event, Ward
from sessions.tick import tick
from tests.factories.evening import make_office, make_ward
from tests.factories.planning_desk import FIRST_SATURDAYS

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
SATURDAY = Days("closed", (None,), date(2027, 1, 2), date(2027, 1, 2), {"en": "Fair", "bn": "মেলা"})


def told(effects: list[Effect]) -> list[tuple[int, ClosingOutcome]]:
    return [(effect.chat_session.ward.number, effect.outcome) for effect in effects]


@time_machine.travel(NOW, tick=False)
def test_what_is_foreseen_is_what_then_happens_and_leaves_nothing_behind() -> None:
    for number in (95, 96):
        ward = make_ward(number)
        make_office(ward)
        set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    tick()
    before = (Event.objects.count(), Change.objects.count())

    foreseen = foresee(lambda: close_days(SATURDAY, clerk=None), wards=Ward.objects.all()).effects
    assert told(foreseen) == [(95, ClosingOutcome.MOVED), (96, ClosingOutcome.MOVED)]
    assert (Event.objects.count(), Change.objects.count()) == before
    assert not Closure.objects.exists()

    happened = close_days(SATURDAY, clerk=None)
    assert [each.chat_session.starts_at for each in happened] == [each.chat_session.starts_at for each in foreseen]
    assert Event.objects.filter(type="session.moved").count() == 2


@time_machine.travel(NOW, tick=False)
def test_days_of_some_wards_are_entered_for_each_and_move_no_other() -> None:
    wards = [make_ward(number) for number in (95, 96, 97)]
    for ward in wards:
        make_office(ward)
        set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    days = Days("closed", tuple(wards[:2]), date(2027, 1, 2), date(2027, 1, 2), {"en": "Fair"})
    assert told(close_days(days, clerk=None)) == [(95, ClosingOutcome.MOVED), (96, ClosingOutcome.MOVED)]
    assert sorted(closure.ward.number for closure in Closure.objects.all() if closure.ward) == [95, 96]


@time_machine.travel(NOW, tick=False)
def test_what_a_freeze_suspends_is_not_moved_by_closing_its_day() -> None:
    ward = make_ward()
    make_office(ward)
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    freeze = Days("freeze", (None,), date(2027, 1, 1), date(2027, 1, 9), {"en": "Election"})
    for days in (freeze, SATURDAY):
        assert told(close_days(days, clerk=None)) == [(95, ClosingOutcome.SUSPENDED)]
