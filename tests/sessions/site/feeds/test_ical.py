"""A real parser subscribes to the feeds, before and after what happens to a date."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from sessions.chats.calendar.lifecycle.announcing import announce_planned
from sessions.chats.calendar.lifecycle.closed_days import add_closure, change_closure, remove_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, extend_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait, move_chat_session
from sessions.models import ChatSession, Ward
from sessions.notifications.feed_addresses import renew_address, revoke_address
from sessions.tick import tick
from tests.factories.evening import make_evening, make_person, make_ward

pytestmark = pytest.mark.costly

KOLKATA = ZoneInfo("Asia/Kolkata")
FLOOD = {"en": "the hall is under water", "bn": "হলে জল জমেছে"}


def subscribe(client: Client, address: str = "/calendar/ward-95.ics") -> dict[str, Any]:
    """The feed's events by their UIDs."""
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(response.content)
    assert [error for event in calendar.walk() for error in event.errors] == []
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def in_database(ward: Ward) -> dict[str, tuple[datetime, datetime, int]]:
    return {str(row.pk): (row.starts_at, row.ends_at, row.sequence) for row in ward.chat_sessions.all()}


def in_feed(events: dict[str, Any]) -> dict[str, tuple[datetime, datetime, int]]:
    return {uid: (event["dtstart"].dt, event["dtend"].dt, event["sequence"]) for uid, event in events.items()}


def february(ward: Ward) -> ChatSession:
    return ward.chat_sessions.get(planned_on=date(2027, 2, 6))


def test_the_feed_gives_the_dates_of_the_database_in_the_citys_own_time(client: Client, ward: Ward):
    events = subscribe(client)

    assert in_feed(events) == in_database(ward)
    first = min(events.values(), key=lambda event: event["dtstart"].dt)
    assert first["dtstart"].dt == datetime(2027, 1, 2, 18, 0, tzinfo=KOLKATA)
    assert first["dtstart"].params["TZID"] == "Asia/Kolkata"
    assert (first["status"], first["summary"]) == ("TENTATIVE", "Live chat, Ward 95")
    assert first["url"] == "http://testserver/wards/95/"


def test_the_calendar_brings_its_time_zone_and_says_how_often_to_ask(client: Client, ward: Ward):
    calendar: Any = Calendar.from_ical(client.get("/calendar/ward-95.ics").content)

    zone = calendar.walk("VTIMEZONE")[0]
    assert zone["tzid"] == "Asia/Kolkata"
    assert zone.walk("STANDARD")[0]["tzoffsetto"].td == timedelta(hours=5, minutes=30)
    assert (calendar["version"], calendar["method"], calendar["name"]) == ("2.0", "PUBLISH", "Live chats, Ward 95")
    assert calendar["refresh-interval"].to_ical() == b"PT1H"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in calendar.to_ical()


def test_a_move_keeps_the_uid_raises_the_sequence_and_says_why(client: Client, ward: Ward):
    before = subscribe(client)
    chat_session = february(ward)
    with time_machine.travel(datetime(2027, 1, 1, 7, 0, tzinfo=UTC), tick=False):
        to = datetime(2027, 2, 9, 19, 30, tzinfo=KOLKATA)
        move_chat_session(chat_session, starts_at=to, because=FLOOD, sequence=0, clerk=None)
        after = subscribe(client)
        moved = after[str(chat_session.pk)]

        assert after.keys() == before.keys()
        assert in_feed(after) == in_database(ward)
        assert (moved["dtstart"].dt, moved["sequence"]) == (to, 1)
        assert moved["last-modified"].dt == datetime(2027, 1, 1, 7, 0, tzinfo=UTC)
        assert moved["description"].splitlines()[0] == "Moved from 6 February 2027 because the hall is under water"
        bengali = subscribe(client, "/calendar/ward-95.ics?lang=bn")[str(chat_session.pk)]
        assert "হলে জল জমেছে" in bengali["description"]
        assert bengali["summary"].params["LANGUAGE"] == "bn"


