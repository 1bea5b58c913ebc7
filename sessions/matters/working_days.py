"""Count in working days: weekdays that the city or the ward has not closed. Pure.

Day zero is the day on which something begins. What is due on a day is overdue only from the day after it.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

SATURDAY, SUNDAY = 5, 6
MOST_DAYS_COUNTED = 3660
"""Days that are looked through at most: closed spans may cover years by mistake."""

type Days = Collection[tuple[date, date]]
"""Closed days, each span from a day to a day, both included."""


def is_working_day(day: date, closed: Days) -> bool:
    return day.weekday() not in (SATURDAY, SUNDAY) and not any(first <= day <= last for first, last in closed)


def add_working_days(day: date, count: int, closed: Days) -> date:
    """The working day that is so many after this one. With 0: the day itself if it is one, otherwise the next one."""
    if count == 0 and is_working_day(day, closed):
        return day
    left = max(count, 1)
    for each in _days_after(day):
        left -= is_working_day(each, closed)
        if left == 0:
            return each
    return day + timedelta(days=MOST_DAYS_COUNTED)


def working_days_between(first: date, last: date, closed: Days) -> int:
    """How many working days come after the first, up to the last one; 0 where the last is not later."""
    return sum(is_working_day(first + timedelta(days=each), closed) for each in range(1, (last - first).days + 1))


def _days_after(day: date) -> Iterator[date]:
    return (day + timedelta(days=each) for each in range(1, MOST_DAYS_COUNTED + 1))
