"""The news of the calendar as a feed reader finds them."""

from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils.feedgenerator import Atom1Feed

from sessions.chats.calendar.lifecycle.closed_days import add_closure, remove_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait, move_chat_session
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.models import Ward
from sessions.tick import tick
from tests.factories.evening import make_evening, make_office, make_ward

pytestmark = pytest.mark.costly

ATOM = Atom1Feed.ns

FIRST_SATURDAYS = ScheduleDraft(rule="FREQ=MONTHLY;BYDAY=1SA", at=time(18), minutes=60, from_on=date(2027, 1, 1))

OF_A_RECORD = (
    "Everything that was asked and answered in public, and each question that was not accepted, with its reason."
)
FLOOD = {"en": "the hall is under water.", "bn": "হলে জল জমেছে"}


def at(hour: int, *, day: int = 1) -> time_machine.travel:
    return time_machine.travel(datetime(2027, 1, day, hour, 0, tzinfo=UTC), tick=False)


def read(client: Client, address: str = "/feeds/ward-95.atom") -> ET.Element:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(response.content)


def titles(client: Client, address: str = "/feeds/ward-95.atom") -> list[str]:
    return [entry.findtext(f"{{{ATOM}}}title", "") for entry in read(client, address).iter(f"{{{ATOM}}}entry")]


def summaries(client: Client) -> list[str]:
    return [entry.findtext(f"{{{ATOM}}}summary", "") for entry in read(client).iter(f"{{{ATOM}}}entry")]


def ids(client: Client) -> set[str]:
    return {entry.findtext(f"{{{ATOM}}}id", "") for entry in read(client).iter(f"{{{ATOM}}}entry")}


