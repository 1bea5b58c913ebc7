"""Closed days and freezes on the clerk's pages: what they would move is shown first, and two clerks do not collide."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Appointment, Change, Closure
from tests.factories.planning_desk import FIRST_SATURDAYS, NOW, Desk, client_of, errors_beside, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/closed/"
FAIR = {
    "kind": "closed",
    "where": "city",
    "from_on": "2027-02-05",
    "to_on": "2027-02-07",
    "reason_en": "Book fair",
    "reason_bn": "বইমেলা",
}


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    desk.set_rule()
    return desk


def days_of(desk: Desk, number: int = 95) -> list[str]:
    rows = desk.wards[number].chat_sessions.order_by("starts_at")
    return [f"{timezone.localtime(row.starts_at):%m-%d}" + (" waits" if row.waits else "") for row in rows]


def preview_in(page: Any) -> str:
    return words_of(page.content.decode().partition('id="preview"')[2].partition("</section>")[0])


def test_what_closed_days_would_move_is_shown_and_nothing_is_moved_before_they_are_saved(desk: Desk) -> None:
    page = desk.post(PAGE, action="preview", **FAIR)
    assert "Ward 95, Saturday 6 February, 6:00 pm It moves to Monday 8 February, 6:00 pm." in preview_in(page)
    assert days_of(desk) == ["01-02", "02-06", "03-06"]
    assert not Closure.objects.exists()

    assert desk.post_again(PAGE, page, action="save", **FAIR).status_code == 302
    assert days_of(desk) == ["01-02", "02-08", "03-06"]
    assert "5 to 7 February 2027 are closed: Book fair" in words_of(desk.get(PAGE))
    assert [change.person for change in Change.objects.filter(subject="closure")] == [desk.clerk]


@pytest.mark.long
def test_a_move_that_would_ask_too_much_of_the_moderators_is_shown_before_it_is_saved(desk: Desk) -> None:
    Appointment.objects.filter(duty="moderator", ward=desk.wards[96]).delete()
    Appointment.objects.filter(duty="moderator").update(ward=None, borough=desk.wards[95].borough)
    desk.set_rule(96, replace(FIRST_SATURDAYS, rule="FREQ=MONTHLY;BYDAY=2MO"))
    assert "New conflicts" not in preview_in(desk.post(PAGE, action="preview", **FAIR | {"to_on": "2027-02-06"}))
    page = desk.post(PAGE, action="preview", **FAIR)
    assert (
        "New conflicts Ward 96, Monday 8 February, 6:00 pm "
        "Too few moderators at this time: other chats run as well. Ward 95, Monday 8 February, 6:00 pm"
    ) in preview_in(page)
    assert desk.post_again(PAGE, page, action="save", **FAIR).status_code == 302


def test_a_freeze_suspends_and_what_was_put_by_hand_stays(desk: Desk) -> None:
    announce_chat_session(desk.wards[96], starts_at=NOW.replace(day=20), minutes=60, by="clerk")
    freeze = FAIR | {"kind": "freeze", "from_on": "2027-01-15", "to_on": "2027-02-28", "reason_en": "Election"}
    page = desk.post(PAGE, action="preview", **freeze)
    assert preview_in(page).count("It shows as suspended, and does not open.") == 2
    closed = FAIR | {"from_on": "2027-01-20", "to_on": "2027-01-20"}
    page = desk.post(PAGE, action="preview", **closed)
    assert "It was put there by hand and stays, as a conflict." in preview_in(page)


def test_what_changed_since_the_preview_is_shown_again(desk: Desk) -> None:
    page = desk.post(PAGE, action="preview", **FAIR)
    other = desk.post_again(PAGE, page, action="save", **FAIR | {"to_on": "2027-02-09"})
    assert other.status_code == 200
    assert "Something has changed since the last preview." in preview_in(other)
    assert "It moves to Wednesday 10 February" in preview_in(other)


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("to_on", {"to_on": "2027-02-04"}, "The last day comes before the first. Change one of them."),
        ("from_on", {"from_on": "soon"}, "That is not a day. Write it as 2027-01-31."),
        ("reason_en", {"reason_en": " "}, "This is needed."),
        ("reason_en", {"reason_en": "x" * 201}, "That is 1 character too long. Please shorten it."),
        ("where", {"where": "12"}, "Select a valid choice. 12 is not one of the available choices."),
    ],
)
def test_bad_input_is_named_beside_its_field(desk: Desk, field: str, given: dict[str, str], message: str) -> None:
    page = desk.post(PAGE, action="preview", **FAIR | given)
    assert page.status_code == 422
    assert errors_beside(page, field) == [message]


def test_a_holiday_is_taken_over_with_one_button_where_it_moves_nothing(desk: Desk) -> None:
    holiday = {"from_on": "2027-01-26", "to_on": "2027-01-26", "reason_en": "Republic Day", "reason_bn": "প্রজাতন্ত্র দিবস"}
    assert "Tuesday 26 January 2027: Republic Day" in words_of(desk.get(PAGE))
    assert desk.post(PAGE, action="take", **FAIR | holiday).status_code == 302
    assert "Tuesday 26 January 2027: Republic Day" not in words_of(desk.get(PAGE))
    assert Closure.objects.get().reasons["bn"] == "প্রজাতন্ত্র দিবস"


def test_a_holiday_that_moves_a_chat_is_shown_before_it_is_saved(desk: Desk) -> None:
    day = {"from_on": "2027-03-06", "to_on": "2027-03-06", "reason_en": "Maha Shivaratri"}
    page = desk.post(PAGE, action="take", **FAIR | day)
    assert "It moves to Sunday 7 March" in preview_in(page)
    assert not Closure.objects.exists()


def test_an_entry_is_changed_and_what_falls_on_it_now_is_moved(desk: Desk) -> None:
    closure = add_closure(
        kind="closed", ward=None, from_on=date(2027, 2, 1), to_on=date(2027, 2, 2), reasons={"en": "Works"}, clerk=None
    )
    page = f"{PAGE}{closure.pk}/"
    given = {"from_on": "2027-02-01", "to_on": "2027-02-06", "reason_en": "Works", "reason_bn": ""}
    previewed = desk.post(page, action="preview", **given)
    assert "It moves to Sunday 7 February" in preview_in(previewed)
    assert desk.post_again(page, previewed, action="save", **given).status_code == 302
    assert days_of(desk) == ["01-02", "02-07", "03-06"]


def test_the_second_of_two_clerks_sees_what_the_first_changed(desk: Desk) -> None:
    closure = add_closure(
        kind="closed", ward=None, from_on=date(2027, 2, 1), to_on=date(2027, 2, 2), reasons={"en": "Works"}, clerk=None
    )
    page = f"{PAGE}{closure.pk}/"
    given = {"from_on": "2027-02-01", "to_on": "2027-02-03", "reason_en": "Works", "reason_bn": ""}
    second = Desk(client_of(desk.clerk), desk.clerk, desk.wards)
    opened = second.post(page, action="preview", **given)
    first = desk.post(page, action="preview", **given | {"reason_en": "Road works"})
    desk.post_again(page, first, action="save", **given | {"reason_en": "Road works"})

    refused = second.post_again(page, opened, action="save", **given)
    assert refused.status_code == 422
    said = words_of(refused.content.decode())
    assert "Reason in English When you opened the page: Works Now: Road works" in said
    assert 'name="reason_en" value="Works"' in refused.content.decode()


def test_an_entry_is_taken_back_and_what_was_moved_stays(desk: Desk) -> None:
    page = desk.post(PAGE, action="preview", **FAIR)
    desk.post_again(PAGE, page, action="save", **FAIR)
    address = f"{PAGE}{Closure.objects.get().pk}/"
    assert desk.post(address, action="remove").status_code == 302
    assert not Closure.objects.exists()
    assert days_of(desk) == ["01-02", "02-08", "03-06"]
    assert desk.client.get(address).status_code == 404


def test_a_clerk_of_one_ward_closes_that_ward_and_nothing_else() -> None:
    desk = make_desk(95, 96, ward_clerk_of=95)
    page = desk.get(PAGE)
    assert '<option value="95">' in page
    assert '<option value="96">' not in page
    assert '<option value="city">' not in page
    assert desk.post(PAGE, action="save", **FAIR).status_code == 422
    city, other = (
        add_closure(
            kind="closed",
            ward=ward,
            from_on=date(2027, 2, 1),
            to_on=date(2027, 2, 2),
            reasons={"en": "Works"},
            clerk=None,
        )
        for ward in (None, desk.wards[96])
    )
    assert desk.client.get(f"{PAGE}{city.pk}/").status_code == 404
    assert desk.client.get(f"{PAGE}{other.pk}/").status_code == 404
    assert f"{PAGE}{city.pk}/" not in desk.get(PAGE)
