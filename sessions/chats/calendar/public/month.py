"""A month as a calendar shows it: weeks of days, each with its entries; pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sessions.platform.text.months import FIRST_YEAR, LAST_YEAR, first_of, next_month


class DatedEntry(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def starts_at(self) -> datetime: ...


class WholeDay(Protocol):
    @property
    def day(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Day[O: DatedEntry]:
    """One field of the grid. Days of other months, before the first and after the last day, have no entries."""

    date: date
    in_month: bool
    occasions: tuple[O, ...] = ()
    whole_days: tuple[WholeDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Month[O: DatedEntry]:
    """Whole weeks from Monday to Sunday. previous, next: the first days of the adjacent months, if they have a page."""

    first_on: date
    weeks: tuple[tuple[Day[O], ...], ...]
    previous: date | None
    next: date | None

    @property
    def days(self) -> list[Day[O]]:
        """The month's own days, in order."""
        return [day for week in self.weeks for day in week if day.in_month]

    @property
    def occasions(self) -> list[O]:
        """All entries of the month, in the order of time."""
        return [occasion for day in self.days for occasion in day.occasions]


def calendar_month[O: DatedEntry](
    year: int, month: int, occasions: Iterable[O] = (), whole_days: Iterable[WholeDay] = ()
) -> Month[O]:
    """The month with its entries among these; whole_days stay in their order. Raises ValueError for a month without a
    page."""
    first_on = first_of(year, month)
    before_on = next_month(first_on)
    held: dict[date, list[O]] = defaultdict(list)
    for occasion in sorted(occasions, key=lambda occasion: occasion.starts_at):
        held[occasion.day].append(occasion)
    whole: dict[date, list[WholeDay]] = defaultdict(list)
    for each in whole_days:
        whole[each.day].append(each)

    def field(day: date) -> Day[O]:
        if not first_on <= day < before_on:
            return Day(day, in_month=False)
        return Day(day, in_month=True, occasions=tuple(held.get(day, ())), whole_days=tuple(whole.get(day, ())))

    monday = first_on - timedelta(days=first_on.weekday())
    mondays = [monday + timedelta(weeks=week) for week in range(6)]
    return Month(
        first_on=first_on,
        weeks=tuple(
            tuple(field(start + timedelta(days=weekday)) for weekday in range(7))
            for start in mondays
            if start < before_on
        ),
        previous=_page_of(first_on - timedelta(days=1)),
        next=_page_of(before_on),
    )


def calendar_year[O: DatedEntry](year: int, occasions: Iterable[O] = ()) -> list[Month[O]]:
    """The year's twelve months. Raises ValueError as calendar_month."""
    known = list(occasions)
    return [calendar_month(year, month, known) for month in range(1, 13)]


def _page_of(day: date) -> date | None:
    return day.replace(day=1) if FIRST_YEAR <= day.year <= LAST_YEAR else None
