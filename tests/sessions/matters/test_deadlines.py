"""Deadlines in working days: the holiday table counts, and a clock that stood still goes on with what was left."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.matters.categories import load_starter_categories
from sessions.matters.deadlines import is_overdue, restart_clock, start_clock, stop_clock
from sessions.matters.working_days import add_working_days, is_working_day, working_days_between
from sessions.models import Category, Closure
from tests.factories.matters import WardOffice

MONDAY = date(2027, 3, 1)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
CLOSED = st.lists(
    st.tuples(DAYS, st.integers(0, 20)).map(lambda each: (each[0], each[0] + timedelta(each[1]))), max_size=5
)


def test_weekends_and_holidays_do_not_count() -> None:
    assert add_working_days(MONDAY, 5, ()) == date(2027, 3, 8)
    assert add_working_days(MONDAY, 5, [(date(2027, 3, 3), date(2027, 3, 4))]) == date(2027, 3, 10)
    assert add_working_days(date(2027, 3, 6), 0, ()) == date(2027, 3, 8)


@pytest.mark.costly
@given(day=DAYS, count=st.integers(1, 40), closed=CLOSED)
def test_so_many_working_days_later_lie_so_many_working_days_between(
    day: date, count: int, closed: list[tuple[date, date]]
) -> None:
    later = add_working_days(day, count, closed)
    assert is_working_day(later, closed)
    assert working_days_between(day, later, closed) == count


def test_it_is_overdue_only_from_the_next_day(office: WardOffice) -> None:
    matter = office.publish()
    start_clock(matter, MONDAY)
    assert matter.due_on is not None
    assert not is_overdue(matter, matter.due_on)
    assert is_overdue(matter, matter.due_on + timedelta(days=1))


def test_a_question_to_the_resident_stops_the_clock_and_the_answer_leaves_as_many_days(office: WardOffice) -> None:
    matter = office.publish()
    start_clock(matter, MONDAY)
    stopped, answered = date(2027, 3, 8), date(2027, 5, 3)
    stop_clock(matter, stopped)
    stop_clock(matter, stopped + timedelta(days=2))
    assert not is_overdue(matter, date(2027, 12, 31))
    first = matter.first_due_on
    restart_clock(matter, answered)
    assert matter.due_on is not None
    assert working_days_between(answered, matter.due_on, ()) == 21 - 5
    assert (matter.clock_stopped_on, matter.first_due_on) == (None, first)


def test_the_citys_closed_days_count_and_a_freeze_does_not(office: WardOffice) -> None:
    days = {"from_on": date(2027, 3, 2), "to_on": date(2027, 3, 5), "reasons": {"en": "Festival"}}
    matter = office.publish()
    Closure.objects.create(kind="freeze", **days)
    start_clock(matter, MONDAY)
    assert matter.acknowledge_by == date(2027, 3, 10)
    Closure.objects.create(kind="closed", **days)
    start_clock(matter, MONDAY)
    assert matter.acknowledge_by == date(2027, 3, 16)


@pytest.mark.django_db
def test_a_city_starts_with_categories_in_each_language_and_keeps_its_own() -> None:
    assert load_starter_categories() == Category.objects.count() > 10
    assert all(set(each.names) == {"en", "bn", "hi", "ur"} for each in Category.objects.all())
    assert load_starter_categories() == 0
