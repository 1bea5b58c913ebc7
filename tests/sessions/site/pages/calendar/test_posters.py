"""The poster of a ward's month, and the short address on it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.chats.calendar.public.posters import qr_svg
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.models import Ward
from tests.factories.evening import make_office, make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

ENGLISH = {"accept-language": "en"}
FEBRUARY = "/wards/95/poster/2027-02/"


@pytest.fixture(autouse=True)
def _in_january() -> Iterator[None]:
    with time_machine.travel(datetime(2027, 1, 1, 6, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def ward() -> Ward:
    ward = make_ward()
    make_office(ward, make_person("holder"))
    set_schedule(ward, ScheduleDraft("FREQ=MONTHLY;BYDAY=1SA", time(18), 60, date(2027, 1, 1)), clerk=None)
    return ward


def test_the_sheet_has_the_date_in_every_language_and_a_code_for_the_short_address(client: Client, ward: Ward):
    page = client.get(FEBRUARY, headers=ENGLISH)
    text = page.content.decode()

    assert [block.dates[0].day for block in page.context["blocks"]][1:] == [
        "Saturday, 6 February 2027",
        "शनिवार, ६ फ़रवरी २०२७",
        "سنیچر، ۶ فروری ۲۰۲۷",
    ]
    assert text.count('class="poster__block" lang="') == 4
    assert qr_svg("http://testserver/w/95") in text
    assert '<p class="poster__address"><bdi dir="ltr">testserver/w/95</bdi></p>' in text
    assert " style=" not in text
    assert 'class="poster"' in text


@pytest.mark.parametrize("address", ["/w/95", "/w/95/"])
def test_the_short_address_leads_to_the_ward(client: Client, ward: Ward, address: str):
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, "/wards/95/")


@pytest.mark.parametrize("address", ["/w/7", "/wards/7/poster/2027-02/", "/wards/95/poster/2027-13/"])
def test_there_is_no_poster_of_what_is_not_there(client: Client, ward: Ward, address: str):
    assert client.get(address).status_code == 404


def test_a_moved_date_is_printed_as_the_new_one(client: Client, ward: Ward):
    move_chat_session(
        ward.chat_sessions.get(planned_on=date(2027, 2, 6)),
        starts_at=datetime(2027, 2, 9, 18, 0, tzinfo=ZoneInfo("Asia/Kolkata")),
        because={"en": "Flood"},
        sequence=0,
        clerk=None,
    )
    line = client.get(FEBRUARY).context["blocks"][1].dates[0]
    assert (line.day, line.new_date) == (
        "Tuesday, 9 February 2027",
        "New date! It was Saturday, 6 February 2027 before.",
    )


def test_a_month_with_two_dates_is_set_closer(client: Client, ward: Ward):
    announce_chat_session(ward, starts_at=datetime(2027, 2, 20, 12, 30, tzinfo=UTC), minutes=60, by="clerk")
    page = client.get(FEBRUARY)
    assert [line.day for line in page.context["blocks"][1].dates] == [
        "Saturday, 6 February 2027",
        "Saturday, 20 February 2027",
    ]
    assert 'class="poster poster--close"' in page.content.decode()


def test_what_is_cancelled_or_suspended_is_not_printed_and_the_page_says_why(client: Client, ward: Ward):
    cancel_chat_session(ward.chat_sessions.get(planned_on=date(2027, 2, 6)), reason="Flood", by="clerk")
    add_closure(
        kind="freeze",
        ward=None,
        from_on=date(2027, 3, 1),
        to_on=date(2027, 3, 9),
        reasons={"en": "Election"},
        clerk=None,
    )
    for address, words in (
        (FEBRUARY, 'Cancelled: <bdi lang="und">Flood'),
        ("/wards/95/poster/2027-03/", "Suspended because"),
    ):
        page = client.get(address, headers=ENGLISH)
        assert page.context["blocks"] == []
        assert words in page.content.decode()
        assert "There is no date to print for this month." in page.content.decode()


def test_the_wards_calendar_leads_to_its_posters(client: Client, ward: Ward):
    text = client.get("/wards/95/calendar/").content.decode()
    assert [month for month in ("01", "02", "03", "04") if f"/wards/95/poster/2027-{month}/" in text] == [
        "01",
        "02",
        "03",
    ]
