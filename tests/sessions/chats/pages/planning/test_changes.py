"""The audit trail: who, what, and each field before and after, in words; paged; nobody else's wards."""

from datetime import date, timedelta

import pytest

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import appoint_clerk
from sessions.contract.limits import CHANGES_PER_PAGE
from tests.factories.evening import make_person
from tests.factories.planning_desk import RULE, Desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/changes/"


def test_a_changed_rule_says_who_changed_it_and_each_field_before_and_after(desk: Desk) -> None:
    desk.set_rule()
    address = "/planning/wards/95/"
    given = RULE | {"day": "SU", "minutes": "90"}
    page = desk.post(address, action="preview", **given)
    desk.post_again(address, page, action="save", **given)
    said = words_of(desk.get(PAGE))
    assert "The rule was changed: Ward 95 Clerk of Borough X (clerk), 1 January 2027, 11:30 am" in said
    assert "Rule the first Saturday of each month → the first Sunday of each month" in said
    assert "Length in minutes 60 → 90" in said
    assert "clerk:" not in desk.get(PAGE)  # no opaque ids


def test_what_the_clock_did_is_the_clocks(desk: Desk) -> None:
    add_closure(
        kind="closed",
        ward=None,
        from_on=date(2027, 1, 20),
        to_on=date(2027, 1, 20),
        reasons={"en": "Works"},
        clerk=None,
    )
    assert "Closed days were entered: the whole city The clock" in words_of(desk.get(PAGE))


def test_a_long_trail_is_paged(desk: Desk) -> None:
    for number in range(CHANGES_PER_PAGE + 1):
        day = date(2027, 2, 1) + timedelta(days=number)
        add_closure(kind="closed", ward=None, from_on=day, to_on=day, reasons={"en": f"Day {number}."}, clerk=None)
    assert "Day 0." not in desk.get(PAGE)
    assert "Page 1 of 2" in words_of(desk.get(PAGE))
    assert "Day 0." in desk.get(f"{PAGE}?page=2")


def test_an_empty_trail_says_what_will_be_here(desk: Desk) -> None:
    assert "Nothing has been changed yet." in desk.get(PAGE)


def test_a_change_of_one_chat_names_its_day(desk: Desk) -> None:
    february = desk.set_rule()[1]
    desk.post(f"/planning/chats/{february.pk}/", action="cancel", reason="The hall is flooded.")
    said = words_of(desk.get(PAGE))
    assert "A chat was cancelled: Ward 95, 6 February 2027" in said
    assert "Why it is cancelled The hall is flooded." in said


def test_places_and_people_are_named_and_never_by_a_code(desk: Desk) -> None:
    address = "/planning/people/"
    given = {"name": "The engineer", "duty": "official", "from_on": "2027-01-01", "to_on": ""}
    desk.post(address, do="invite", place="borough:X", **given)
    person = make_person("invited", label="B. Roy")
    appoint_clerk(person, AppointmentPlace(ward=desk.wards[95]))
    page = desk.get(PAGE)
    said = words_of(page)
    assert "Somebody was invited: Borough X Clerk of Borough X (clerk), 1 January 2027, 11:30 am" in said
    assert "Somebody was given a role: Ward 95 The operator of the server" in said
    assert "Role Clerk Where Ward 95 Account B. Roy First day 1 January 2027" in said
    assert ("ward:95" in page, "borough:X" in page, str(person.public_id) in page) == (False, False, False)


def test_words_say_which_language_they_are_in(desk: Desk) -> None:
    day = date(2027, 1, 20)
    reasons = {"en": "Works", "bn": "কাজ"}
    add_closure(kind="closed", ward=None, from_on=day, to_on=day, reasons=reasons, clerk=None)
    page = desk.get(PAGE)
    shown = ['<ins lang="en" dir="auto">Works</ins>', '<ins lang="bn" dir="auto">কাজ</ins>']
    assert [page.count(each) for each in (*shown, '<ins dir="auto">20 January 2027</ins>')] == [1, 1, 2]
