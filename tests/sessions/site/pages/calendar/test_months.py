"""The public calendar: a month, a year and a ward's coming year, with what became of each date."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.re_placing import follow_closure
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.city.display import month_and_year, ward_name
from sessions.models import Ward
from sessions.tick import tick
from tests.factories.evening import make_evening, make_office, make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
FIRST_SATURDAYS = ScheduleDraft(rule="FREQ=MONTHLY;BYDAY=1SA", at=time(18), minutes=60, from_on=date(2027, 1, 1))
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _in_january() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ward() -> Ward:
    return planned_ward(95)


def planned_ward(number: int) -> Ward:
    ward = make_ward(number)
    make_office(ward, make_person(f"holder-{number}"))
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    return ward


def text_of(client: Client, address: str, language: str = "en") -> str:
    page = client.get(address, headers={"accept-language": language})
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_a_month_shows_each_date_in_the_grid_and_in_the_list(client: Client, ward: Ward):
    page = client.get("/calendar/2027-02/", headers=ENGLISH)
    chat_session = ward.chat_sessions.get(planned_on=date(2027, 2, 6))

    assert [occasion.chat_session for occasion in page.context["occasions"]] == [chat_session]
    assert [occasion.chat_session for occasion in page.context["month"].occasions] == [chat_session]
    text = page.content.decode()
    assert (text.count(f'href="#chat-{chat_session.pk}"'), text.count(f'id="chat-{chat_session.pk}"')) == (1, 1)
    assert "Saturday 6 February" in text


def test_the_calendar_begins_with_this_month(client: Client, ward: Ward):
    assert client.get("/calendar/").context["month"].first_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    "address",
    ["/calendar/2027-13/", "/calendar/1999-12/", "/calendar/2200/", "/calendar/2027-1/", "/wards/7/calendar/"],
)
def test_there_is_no_page_for_what_is_no_month_year_or_ward(client: Client, address: str):
    assert client.get(address).status_code == 404


def test_the_first_and_the_last_page_lead_nowhere_beyond(client: Client, db: None):
    for address in ("/calendar/2000-01/", "/calendar/2199-12/", "/calendar/2000/", "/calendar/2199/"):
        assert client.get(address).status_code == 200


def test_a_moved_date_says_from_where_and_why_in_both_languages(client: Client, ward: Ward):
    follow_closure(
        add_closure(
            kind="closed",
            ward=None,
            from_on=date(2027, 2, 6),
            to_on=date(2027, 2, 7),
            reasons={"en": "Fair", "bn": "মেলা"},
            clerk=None,
        ),
        clerk=None,
    )
    words = "Moved from 6 February 2027 because 6 to 7 February 2027 are closed: Fair"
    assert words in text_of(client, "/calendar/2027-02/")
    assert words in text_of(client, "/wards/95/calendar/")
    assert "৬ ফেব্রুয়ারি ২০২৭ থেকে সরানো হয়েছে, কারণ ৬ থেকে ৭ ফেব্রুয়ারি ২০২৭ বন্ধ: মেলা" in text_of(
        client, "/calendar/2027-02/", "bn"
    )
    assert "6 to 7 February 2027 are closed: Fair</li>" in text_of(client, "/calendar/2027-02/")


def test_in_a_freeze_a_date_shows_as_suspended_with_the_reason_and_the_range(client: Client, ward: Ward):
    add_closure(
        kind="freeze",
        ward=ward,
        from_on=date(2027, 2, 1),
        to_on=date(2027, 2, 20),
        reasons={"en": "By-election"},
        clerk=None,
    )
    words = "Suspended because an election freeze lasts from 1 to 20 February 2027: By-election"
    for address in ("/calendar/2027-02/", "/wards/95/calendar/"):
        assert words in text_of(client, address)
    assert 'data-state="suspended"' in text_of(client, "/calendar/2027/")


def test_a_cancelled_date_stays_with_its_reason_and_one_that_waits_has_no_day(client: Client, ward: Ward):
    january, february, _march = ward.chat_sessions.order_by("starts_at")
    cancel_chat_session(january, reason="The hall is under water.", by="clerk")
    let_wait(february, because={"en": "the hall is booked."}, sequence=0, clerk=None)

    assert 'Cancelled: <bdi lang="und">The hall is under water.</bdi>' in text_of(client, "/calendar/2027-01/")
    waiting = client.get("/calendar/2027-02/", headers=ENGLISH)
    assert waiting.context["month"].occasions == []
    assert "Waiting for a new date because the hall is booked<" in waiting.content.decode()
    assert "No date yet" in waiting.content.decode()


def test_an_announced_chat_leads_to_its_room_and_one_that_is_over_to_its_record(client: Client, ward: Ward):
    tick()
    chat_session = ward.chat_sessions.get(planned_on=date(2027, 1, 2))
    assert f'href="/chat/{chat_session.pk}/"' in text_of(client, "/calendar/2027-01/")

    with time_machine.travel(datetime(2027, 1, 3, tzinfo=UTC)):
        tick()
    chat_session.refresh_from_db()
    text = text_of(client, "/calendar/2027-01/")
    assert f'href="/records/{chat_session.record.slug}/"' in text
    assert f'href="/chat/{chat_session.pk}/"' not in text


def test_a_year_has_a_line_for_each_ward_and_a_field_for_each_month(client: Client, ward: Ward):
    planned_ward(96)
    page = client.get("/calendar/2027/", headers=ENGLISH)

    days = [[[each.day.day for each in month.occasions] for month in row.months] for row in page.context["wards"]]
    assert days == [[[2], [6], [6], *[[]] * 9]] * 2
    assert page.context["states"] == ["planned"]


def test_a_wards_calendar_has_its_own_dates_and_its_rule_in_words(client: Client, ward: Ward):
    planned_ward(96)
    page = client.get("/wards/96/calendar/", headers=ENGLISH)

    assert {occasion.ward.number for occasion in page.context["occasions"]} == {96}
    assert [occasion.day.month for occasion in page.context["occasions"]] == [1, 2, 3]
    assert [occasion.day.month for occasion in page.context["expected"]] == [4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert "As a rule: the first Saturday of each month at 6:00\N{NO-BREAK SPACE}pm, for 60 minutes." in (
        page.content.decode()
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/calendar/", "No chat is in the calendar for this month."),
        ("/calendar/2027/", "No chat is in the calendar for this year."),
        ("/wards/95/calendar/", "No date is known for this ward yet."),
    ],
)
def test_an_empty_page_says_what_will_be_there(client: Client, address: str, words: str):
    make_ward()
    assert words in text_of(client, address)


@pytest.mark.long
@pytest.mark.parametrize("wards", [1, 3])
def test_pages_ask_the_database_a_fixed_number_of_times(client: Client, wards: int, django_assert_num_queries: Any):
    for number in range(wards):
        planned_ward(number + 1)
        make_evening(number=number + 11, residents=1)
    for address, queries in (("/calendar/", 4), ("/calendar/2027/", 3), ("/wards/1/calendar/", 9)):
        with django_assert_num_queries(queries):
            client.get(address)


def test_bengali_has_its_own_digits_and_names(client: Client, ward: Ward):
    text = text_of(client, "/calendar/2027-02/", "bn")
    with override("bn"):
        assert f"ক্যালেন্ডার, {month_and_year(date(2027, 2, 1))}" in text
        assert f"{ward_name(95)}</a>, সন্ধ্যা ৬:০০ থেকে" in text
