"""Whole previews: hours in their time zones, months, the shape of the Contract, and what can be no plan."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.placing import BusyDays, WhenClosed
from sessions.chats.calendar.rules.preview import Plan, contract_entry, preview_months, preview_next
from sessions.chats.calendar.rules.spans import Span
from sessions.chats.calendar.rules.starts import check_minutes, local_start
from sessions.chats.calendar.rules.table import preview_lines
from tests.running.tables import table

KOLKATA = ZoneInfo("Asia/Kolkata")
NEW_YORK = ZoneInfo("America/New_York")
PUJA = Span(date(2027, 10, 6), date(2027, 10, 9), {"en": "Durga Puja", "bn": "দুর্গাপূজা"})


def make_plan(text: str = "BYDAY=1WE", **given: Any) -> Plan:
    plan: dict[str, Any] = {"at": time(18), "minutes": 60, "zone": KOLKATA, "anchor_on": date(2027, 1, 1)} | given
    return Plan(rule=parse_rule(f"FREQ=MONTHLY;{text}"), **plan)


def days_on(plan: Plan, from_on: str, months: int, **given: Any) -> list[str]:
    entries = preview_months(plan, from_on=date.fromisoformat(from_on), months=months, **given)
    return [str(entry.placed.on) for entry in entries]


def test_a_date_is_printed_as_the_contract_has_it():
    [entry] = preview_months(make_plan("BYDAY=1SA"), from_on=date(2027, 1, 1), months=1)
    assert contract_entry(entry) == {
        "on": "2027-01-02",
        "starts_at": "2027-01-02T18:00:00+05:30",
        "minutes": 60,
        "moved_from": None,
        "because": None,
    }
    assert list(contract_entry(entry)) == ["on", "starts_at", "minutes", "moved_from", "because"]
    assert contract_entry(entry, with_suspended=True)["suspended"] is False


def test_a_moved_date_is_printed_with_its_reason_in_the_language_asked_for():
    [entry] = preview_months(make_plan(), from_on=date(2027, 10, 1), months=1, busy=BusyDays(closed=[PUJA]))
    assert contract_entry(entry) == {
        "on": "2027-10-10",
        "starts_at": "2027-10-10T18:00:00+05:30",
        "minutes": 60,
        "moved_from": "2027-10-06",
        "because": "6 to 9 October 2027 are closed: Durga Puja",
    }
    with translation.override("bn"):
        assert contract_entry(entry)["because"] == "৬ থেকে ৯ অক্টোবর ২০২৭ বন্ধ: দুর্গাপূজা"


def test_a_suspended_date_and_one_that_waits_say_so():
    [suspended] = preview_months(make_plan(), from_on=date(2027, 10, 1), months=1, busy=BusyDays(freezes=[PUJA]))
    printed = contract_entry(suspended)
    assert (printed["on"], printed["suspended"], "waits" in printed) == ("2027-10-06", True, False)
    waiting_plan = make_plan(on_closed=WhenClosed.WAIT)
    [waits] = preview_months(waiting_plan, from_on=date(2027, 10, 1), months=1, busy=BusyDays(closed=[PUJA]))
    printed = contract_entry(waits)
    assert (printed["on"], printed["moved_from"], printed["waits"]) == ("2027-10-06", None, True)


@table(
    ("from_on", "months", "days"),
    [
        ("2027-01-01", 2, ["2027-01-06", "2027-02-03"]),
        ("2027-01-06", 1, ["2027-01-06", "2027-02-03"]),
        ("2027-01-04", 1, ["2027-01-06", "2027-02-03"]),
        ("2027-01-03", 1, ["2027-01-06"]),
        ("2027-01-07", 1, ["2027-02-03"]),
        ("2027-11-20", 2, ["2027-12-01", "2028-01-05"]),
        ("2026-11-20", 2, ["2027-01-06"]),
    ],
)
def test_months_are_counted_from_the_day_given(from_on: str, months: int, days: list[str]):
    assert days_on(make_plan(), from_on, months) == days


def test_a_month_from_the_end_of_january_ends_with_february():
    plan = make_plan("BYMONTHDAY=-1")
    assert days_on(plan, "2027-01-31", 1) == ["2027-01-31"]
    assert days_on(plan, "2027-02-01", 1) == ["2027-02-28"]


def test_a_date_that_moves_across_the_end_of_the_months_is_still_shown_once():
    plan = make_plan("BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2")
    closed = [Span(date(2027, 10, 28), date(2027, 10, 29))]
    assert days_on(plan, "2027-10-01", 1, busy=BusyDays(closed)) == ["2027-11-01"]
    assert days_on(plan, "2027-11-01", 1, busy=BusyDays(closed)) == ["2027-11-29"]


def test_a_plan_ends_with_its_last_day():
    plan = make_plan(last_on=date(2027, 3, 3))
    assert days_on(plan, "2027-01-01", 12) == ["2027-01-06", "2027-02-03", "2027-03-03"]
    assert len(preview_next(plan, from_on=date(2027, 1, 1), count=12)) == 3


def test_the_next_twelve_dates_are_twelve_even_where_months_have_none():
    entries = preview_next(make_plan("BYDAY=5SA"), from_on=date(2027, 1, 1), count=5)
    assert [str(entry.placed.on) for entry in entries] == [
        "2027-01-30",
        "2027-05-29",
        "2027-07-31",
        "2027-10-30",
        "2028-01-29",
    ]


@table(
    ("day", "at", "zone", "starts_at", "has_note"),
    [
        ("2027-01-02", "18:00", KOLKATA, "2027-01-02T18:00:00+05:30", False),
        ("2027-07-03", "00:00", KOLKATA, "2027-07-03T00:00:00+05:30", False),
        ("2027-03-13", "02:30", NEW_YORK, "2027-03-13T02:30:00-05:00", False),
        ("2027-03-14", "01:59", NEW_YORK, "2027-03-14T01:59:00-05:00", False),
        ("2027-03-14", "02:30", NEW_YORK, "2027-03-14T03:30:00-04:00", True),
        ("2027-03-14", "03:00", NEW_YORK, "2027-03-14T03:00:00-04:00", False),
        ("2027-11-07", "00:59", NEW_YORK, "2027-11-07T00:59:00-04:00", False),
        ("2027-11-07", "01:30", NEW_YORK, "2027-11-07T01:30:00-04:00", True),
        ("2027-11-07", "02:00", NEW_YORK, "2027-11-07T02:00:00-05:00", False),
        ("2027-10-03", "02:15", ZoneInfo("Australia/Lord_Howe"), "2027-10-03T02:45:00+11:00", True),
    ],
)
def test_an_hour_is_read_as_the_clocks_of_the_city_have_it(
    day: str, at: str, zone: ZoneInfo, starts_at: str, has_note: bool
):
    found, note = local_start(date.fromisoformat(day), time.fromisoformat(at), zone)
    assert found.isoformat() == starts_at
    assert (note is not None) == has_note


def test_the_hour_stays_the_same_by_the_clock_all_the_year():
    entries = preview_months(make_plan(zone=NEW_YORK), from_on=date(2027, 2, 1), months=3)
    assert [entry.starts_at.isoformat() for entry in entries] == [
        "2027-02-03T18:00:00-05:00",
        "2027-03-03T18:00:00-05:00",
        "2027-04-07T18:00:00-04:00",
    ]


def test_the_end_comes_after_the_time_that_really_passes():
    plan = make_plan("BYDAY=1SU", at=time(1, 30), zone=NEW_YORK)
    [entry] = preview_months(plan, from_on=date(2027, 11, 1), months=1)
    assert entry.ends_at.isoformat() == "2027-11-07T01:30:00-05:00"
    assert contract_entry(entry)["note"] == (
        "the clocks go back on this day and 1:30\N{NO-BREAK SPACE}am comes twice; it begins the first time"
    )


def test_the_table_says_the_same_in_words():
    entries = preview_months(make_plan(), from_on=date(2027, 9, 1), months=2, busy=BusyDays(closed=[PUJA]))
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in preview_lines(make_plan(), entries, ward=95)] == [
        "Ward 95: the first Wednesday of each month at 6:00 pm, for 60 minutes (Asia/Kolkata)",
        "  Wednesday 1 September 2027, 6:00 pm",
        "  Sunday 10 October 2027, 6:00 pm",
        "      moved from 6 October 2027 because 6 to 9 October 2027 are closed: Durga Puja",
    ]


@table("minutes", [-60, 0, 4, 301, 720])
def test_a_length_is_from_five_minutes_to_five_hours(minutes: int):
    with pytest.raises(ScheduleError) as refusal:
        check_minutes(minutes)
    assert (refusal.value.part, str(refusal.value)) == ("minutes", "A chat lasts from 5 minutes to 5 hours.")
    assert check_minutes(5) == 5


@table(
    ("given", "part"),
    [
        ({"minutes": 720}, "minutes"),
        ({"last_on": date(2026, 12, 31)}, "to"),
        ({"anchor_on": date(9999, 12, 31)}, "from"),
        ({"anchor_on": date(1000, 1, 1)}, "from"),
        ({"text": "INTERVAL=2;BYMONTH=2;BYDAY=1SA"}, "INTERVAL"),
    ],
)
def test_what_can_be_no_plan_is_refused_with_its_part(given: dict[str, Any], part: str):
    with pytest.raises(ScheduleError) as refusal:
        make_plan(**given)
    assert refusal.value.part == part


@pytest.mark.parametrize(("from_on", "months", "part"), [(2027, 0, "months"), (2027, 61, "months"), (9999, 1, "from")])
def test_a_preview_has_its_bounds(from_on: int, months: int, part: str):
    with pytest.raises(ScheduleError) as refusal:
        preview_months(make_plan(), from_on=date(from_on, 1, 1), months=months)
    assert refusal.value.part == part


def test_moments_are_aware():
    [entry] = preview_next(make_plan(), from_on=date(2027, 1, 1), count=1)
    assert entry.starts_at == datetime(2027, 1, 6, 18, tzinfo=KOLKATA)
