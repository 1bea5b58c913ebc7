"""A monthly rule and its dates, expanded by dateutil one month at a time, so that no rule can run for ever.

The INTERVAL of a rule counts whole months from the month of its anchor (RFC 5545's DTSTART), so that the dates do not
depend on the first day that is asked for.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dateutil import rrule

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKS_IN_MONTH = 5

_CYCLE_MONTHS = 400 * 12
"""Months of a full cycle. After that many months the Gregorian calendar repeats, weekdays included."""

_NO_SECOND_MONTH = 12 * date.max.year
"""An interval after which dateutil stops, so that it expands only the first month."""


class WeekDay(NamedTuple):
    """A BYDAY value: every such weekday (nth 0), the nth, or the nth from the end (negative). Monday is 0."""

    nth: int
    day: int

    def __str__(self) -> str:
        return f"{self.nth or ''}{DAY_CODES[self.day]}"


class Shape(NamedTuple):
    """What the dates of a rule depend on, besides the number of the month: its length and its first weekday."""

    length: int
    begins_on: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that parse_rule has accepted (parsing.py): at most one date a month. An empty field means any."""

    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    week_days: tuple[WeekDay, ...] = ()
    positions: tuple[int, ...] = ()

    def __str__(self) -> str:
        """The RRULE in its canonical spelling."""
        lists = {
            "BYMONTH": self.months,
            "BYMONTHDAY": self.month_days,
            "BYDAY": self.week_days,
            "BYSETPOS": self.positions,
        }
        interval = [f"INTERVAL={self.interval}"] if self.interval != 1 else []
        listed = [f"{name}={','.join(map(str, values))}" for name, values in lists.items() if values]
        return ";".join(["FREQ=MONTHLY", *interval, *listed])

    @property
    def moves_among(self) -> frozenset[int]:
        """The weekdays on which a moved date may land.

        A rule that chooses among several weekdays (a working day, a weekend day) keeps to these; dates of any other
        rule may move to any day of the week.
        """
        days = {week_day.day for week_day in self.week_days}
        chooses = len(days) > 1 and all(week_day.nth == 0 for week_day in self.week_days)
        return frozenset(days) if chooses else frozenset(range(7))


def dates_between(rule: Rule, *, from_on: date, before_on: date, anchor_on: date) -> list[date]:
    """The rule's dates from from_on (included) to before_on (excluded), none before the anchor."""
    from_on = max(from_on, anchor_on)
    dates = []
    for year, month in _months_from(from_on):
        if (year, month) > (before_on.year, before_on.month):
            break
        if _is_counted(rule, year, month, anchor_on):
            dates += [date(year, month, day) for day in days_of(rule, year, month)]
    return [day for day in dates if from_on <= day < before_on]


def next_dates(rule: Rule, *, from_on: date, anchor_on: date, count: int) -> list[date]:
    """The first `count` dates from from_on (included); fewer where the calendar repeats before there are that many."""
    dates: list[date] = []
    from_on = max(from_on, anchor_on)
    for looked_at, (year, month) in enumerate(_months_from(from_on)):
        if len(dates) >= count or looked_at > _CYCLE_MONTHS:
            break
        if _is_counted(rule, year, month, anchor_on):
            dates += [day for day in (date(year, month, day) for day in days_of(rule, year, month)) if day >= from_on]
    return dates


def days_of(rule: Rule, year: int, month: int) -> tuple[int, ...]:
    """The days of this month on which the rule fires, ignoring INTERVAL: at most one, for an accepted rule."""
    if rule.months and month not in rule.months:
        return ()
    begins_on, length = monthrange(year, month)
    return days_in_shape(rule, Shape(length, begins_on))


@lru_cache(maxsize=8192)
def days_in_shape(rule: Rule, shape: Shape) -> tuple[int, ...]:
    """The days in any month of this shape, ignoring BYMONTH and INTERVAL. Cached: there are only 28 shapes."""
    year, month = _EXAMPLES[shape]
    found = rrule.rrule(
        rrule.MONTHLY,
        dtstart=date(year, month, 1),
        interval=_NO_SECOND_MONTH,
        bymonthday=rule.month_days or None,
        byweekday=_for_dateutil(rule.week_days) or None,
        bysetpos=rule.positions or None,
    )
    return tuple(moment.day for moment in found)


def shapes_of_month(month: int) -> list[Shape]:
    """Every shape that a month with this number can have."""
    lengths = (28, 29) if month == 2 else (monthrange(2027, month)[1],)
    return [Shape(length, begins_on) for length in lengths for begins_on in range(7)]


def example_of(shape: Shape) -> tuple[int, int]:
    """A year and a month that have this shape."""
    return _EXAMPLES[shape]


def _for_dateutil(week_days: tuple[WeekDay, ...]) -> list[rrule.weekday]:
    """dateutil reads "FR,1SA" as both; RFC 5545 means either. So every Friday is written as 1FR to 5FR."""
    is_mixed = any(week_day.nth for week_day in week_days)
    spelt = []
    for nth, day in week_days:
        nths = range(1, WEEKS_IN_MONTH + 1) if is_mixed and nth == 0 else (nth,)
        spelt += [rrule.weekday(day, each or None) for each in nths]
    return spelt


def _months_from(day: date) -> Iterator[tuple[int, int]]:
    index = day.year * 12 + day.month - 1
    while index < (date.max.year + 1) * 12:
        yield index // 12, index % 12 + 1
        index += 1


def _is_counted(rule: Rule, year: int, month: int, anchor_on: date) -> bool:
    return ((year - anchor_on.year) * 12 + month - anchor_on.month) % rule.interval == 0


def _examples() -> dict[Shape, tuple[int, int]]:
    """A month for each shape; within 28 years every one occurs."""
    examples: dict[Shape, tuple[int, int]] = {}
    for year in range(2027, 2027 + 28):
        for month in range(1, 13):
            begins_on, length = monthrange(year, month)
            examples.setdefault(Shape(length, begins_on), (year, month))
    return examples


_EXAMPLES = _examples()
