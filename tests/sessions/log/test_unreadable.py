"""An event that cannot be read: its stream goes on with a sentence in its place, on pages and on sockets."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from chatserver.live.fanout.tailer import follow_streams
from chatserver.readiness.checks import check_events
from sessions.log import known_streams, unreadable
from sessions.models import Event
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


@pytest.fixture(autouse=True)
def nothing_is_known() -> Iterator[None]:
    unreadable._known.clear()
    known_streams._streams.clear()
    yield
    unreadable._known.clear()
    known_streams._streams.clear()


def spoil(evening: Evening, body: str) -> int:
    """The event by which a question came into the queue; others follow it."""
    evening.queue("When will the drain be cleaned?")
    event = Event.objects.get(stream__chat_session=evening.chat_session, type="question.queued")
    evening.queue("When does the library open?", by=1)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("UPDATE chat_sessions_event SET body = %s WHERE id = %s", [body, event.pk])
        if connection.vendor == "sqlite":  # other tests use this connection
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    return event.seq


QUEUED = {
    "id": "00000000-0000-0000-0000-000000000007",
    "text": "When?",
    "kind": "question",
    "label": "Resident",
    "receipt": "R",
    "asked_at": "2027-01-02T18:00:00.000Z",
}
BODIES = ["{}", "[]", "7", '{"id": null}', json.dumps(QUEUED | {"id": "7"}), json.dumps(QUEUED | {"asked_at": "soon"})]


@pytest.mark.long
@pytest.mark.row("fault", 31)
@pytest.mark.parametrize("body", BODIES)
def test_the_room_goes_on_with_a_sentence(evening: Evening, body: str, caplog: pytest.LogCaptureFixture):
    seq = spoil(evening, body)
    with caplog.at_level(logging.ERROR):
        feeds = follow_streams(evening.chat_session.pk)
    assert feeds is not None
    state = feeds.public.state
    assert [(notice["seq"], notice["text"]) for notice in state["notices"]] == [(seq, unreadable.SENTENCE)]
    assert [card["text"] for card in state["queue"]] == ["When does the library open?"]
    [record] = caplog.records
    said = f"Event {seq} of the public stream of chat session {evening.chat_session.pk} cannot be read."
    assert record.getMessage() == said
    assert check_events() == "unreadable"


@pytest.mark.long
@pytest.mark.parametrize("body", BODIES)
def test_its_page_shows_the_same(evening: Evening, body: str):
    spoil(evening, body)
    page = Client().get(f"/chat/{evening.chat_session.pk}/")
    assert (page.status_code, "What was published here cannot be shown" in page.content.decode()) == (200, True)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="it stores nothing that is no JSON")
def test_what_is_not_even_json_is_one_of_them(evening: Evening):
    seq = spoil(evening, '{"id": ')
    feeds = follow_streams(evening.chat_session.pk)
    assert feeds is not None
    assert [notice["seq"] for notice in feeds.public.state["notices"]] == [seq]
    assert json.loads(json.dumps(feeds.public.state))["queue"][0]["text"] == "When does the library open?"


def test_a_log_that_can_be_read_is_well(evening: Evening):
    evening.queue("When will the drain be cleaned?")
    assert follow_streams(evening.chat_session.pk) is not None
    assert check_events() == "ok"
