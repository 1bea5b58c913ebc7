"""All wards in one step: the month that is shown, the saving of all or none, and what does not fit."""

import re
from datetime import date
from typing import Any

import pytest

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.conflicts import conflicts_in
from sessions.chats.calendar.rules.meetings import Booking, find_meetings
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.models import Appointment, Schedule
from tests.factories.planning_desk import Desk, client_of, errors_beside, hidden_fields, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/borough/"
TWELVE = (81, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100)
ALLOWED: dict[str, Any] = {
    "week_days": ["5", "6"],
    "nths": ["1", "2", "3", "4"],
    "hours": "17:00, 18:30",
    "minutes": "60",
    "at_most_at_once": "1",
    "ask_days": "7",
    "on_closed": "next_free",
    "from_on": "2027-02-01",
}


@pytest.fixture
def desk() -> Desk:
    return make_desk(*TWELVE)


def post(desk: Desk, action: str, page: Any = None, **given: Any) -> Any:
    html = page.content.decode() if page is not None else desk.get(PAGE)
    wards = {"wards": [str(number) for number in desk.wards]}
    everything = hidden_fields(html) | wards | ALLOWED | given | {"action": action}
    return desk.client.post(PAGE, everything, headers={"accept-language": "en"})


def test_the_whole_borough_is_shown_as_a_month_and_in_words_before_it_is_saved(desk: Desk) -> None:
    page = post(desk, "preview")
    said = words_of(page.content.decode())
    assert "February 2027 with these rules" in said
    assert "Ward 81 : The first Saturday of each month at 5:00 pm, for 60 minutes" in said
    month = page.content.decode().partition('class="plan-month"')[2].partition("</ol>")[0]
    assert sorted(map(int, re.findall(r"<strong>Ward (\d+)", month))) == sorted(TWELVE)
    assert not Schedule.objects.exists()


def test_what_could_not_be_held_is_marked_in_the_month(desk: Desk) -> None:
    add_closure(
        kind="freeze", ward=None, from_on=date(2027, 2, 1), to_on=date(2027, 2, 7), reasons={"en": "Poll"}, clerk=None
    )
    month = post(desk, "preview").content.decode().partition('class="plan-month"')[2].partition("</ol>")[0]
    assert words_of(month).count("Suspended") == 4  # two hours on Saturday the sixth, and two on Sunday


@pytest.mark.long
def test_what_closed_days_would_bring_together_is_told_before_it_is_saved(desk: Desk) -> None:
    closed = {
        "ward": None,
        "from_on": date(2027, 2, 6),
        "to_on": date(2027, 2, 7),
        "reasons": {"en": "Fair"},
        "clerk": None,
    }
    assert "Moved from closed days" not in post(desk, "preview").content.decode()
    add_closure(kind="closed", **closed)  # type: ignore[arg-type]
    said = words_of(post(desk, "preview").content.decode())
    first_of_all = "Ward 81, Monday 8 February, 5:00 pm ·"
    assert [said.count(f"than you allow: {first}") for first in (first_of_all, "Ward")] == [1, 2]

    Appointment.objects.filter(duty="moderator").exclude(ward__number=81).delete()
    Appointment.objects.filter(duty="moderator").update(ward=None, borough=desk.wards[81].borough)
    said = words_of(post(desk, "preview", at_most_at_once="3").content.decode())
    assert said.count("would all need Moderator 81 at the same time: Ward") == 2


@pytest.mark.long
def test_all_twelve_are_saved_at_once_and_nobody_is_double_booked(desk: Desk) -> None:
    assert post(desk, "save", post(desk, "preview")).status_code == 302
    schedules = Schedule.objects.all()
    assert sorted(schedule.ward.number for schedule in schedules) == sorted(TWELVE)
    bookings = [Booking(parse_rule(each.rule), each.at, each.minutes) for each in schedules]
    moments = [moment for meeting in find_meetings(bookings) for moment in meeting]
    assert len(moments) == len(set(moments))  # at most one at once, in every month there can be
    assert conflicts_in(desk.wards.values()) == []


@pytest.mark.long
def test_one_moderator_for_the_whole_borough_gets_one_ward_after_the_other(desk: Desk) -> None:
    Appointment.objects.filter(duty="moderator").exclude(ward__number=81).delete()
    Appointment.objects.filter(duty="moderator").update(ward=None, borough=desk.wards[81].borough)
    few = post(desk, "preview", nths=["1"], at_most_at_once="3")
    assert errors_beside(few, "hours") == [
        "Moderator Moderator 81 has 12 wards, and these days and hours hold only 4 one after the other."
    ]
    assert post(desk, "save", post(desk, "preview", at_most_at_once="3"), at_most_at_once="3").status_code == 302
    assert conflicts_in(desk.wards.values()) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("wards", {"wards": []}, "Choose at least one."),
        ("week_days", {"week_days": []}, "Choose at least one."),
        ("nths", {"nths": []}, "Choose at least one."),
        ("hours", {"hours": ""}, "This is needed."),
        ("hours", {"hours": "17:00, tea time"}, "tea is not a time of day. Write it as 18:30."),
        ("hours", {"hours": "23:30"}, "A chat must end by midnight."),
        ("minutes", {"minutes": "0"}, "A chat lasts from 5 minutes to 5 hours."),
        ("minutes", {"minutes": "720"}, "A chat lasts from 5 minutes to 5 hours."),
        ("at_most_at_once", {"at_most_at_once": "0"}, "At least one chat must be allowed to run."),
        ("from_on", {"from_on": "2026-12-31"}, "That day is past. Let the rule begin today or later."),
        ("ask_days", {"ask_days": "61"}, "Questions open at most 60 days before the chat."),
        (
            "wards",
            {"nths": ["1"], "hours": "18:00"},
            "12 wards do not fit: these days and hours have space for 2. Allow more days, hours, or chats at once.",
        ),
    ],
)
def test_what_does_not_fit_is_named_beside_its_field(desk: Desk, field: str, given: Any, message: str) -> None:
    page = post(desk, "preview", **given)
    assert page.status_code == 422
    assert errors_beside(page, field) == [message]


@pytest.mark.long
def test_where_another_clerk_was_faster_in_one_ward_none_is_saved(desk: Desk) -> None:
    second = Desk(client_of(desk.clerk), desk.clerk, desk.wards)
    opened = post(second, "preview")
    desk.set_rule(95)
    refused = post(second, "save", opened)
    if refused.status_code == 200:  # what the other rule takes may have changed the proposal: it is shown first
        refused = post(second, "save", refused)
    assert refused.status_code == 422
    said = words_of(refused.content.decode())
    assert "Ward 95: Somebody has changed this ward's rule meanwhile. Look at it again." in said
    assert "Rule When you opened the page: – Now: the first Saturday of each month" in said
    assert [schedule.ward.number for schedule in Schedule.objects.all()] == [95]
    assert post(second, "save", post(second, "preview", refused)).status_code == 302


def test_a_ward_without_a_moderator_is_pointed_out(desk: Desk) -> None:
    Appointment.objects.filter(duty="moderator", ward__number=95).delete()
    said = words_of(post(desk, "preview").content.decode())
    assert "Ward 95 has no moderator: nobody could review its questions." in said


def test_closed_days_show_in_what_is_proposed(desk: Desk) -> None:
    add_closure(
        kind="closed", ward=None, from_on=date(2027, 2, 6), to_on=date(2027, 2, 6), reasons={"en": "Fair"}, clerk=None
    )
    said = words_of(post(desk, "preview").content.decode())
    assert "Moved from 6 February 2027 because 6 February 2027 is closed: Fair" in said