def test_what_is_cancelled_stays_as_cancelled(client: Client, ward: Ward):
    chat_session = february(ward)
    cancel_chat_session(chat_session, reason="The hall, and all; is under water", by="clerk")
    events = subscribe(client)
    cancelled = events[str(chat_session.pk)]

    assert in_feed(events) == in_database(ward)
    assert (cancelled["status"], cancelled["sequence"], cancelled["transp"]) == ("CANCELLED", 1, "TRANSPARENT")
    assert cancelled["summary"] == "Cancelled: Live chat, Ward 95"
    assert cancelled["description"].splitlines()[0] == "Cancelled: The hall, and all; is under water"


def test_a_suspended_date_and_one_that_waits_are_tentative_and_say_why(client: Client, ward: Ward):
    chat_session = february(ward)
    add_closure(
        kind="freeze",
        ward=None,
        from_on=date(2027, 3, 1),
        to_on=date(2027, 3, 9),
        reasons={"en": "Election"},
        clerk=None,
    )
    let_wait(chat_session, because=FLOOD, sequence=0, clerk=None)
    events = sorted(subscribe(client).values(), key=lambda event: event["dtstart"].dt)

    assert [(event["status"], event["summary"]) for event in events] == [
        ("TENTATIVE", "Live chat, Ward 95"),
        ("TENTATIVE", "Waiting for a date: Live chat, Ward 95"),
        ("TENTATIVE", "Suspended: Live chat, Ward 95"),
    ]
    assert events[2]["description"].splitlines()[0] == (
        "Suspended because an election freeze lasts from 1 to 9 March 2027: Election"
    )


def test_last_modified_never_goes_back_when_a_freeze_comes_and_goes(client: Client, ward: Ward):
    uid = str(february(ward).pk)

    moments = [subscribe(client)[uid]["last-modified"].dt]
    with time_machine.travel(datetime(2027, 1, 1, 8, 0, tzinfo=UTC), tick=False):
        freeze = add_closure(
            kind="freeze", ward=ward, from_on=date(2027, 2, 1), to_on=date(2027, 2, 9), reasons={"en": "E"}, clerk=None
        )
        moments.append(subscribe(client)[uid]["last-modified"].dt)
    with time_machine.travel(datetime(2027, 1, 1, 9, 0, tzinfo=UTC), tick=False):
        remove_closure(freeze, version=1, clerk=None)
        moments.append(subscribe(client)[uid]["last-modified"].dt)
    assert [moment.hour for moment in moments] == [6, 8, 9]


def test_each_change_of_the_status_raises_the_sequence(client: Client, ward: Ward):
    uid = str(february(ward).pk)
    days = {"from_on": date(2027, 2, 1), "to_on": date(2027, 2, 9), "reasons": {"en": "Poll"}, "clerk": None}

    def standing() -> tuple[str, int]:
        event = subscribe(client)[uid]
        return str(event["summary"]).partition(":")[0], event["sequence"]

    found = [standing()]
    freeze = add_closure(kind="freeze", ward=ward, **days)  # type: ignore[arg-type]
    found.append(standing())
    change_closure(freeze, version=1, **days | {"to_on": date(2027, 2, 5)})  # type: ignore[arg-type]
    found.append(standing())
    remove_closure(freeze, version=2, clerk=None)
    found.append(standing())
    announce_planned(february(ward), by="clerk")
    found.append(standing())
    chat = "Live chat, Ward 95"
    assert found == [(chat, 0), ("Suspended", 1), (chat, 2), (chat, 3), (chat, 4)]


def test_an_extension_is_a_change_of_which_the_feed_knows_when(client: Client, ward: Ward):
    evening = make_evening(number=96)
    ends_at = evening.chat_session.ends_at
    with time_machine.travel(ends_at - timedelta(minutes=4), tick=False):
        tick()  # warns of the end
        [before] = subscribe(client, "/calendar/ward-96.ics").values()
    with time_machine.travel(ends_at - timedelta(minutes=3), tick=False):
        extend_chat_session(evening.chat_session, minutes=30, by="clerk")
        [after] = subscribe(client, "/calendar/ward-96.ics").values()
    assert [event["last-modified"].dt for event in (before, after)] == [
        ends_at - timedelta(minutes=4),
        ends_at - timedelta(minutes=3),
    ]
    assert (after["dtend"].dt, after["sequence"]) == (ends_at + timedelta(minutes=30), before["sequence"] + 1)


