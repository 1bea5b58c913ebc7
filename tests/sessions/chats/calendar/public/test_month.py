from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.chats.calendar.public.month import Month, calendar_month, calendar_year
from sessions.platform.text.months import FIRST_YEAR, LAST_YEAR
from tests.running.tables import table


@dataclass(frozen=True)
class Held:
    starts_at: datetime

    @property
    def day(self) -> date:
        return self.starts_at.date()


def held(text: str) -> Held:
    return Held(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_month_is_whole_weeks_from_monday_and_only_its_own_days_hold_something():
    occasions = [held("2026-12-31 18:00"), held("2027-01-02 19:00"), held("2027-01-02 18:00"), held("2027-02-01 18:00")]
    january = calendar_month(2027, 1, occasions)

    assert (january.weeks[0][0].date, january.weeks[-1][-1].date) == (date(2026, 12, 28), date(2027, 1, 31))
    assert [day.in_month for day in january.weeks[0]] == [False] * 4 + [True] * 3
    assert january.occasions == [occasions[2], occasions[1]]
    assert january.weeks[0][5].occasions == (occasions[2], occasions[1])
    assert january.weeks[0][3].occasions == ()


@dataclass(frozen=True)
class AllDay:
    day: date


def test_whole_days_stand_in_their_days_of_the_month_alone():
    first, second = AllDay(date(2027, 1, 10)), AllDay(date(2027, 1, 10))
    month: Month[Held] = calendar_month(
        2027, 1, [], [first, second, AllDay(date(2026, 12, 31)), AllDay(date(2027, 2, 1))]
    )
    assert [day.date for week in month.weeks for day in week if day.whole_days] == [date(2027, 1, 10)]
    assert month.weeks[1][6].whole_days == (first, second)
    assert month.weeks[1][6].occasions == ()


@table(
    ("year", "month", "weeks"), [(2027, 2, 4), (2027, 1, 5), (2027, 5, 6), (2028, 2, 5)]
)  # February 2027 begins on a Monday; May 2027 on a Saturday
def test_a_month_has_as_many_weeks_as_it_touches(year: int, month: int, weeks: int):
    assert len(calendar_month(year, month).weeks) == weeks


def test_months_lead_to_those_beside_them_and_end_somewhere():
    assert (calendar_month(2027, 1).previous, calendar_month(2027, 1).next) == (date(2026, 12, 1), date(2027, 2, 1))
    assert (calendar_month(FIRST_YEAR, 1).previous, calendar_month(LAST_YEAR, 12).next) == (None, None)
    for year, month in ((FIRST_YEAR - 1, 12), (LAST_YEAR + 1, 1), (2027, 0), (2027, 13)):
        with pytest.raises(ValueError, match=r"year|month"):
            calendar_month(year, month)


@pytest.mark.costly
@given(st.integers(FIRST_YEAR, LAST_YEAR))
def test_a_year_has_each_of_its_days_once(year: int):
    months: list[Month[Held]] = calendar_year(year)
    days = [day.date for month in months for day in month.days]
    first = date(year, 1, 1)

    assert days == [first + timedelta(days=after) for after in range((date(year + 1, 1, 1) - first).days)]
