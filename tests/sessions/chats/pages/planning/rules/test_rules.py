"""A ward's rule on the clerk's page: in words, previewed, saved, refused, ended."""

import re
from datetime import date
from typing import Any

import pytest

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Schedule
from tests.factories.planning_desk import RULE, Desk, client_of, errors_beside, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/wards/95/"


def dates_in(html: str) -> list[str]:
    preview = html.partition('id="preview"')[2].partition("</section>")[0]
    return [words_of(each) for each in re.findall(r"<li>(.*?)</li>", preview, re.DOTALL)]


def save(desk: Desk, **given: str) -> Any:
    previewed = desk.post(PAGE, action="preview", **RULE | given)
    return desk.post_again(PAGE, previewed, action="save", **RULE | given)


def test_a_new_rule_is_shown_in_both_languages_before_it_is_saved(desk: Desk) -> None:
    page = desk.post(PAGE, action="preview", **RULE)
    assert page.status_code == 200
    preview = words_of(page.content.decode().partition('id="preview"')[2])
    assert "The first Saturday of each month at 6:00 pm, for 60 minutes" in preview
    assert "প্রতি মাসের প্রথম শনিবার, সন্ধ্যা ৬:০০, ৬০ মিনিট" in preview
    assert len(dates_in(page.content.decode())) == 12
    assert not Schedule.objects.exists()


def test_each_move_says_why_and_each_holiday_is_named(desk: Desk) -> None:
    add_closure(
        kind="closed",
        ward=None,
        from_on=date(2027, 2, 5),
        to_on=date(2027, 2, 7),
        reasons={"en": "Book fair"},
        clerk=None,
    )
    dates = dates_in(desk.post(PAGE, action="preview", **RULE).content.decode())
    assert dates[1] == (
        "Monday 8 February 2027, 6:00 pm Moved from 6 February 2027 because 5 to 7 February 2027 are closed: Book fair"
    )
    assert dates[2] == "Saturday 6 March 2027, 6:00 pm A holiday, not marked as closed: Maha Shivaratri"


def test_a_rule_is_saved_and_its_dates_stand_in_the_calendar(desk: Desk) -> None:
    assert save(desk).status_code == 302
    page = desk.get(PAGE)
    assert "The first Saturday of each month at 6:00 pm, for 60 minutes" in words_of(page)
    assert desk.wards[95].chat_sessions.count() == 3


