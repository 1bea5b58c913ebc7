"""The dates of rules: tables made by hand with a wall calendar, and a second way of counting for every other rule."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.rule import Rule, dates_between, next_dates
from tests.running.tables import table
from tests.sessions.chats.calendar.rules.strategies import DAYS, RULES

FIRST_SATURDAYS = "01-02 02-06 03-06 04-03 05-01 06-05 07-03 08-07 09-04 10-02 11-06 12-04"
LAST_WORKING_DAYS_BUT_ONE = "01-28 02-25 03-30 04-29 05-28 06-29 07-29 08-30 09-29 10-28 11-29 12-30"


@table(
    ("text", "dates"),
    [
        ("BYDAY=1SA", FIRST_SATURDAYS),
        ("BYDAY=SA;BYSETPOS=1", FIRST_SATURDAYS),
        ("BYDAY=SA;BYMONTHDAY=1,2,3,4,5,6,7", FIRST_SATURDAYS),
        ("BYDAY=2TH", "01-14 02-11 03-11 04-08 05-13 06-10 07-08 08-12 09-09 10-14 11-11 12-09"),
        ("BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", LAST_WORKING_DAYS_BUT_ONE),
        ("BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "01-01 02-01 03-01 04-01 05-03 06-01 07-01 08-02 09-01 10-01 11-01 12-01"),
        ("BYDAY=5SA", "01-30 05-29 07-31 10-30"),
        ("BYDAY=-5SA", "01-02 05-01 07-03 10-02"),
        ("BYDAY=-1FR", "01-29 02-26 03-26 04-30 05-28 06-25 07-30 08-27 09-24 10-29 11-26 12-31"),
        ("BYMONTHDAY=15", " ".join(f"{month:02}-15" for month in range(1, 13))),
        ("BYMONTHDAY=31", "01-31 03-31 05-31 07-31 08-31 10-31 12-31"),
        ("BYMONTHDAY=30", "01-30 03-30 04-30 05-30 06-30 07-30 08-30 09-30 10-30 11-30 12-30"),
        ("BYMONTHDAY=-1", "01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31"),
        ("BYMONTHDAY=-31", "01-01 03-01 05-01 07-01 08-01 10-01 12-01"),
        (
            "BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31",
        ),
        ("BYMONTHDAY=13;BYDAY=FR", "08-13"),
        ("BYDAY=FR,1SA;BYSETPOS=1", "01-01 02-05 03-05 04-02 05-01 06-04 07-02 08-06 09-03 10-01 11-05 12-03"),
        ("BYMONTH=1,4,7,10;BYDAY=1SA", "01-02 04-03 07-03 10-02"),
        ("INTERVAL=2;BYDAY=1SA", "01-02 03-06 05-01 07-03 09-04 11-06"),
        ("INTERVAL=5;BYDAY=1SA", "01-02 06-05 11-06"),
        ("INTERVAL=3;BYMONTH=7,8;BYDAY=1SA", "07-03"),
    ],
)
def test_the_dates_of_2027_are_those_on_the_wall(text: str, dates: str):
    rule = parse_rule(f"FREQ=MONTHLY;{text}")
    found = dates_between(rule, from_on=date(2027, 1, 1), before_on=date(2028, 1, 1), anchor_on=date(2027, 1, 1))
    assert [f"{day:%m-%d}" for day in found] == dates.split()


@table(
    ("text", "from_on", "dates"),
    [
        ("BYMONTHDAY=-1", "2028-01-15", "2028-01-31 2028-02-29 2028-03-31"),
        ("BYMONTHDAY=29", "2027-01-30", "2027-03-29 2027-04-29 2027-05-29"),
        ("BYMONTHDAY=29", "2028-01-30", "2028-02-29 2028-03-29 2028-04-29"),
        ("BYMONTH=2;BYMONTHDAY=29", "2027-01-01", "2028-02-29 2032-02-29 2036-02-29"),
        ("BYMONTH=2;BYMONTHDAY=29", "2096-03-01", "2104-02-29 2108-02-29 2112-02-29"),
        ("BYMONTH=2;BYDAY=5TU", "2027-01-01", "2028-02-29 2056-02-29 2084-02-29"),
        ("BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "2028-01-01", "2028-01-28 2028-02-28 2028-03-30"),
        ("BYDAY=1SA", "2027-12-05", "2028-01-01 2028-02-05 2028-03-04"),
        ("BYDAY=1SA", "2027-12-04", "2027-12-04 2028-01-01 2028-02-05"),
        ("BYDAY=1MO,5MO;BYSETPOS=-1", "2027-03-10", "2027-03-29 2027-04-05 2027-05-31"),
    ],
)
def test_leap_years_month_ends_and_the_turn_of_the_year(text: str, from_on: str, dates: str):
    rule, day = parse_rule(f"FREQ=MONTHLY;{text}"), date.fromisoformat(from_on)
    assert [str(each) for each in next_dates(rule, from_on=day, anchor_on=day, count=3)] == dates.split()


def test_an_interval_counts_from_its_anchor_wherever_one_looks_from():
    rule = parse_rule("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA")
    anchor_on = date(2027, 1, 20)
    found = next_dates(rule, from_on=date(2027, 4, 1), anchor_on=anchor_on, count=2)
    assert found == [date(2027, 5, 1), date(2027, 7, 3)]
    assert next_dates(rule, from_on=anchor_on, anchor_on=anchor_on, count=1) == [date(2027, 3, 6)]


def test_the_search_ends_where_the_calendar_repeats():
    rule = parse_rule("FREQ=MONTHLY;INTERVAL=24;BYMONTH=2;BYMONTHDAY=29")
    assert next_dates(rule, from_on=date(2027, 2, 1), anchor_on=date(2027, 2, 1), count=1) == []


def test_the_search_ends_where_dates_end():
    rule = parse_rule("FREQ=MONTHLY;BYMONTHDAY=-1")
    assert next_dates(rule, from_on=date(9999, 11, 5), anchor_on=date(2027, 1, 1), count=5) == [
        date(9999, 11, 30),
        date(9999, 12, 31),
    ]


@pytest.mark.costly
@given(RULES, DAYS)
def test_a_rule_gives_the_days_that_plain_counting_gives_and_never_two_in_a_month(rule: Rule, anchor_on: date):
    before_on = anchor_on + timedelta(days=1000)
    found = dates_between(rule, from_on=anchor_on, before_on=before_on, anchor_on=anchor_on)
    months = {(day.year, day.month) for day in _days(anchor_on, before_on)}
    counted = [day for year, month in sorted(months) for day in _count(rule, year, month, anchor_on)]
    assert found == [day for day in counted if anchor_on <= day < before_on]
    assert len({(day.year, day.month) for day in found}) == len(found)


@pytest.mark.costly
@given(RULES, DAYS, st.integers(0, 700))
def test_the_dates_are_the_same_from_whichever_day_one_looks(rule: Rule, anchor_on: date, later: int):
    before_on, from_on = anchor_on + timedelta(days=1000), anchor_on + timedelta(days=later)
    all_dates = dates_between(rule, from_on=anchor_on, before_on=before_on, anchor_on=anchor_on)
    assert dates_between(rule, from_on=from_on, before_on=before_on, anchor_on=anchor_on) == [
        day for day in all_dates if day >= from_on
    ]


def _days(from_on: date, before_on: date) -> list[date]:
    return [from_on + timedelta(days=days) for days in range((before_on - from_on).days)]


def _count(rule: Rule, year: int, month: int, anchor_on: date) -> list[date]:
    """RFC 5545 read literally: the days that fit, then those at the positions."""
    length = monthrange(year, month)[1]
    if (year * 12 + month - anchor_on.year * 12 - anchor_on.month) % rule.interval:
        return []
    if rule.months and month not in rule.months:
        return []
    fitting = []
    for number in range(1, length + 1):
        day = date(year, month, number)
        if rule.month_days and not {number, number - length - 1} & set(rule.month_days):
            continue
        nth, nth_from_end = (number + 6) // 7, -((length - number) // 7 + 1)
        if rule.week_days and not any(
            week_day.day == day.weekday() and week_day.nth in (0, nth, nth_from_end) for week_day in rule.week_days
        ):
            continue
        fitting.append(day)
    if not rule.positions:
        return fitting
    places = {place - 1 if place > 0 else len(fitting) + place for place in rule.positions}
    return [day for place, day in enumerate(fitting) if place in places]
