"""The month and the year at a glance."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.rules.placing import WhenClosed
from sessions.chats.calendar.schedules.closing_days import Days, close_days
from tests.factories.planning_desk import FIRST_SATURDAYS, Desk, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def test_the_month_shows_each_ward_its_date_and_its_rule(desk: Desk) -> None:
    desk.set_rule(95)
    said = words_of(desk.get("/planning/"))
    assert "January 2027" in said
    assert "Saturday 2 January 2 Ward 95, 6:00 pm Planned" in said
    assert "Ward 95 The first Saturday of each month at 6:00 pm, for 60 minutes" in said
    assert "Ward 96 No rule yet: dates are not set by themselves." in said


def test_an_empty_month_says_what_will_be_here(desk: Desk) -> None:
    assert "No chats this month." in desk.get("/planning/2028-05/")


def test_what_was_moved_waits_or_is_suspended_says_why(desk: Desk) -> None:
    desk.set_rule(95)
    waiting = FIRST_SATURDAYS.__class__(
        rule="FREQ=MONTHLY;BYDAY=2SA",
        at=FIRST_SATURDAYS.at,
        minutes=60,
        from_on=FIRST_SATURDAYS.from_on,
        on_closed=WhenClosed.WAIT,
    )
    desk.set_rule(96, waiting)
    close_days(Days("closed", (None,), date(2027, 2, 5), date(2027, 2, 14), {"en": "Book fair"}), clerk=None)
    add_closure(
        kind="freeze",
        ward=None,
        from_on=date(2027, 3, 1),
        to_on=date(2027, 3, 31),
        reasons={"en": "Election"},
        clerk=None,
    )
    february = words_of(desk.get("/planning/2027-02/"))
    because = "because 5 to 14 February 2027 are closed: Book fair"
    assert "Monday 15 February 15 Ward 95, 6:00 pm Planned Moved" in february
    assert f"Ward 95, Monday 15 February Moved from 6 February 2027 {because}" in february
    assert f"Waiting for a date Ward 96, 13 February 2027 Waiting for a new date {because}" in february
    march = words_of(desk.get("/planning/2027-03/"))
    assert "Ward 95, 6:00 pm Suspended" in march
    assert "Election" in march
    year = words_of(desk.get("/planning/2027/"))
    assert "15 Moved" in year
    assert "6 Suspended" in year


def test_conflicts_are_counted_on_top(desk: Desk) -> None:
    desk.set_rule(95)
    assert "conflict" not in words_of(desk.get("/planning/")).partition("January 2027")[2]
    desk.wards[95].offices.all().delete()
    assert "3 conflicts lie ahead." in desk.get("/planning/")


@pytest.mark.parametrize("page", ["/planning/2027-01/", "/planning/2027/"])
def test_a_page_takes_the_same_queries_for_one_ward_and_for_three(page: str, django_assert_num_queries: Any) -> None:
    desk = make_desk(95, 96, 97)
    client: Client = desk.client
    queries = 14 if page.count("-") else 11
    for number in desk.wards:
        desk.set_rule(number)
        with django_assert_num_queries(queries):
            client.get(page)