def happen(ward: Ward) -> None:
    """Announced at 6, moved at 7, suspended at 8, cancelled at 9; the first one is held on the second."""
    tick()
    _january, february, march = ward.chat_sessions.order_by("starts_at")
    with at(7):
        to = datetime(2027, 2, 9, 18, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
        move_chat_session(february, starts_at=to, because=FLOOD, sequence=0, clerk=None)
    with at(8):
        add_closure(
            kind="freeze",
            ward=ward,
            from_on=date(2027, 2, 1),
            to_on=date(2027, 2, 20),
            reasons={"en": "Election"},
            clerk=None,
        )
    with at(9):
        cancel_chat_session(march, reason="The hall is closed.", by="clerk")
    with at(15, day=2):
        tick()


def test_each_thing_that_happened_has_its_entry_newest_first(client: Client, ward: Ward):
    happen(ward)
    with at(16, day=2):
        assert titles(client) == [
            "Ward 95: draft record of Saturday 2 January",
            "Ward 95: live chat of Saturday 6 March cancelled",
            "Ward 95: live chats suspended",
            "Ward 95: live chat moved from Saturday 6 February to Tuesday 9 February",
            "Ward 95: live chat on Saturday 2 January",
        ]
        assert summaries(client) == [
            OF_A_RECORD,
            "The hall is closed.",
            "Because an election freeze lasts from 1 to 20 February 2027: Election\nWard 95, Tuesday 9 February",
            "Because the hall is under water",
            "At 6:00\N{NO-BREAK SPACE}pm. Questions can be asked from now on.",
        ]
        assert "হলে জল জমেছে" in client.get("/feeds/ward-95.atom?lang=bn").content.decode()


def test_every_required_element_is_there_and_ids_are_unique_and_stay(client: Client, ward: Ward):
    happen(ward)
    with at(16, day=2):
        root = read(client)
        name = f"{{{ATOM}}}"
        assert root.tag == f"{name}feed"
        for element in (root, *root.iter(f"{name}entry")):
            assert [len(element.findall(f"{name}{one}")) for one in ("id", "title", "updated")] == [1, 1, 1]
            assert datetime.fromisoformat(element.findtext(f"{name}updated", "")).tzinfo is not None
            assert element.findtext(f"{name}id", "").startswith("urn:uuid:")
        assert root.findtext(f"{name}author/{name}name") == "Councillor Live Chat"
        assert sorted((link.get("rel"), link.get("href")) for link in root.findall(f"{name}link")) == [
            ("alternate", "http://testserver/wards/95/"),
            ("self", "http://testserver/feeds/ward-95.atom?lang=en"),
        ]
        assert root.findtext(f"{name}updated") == root.findtext(f"{name}entry/{name}updated")
        known = ids(client)
        assert len(known) == 5
        cancel_chat_session(ward.chat_sessions.get(planned_on=date(2027, 2, 6)), reason="Flood", by="clerk")
        assert known < ids(client)


def test_a_freeze_that_is_taken_back_keeps_its_id_and_says_so(client: Client, ward: Ward):
    with at(8):
        freeze = add_closure(
            kind="freeze", ward=None, from_on=date(2027, 2, 1), to_on=date(2027, 2, 9), reasons={"en": "E"}, clerk=None
        )
        before = ids(client)
    with at(9):
        remove_closure(freeze, version=1, clerk=None)
        assert titles(client) == ["All wards: no longer suspended"]
        assert summaries(client) == ["The election freeze of 1 to 9 February 2027 was lifted."]
        assert ids(client) == before


def test_one_that_waits_says_so_and_then_to_where_it_went(client: Client, ward: Ward):
    chat_session = ward.chat_sessions.get(planned_on=date(2027, 2, 6))
    with at(7):
        let_wait(chat_session, because=FLOOD, sequence=0, clerk=None)
    with at(8):
        to = datetime(2027, 2, 9, 18, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
        move_chat_session(chat_session, starts_at=to, because=FLOOD, sequence=1, clerk=None)
        assert titles(client) == [
            "Ward 95: live chat moved from Saturday 6 February to Tuesday 9 February",
            "Ward 95: the live chat of Saturday 6 February is waiting for a new date",
        ]


def test_the_feed_of_all_wards_has_more_than_that_of_one(client: Client, ward: Ward):
    tick()
    make_evening(number=96, residents=0)
    assert {title[:7] for title in titles(client, "/feeds/borough.atom")} == {"Ward 95", "Ward 96"}
    assert {title[:7] for title in titles(client, "/wards/96/feed.atom")} == {"Ward 96"}
    assert titles(client, "/calendar/feed.atom") == titles(client, "/feeds/borough.atom")


@pytest.mark.parametrize("address", ["/feeds/ward-7.atom", "/wards/7/feed.atom"])
def test_there_is_no_feed_of_a_ward_that_is_not_there(client: Client, db: None, address: str):
    assert client.get(address).status_code == 404


def test_a_reader_that_has_it_already_is_told_so(client: Client, ward: Ward):
    etag = client.get("/feeds/ward-95.atom").headers["ETag"]
    assert client.get("/feeds/ward-95.atom", headers={"if-none-match": etag}).status_code == 304
    tick()
    assert client.get("/feeds/ward-95.atom", headers={"if-none-match": etag}).status_code == 200


def test_another_hour_of_the_same_day_is_a_move_too(client: Client, ward: Ward):
    to = datetime(2027, 2, 6, 19, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
    move_chat_session(
        ward.chat_sessions.get(planned_on=date(2027, 2, 6)), starts_at=to, because=FLOOD, sequence=0, clerk=None
    )
    assert [title.replace("\N{NO-BREAK SPACE}", " ") for title in titles(client)] == [
        "Ward 95: live chat moved from Saturday 6 February, 6:00 pm to Saturday 6 February, 7:00 pm"
    ]


def test_one_that_its_rule_moved_before_anybody_was_told_says_so_when_it_is_announced(client: Client, db: None):
    add_closure(
        kind="closed", ward=None, from_on=date(2027, 1, 2), to_on=date(2027, 1, 2), reasons={"en": "Fair"}, clerk=None
    )
    ward = make_ward()
    make_office(ward)
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    tick()
    assert titles(client) == ["Ward 95: live chat on Sunday 3 January"]
    assert summaries(client)[0].splitlines()[1] == ("Moved from 2 January 2027 because 2 January 2027 is closed: Fair")