@pytest.mark.long
@pytest.mark.parametrize(
    ("nth", "day", "rule"),
    [
        ("-2", "working", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"),
        ("2", "TH", "FREQ=MONTHLY;BYDAY=2TH"),
        ("-1", "any", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_two_choices_make_an_ordinary_rule_and_come_back_as_such(desk: Desk, nth: str, day: str, rule: str) -> None:
    save(desk, nth=nth, day=day)
    assert Schedule.objects.get().rule == rule
    page = desk.get(PAGE)
    assert f'<option value="{nth}" selected>' in page
    assert f'<option value="{day}" selected>' in page


def test_a_rule_that_takes_more_words_is_written_as_an_rrule(desk: Desk) -> None:
    save(desk, nth="", day="", rrule="freq=monthly;byday=sa;bymonthday=8,9,10,11,12,13,14;bymonth=1,7")
    assert Schedule.objects.get().rule == "FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SA"
    assert 'value="FREQ=MONTHLY;BYMONTH=1,7;' in desk.get(PAGE)


def test_rrule_and_time_zone_are_for_those_who_open_the_details(desk: Desk) -> None:
    save(desk)
    previewed = desk.post(PAGE, action="preview", **RULE).content.decode()
    for page in (desk.get(PAGE), previewed, desk.get("/planning/"), desk.get("/planning/changes/")):
        plain = re.sub(r"<details.*?</details>|<input type=.hidden.[^>]*>", "", page, flags=re.DOTALL)
        assert [word for word in ("RRULE", "FREQ=", "BYDAY", "Asia/Kolkata") if word in words_of(plain)] == []
    details = words_of(desk.get(PAGE).partition("<details")[2].partition("</details>")[0])
    assert "FREQ=MONTHLY;BYDAY=1SA Time zone Asia/Kolkata" in details
    assert ('<details class="adding" open>' in desk.get(PAGE), 'details class="adding">' in desk.get(PAGE)) == (
        False,
        True,
    )


def test_the_details_stand_open_where_they_hold_the_rule_or_what_is_wrong_with_it(desk: Desk) -> None:
    refused = desk.post(PAGE, action="preview", **RULE | {"rrule": "FREQ=WEEKLY"}).content.decode()
    assert '<details class="adding" open>' in refused
    save(desk, nth="", day="", rrule="FREQ=MONTHLY;BYMONTH=1,7;BYDAY=1SA")
    assert '<details class="adding" open>' in desk.get(PAGE)


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("minutes", {"minutes": "0"}, "A chat lasts from 5 minutes to 5 hours."),
        ("minutes", {"minutes": "720"}, "A chat lasts from 5 minutes to 5 hours."),
        ("minutes", {"minutes": "an hour"}, "That is not a whole number."),
        ("to_on", {"to_on": "2026-12-31"}, "The last day, 31 December 2026, is before the first, 1 January 2027."),
        ("from_on", {"from_on": "2026-12-31"}, "That day is past. Let the rule begin today or later."),
        ("from_on", {"from_on": "31 Dec"}, "That is not a day. Write it as 2027-01-31."),
        ("at", {"at": "25:00"}, "That is not a time of day. Write it as 18:30."),
        ("at", {"at": ""}, "This is needed."),
        ("ask_days", {"ask_days": "61"}, "Questions open at most 60 days before the chat."),
        ("day", {"nth": "", "day": ""}, "Choose a day of the month, or write a rule."),
        (
            "rrule",
            {"rrule": "FREQ=MONTHLY;BYDAY=SA"},
            (
                "BYDAY: the rule fires 5 times in one month, for example on 2 January 2027 and 9 January 2027;"
                " a ward has one chat a month."
            ),
        ),
        (
            "rrule",
            {"rrule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"},
            "BYMONTHDAY: no month has such a day, so the rule never fires.",
        ),
        ("rrule", {"rrule": "FREQ=WEEKLY"}, "FREQ: a chat comes by the month, so this must be MONTHLY."),
    ],
)
@pytest.mark.parametrize("action", ["preview", "save"])
def test_bad_input_is_named_beside_its_field(
    desk: Desk, action: str, field: str, given: dict[str, str], message: str
) -> None:
    page = desk.post(PAGE, action=action, **RULE | given)
    assert page.status_code == 422
    assert errors_beside(page, field) == [message]
    assert not Schedule.objects.exists()


def test_digits_may_be_bengali(desk: Desk) -> None:
    save(desk, minutes="৯০", at="১৮:৩০", from_on="২০২৭-০১-০২")
    schedule = Schedule.objects.get()
    assert (schedule.minutes, f"{schedule.at:%H:%M}", schedule.from_on) == (90, "18:30", date(2027, 1, 2))


def test_what_was_not_previewed_as_it_is_now_is_shown_before_it_is_saved(desk: Desk) -> None:
    previewed = desk.post(PAGE, action="preview", **RULE)
    page = desk.post_again(PAGE, previewed, action="save", **RULE | {"minutes": "90"})
    assert page.status_code == 200
    assert "Something has changed since the last preview." in page.content.decode()
    assert not Schedule.objects.exists()
    assert desk.post_again(PAGE, page, action="save", **RULE | {"minutes": "90"}).status_code == 302


@pytest.mark.long
def test_the_second_of_two_clerks_sees_what_the_first_changed_and_keeps_their_own_input(desk: Desk) -> None:
    save(desk)
    second = Desk(client_of(desk.clerk), desk.clerk, desk.wards)
    opened = second.post(PAGE, action="preview", **RULE | {"minutes": "75"})
    save(desk, day="SU", minutes="90")

    page = second.post_again(PAGE, opened, action="save", **RULE | {"minutes": "75"})
    assert page.status_code == 422
    said = words_of(page.content.decode())
    assert "Somebody has changed this ward's rule meanwhile. Look at it again." in said
    assert (
        "Rule When you opened the page: the first Saturday of each month Now: the first Sunday of each month"
        " What you entered: the first Saturday of each month" in said
    )
    assert "Length in minutes When you opened the page: 60 Now: 90 What you entered: 75" in said
    assert 'name="minutes" value="75"' in page.content.decode()

    again = second.post_again(PAGE, page, action="preview", **RULE | {"minutes": "75"})
    assert second.post_again(PAGE, again, action="save", **RULE | {"minutes": "75"}).status_code == 302
    assert Schedule.objects.order_by("-version").first().minutes == 75  # type: ignore[union-attr]


def test_a_rule_is_ended_and_what_was_only_planned_is_cancelled(desk: Desk) -> None:
    save(desk)
    assert desk.post(PAGE, action="end", last_on="2027-02-28").status_code == 302
    states = desk.wards[95].chat_sessions.order_by("starts_at").values_list("state", flat=True)
    assert list(states) == ["planned", "planned", "cancelled"]
    assert "until 28 February 2027" in words_of(desk.get(PAGE))


def test_a_rule_cannot_end_in_the_past_or_behind_another_clerks_back(desk: Desk) -> None:
    save(desk)
    page = desk.post(PAGE, action="end", last_on="2026-12-31")
    assert errors_beside(page, "last_on") == ["That day is past. Let the rule end today or later."]
    stale = desk.post(PAGE, action="end", last_on="2027-02-28", version="7")
    assert "Somebody has changed this ward's rule meanwhile." in words_of(stale.content.decode())
    assert Schedule.objects.get().to_on is None