def test_an_announced_one_is_confirmed_and_leads_to_its_room_and_later_to_its_record(client: Client, ward: Ward):
    tick()
    chat_session = ward.chat_sessions.get(planned_on=date(2027, 1, 2))
    announced = subscribe(client)[str(chat_session.pk)]
    assert (announced["status"], announced["url"]) == ("CONFIRMED", f"http://testserver/chat/{chat_session.pk}/")

    with time_machine.travel(datetime(2027, 1, 3, tzinfo=UTC)):
        tick()
    chat_session.refresh_from_db()
    assert subscribe(client)[str(chat_session.pk)]["url"] == f"http://testserver/records/{chat_session.record.slug}/"


def test_each_feed_has_its_own_wards(client: Client, ward: Ward):
    evening = make_evening(number=96, residents=2)
    both = {str(pk) for pk in ChatSession.objects.values_list("pk", flat=True)}
    client.force_login(evening.residents[0])

    assert subscribe(client, "/calendar/borough.ics").keys() == both
    assert subscribe(client, "/calendar/ward-96.ics").keys() == {str(evening.chat_session.pk)}
    assert subscribe(client, "/wards/96/calendar.ics").keys() == {str(evening.chat_session.pk)}
    assert subscribe(client, "/my-ward.ics").keys() == {str(evening.chat_session.pk)}
    assert subscribe(client, f"/calendar/chats/{evening.chat_session.pk}.ics").keys() == {str(evening.chat_session.pk)}


def test_ones_own_address_needs_no_cookie_follows_the_ward_and_can_be_taken_back(client: Client, ward: Ward):
    person = make_person("somebody", make_ward(96))
    address = f"/my-ward/{renew_address(person).token}.ics"
    assert subscribe(client, address).keys() == set()

    person.ward = ward
    person.language = "bn"
    person.save()
    assert subscribe(client, address).keys() == in_database(ward).keys()
    response = client.get(address)
    assert (response.headers["Cache-Control"], response.headers["Content-Language"]) == ("private, no-cache", "bn")

    revoke_address(person)
    assert client.get(address).status_code == 404


def test_somebody_without_a_ward_gets_an_empty_calendar_and_a_visitor_the_sign_in(client: Client, ward: Ward):
    assert client.get("/my-ward.ics").headers["Location"] == "/sign-in/?next=/my-ward.ics"
    client.force_login(make_person("from-elsewhere"))
    assert subscribe(client, "/my-ward.ics") == {}


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/ward-7.ics",
        "/my-ward/nothing.ics",
        "/calendar/chats/00000000-0000-4000-8000-000000000000.ics",
    ],
)
def test_there_is_no_feed_of_what_is_not_there(client: Client, db: None, address: str):
    assert client.get(address).status_code == 404


def test_a_program_that_has_it_already_is_told_so_until_something_changes(client: Client, ward: Ward):
    first = client.get("/calendar/ward-95.ics")
    etag = first.headers["ETag"]
    again = client.get("/calendar/ward-95.ics", headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert first.headers["Cache-Control"] == "public, max-age=300"

    compressed = client.get("/calendar/ward-95.ics", headers={"accept-encoding": "gzip"}).headers["ETag"]
    assert compressed == f"W/{etag}"
    assert client.get("/calendar/ward-95.ics", headers={"if-none-match": compressed}).status_code == 304

    cancel_chat_session(february(ward), reason="Flood", by="clerk")
    assert client.get("/calendar/ward-95.ics", headers={"if-none-match": etag}).status_code == 200


def test_an_unknown_language_is_english(client: Client, ward: Ward):
    response = client.get("/calendar/ward-95.ics?lang=xx", headers={"accept-language": "bn"})
    assert response.headers["Content-Language"] == "en"


def test_lines_are_folded_as_the_standard_wants(client: Client, ward: Ward):
    body = client.get("/calendar/ward-95.ics?lang=bn").content
    assert [line for line in body.split(b"\r\n") if len(line) > 75 or b"\n" in line] == []
    assert body.endswith(b"END:VCALENDAR\r\n")
