"""Frames for clients that poll."""

import json
from typing import Any
from uuid import UUID

import pytest

from chatserver.live.fanout.polling import polled_frame, with_you
from chatserver.live.wire.protocol import You
from chatserver.live.wire.resume import ResumePosition
from sessions.models import Stream
from tests.factories.evening import Evening, make_evening


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def poll(evening: Evening, resume_from: ResumePosition | None = None) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(
        polled_frame(evening.chat_session.pk, "public", resume_from or ResumePosition()) or ""
    )
    return frame


def test_a_client_that_asks_again_gets_what_came_since(evening: Evening) -> None:
    snapshot = poll(evening)
    evening.queue()
    frame = poll(evening, ResumePosition(snapshot["epoch"], snapshot["seq"]))
    assert [event["type"] for event in frame["events"]] == ["question.queued"]
    assert frame["counts"] == {"present": 0, "visitors": 0, "backing": {event["id"]: 0 for event in frame["events"]}}


def test_after_a_restore_everybody_gets_a_snapshot(evening: Evening) -> None:
    known = poll(evening)
    Stream.objects.update(epoch="restored")
    frame = poll(evening, ResumePosition(known["epoch"], known["seq"]))
    assert (frame["type"], frame["epoch"]) == ("snapshot", "restored")


def test_an_unknown_chat_session_cannot_be_polled(db: None) -> None:
    assert polled_frame(UUID(int=0), "public", ResumePosition()) is None


def test_what_only_one_person_is_told_is_added_to_the_shared_frame() -> None:
    you = You(role="resident", may=("question.ask",), questions=[], backed=[])
    told = {"role": "resident", "may": ["question.ask"], "questions": [], "backed": []}
    assert json.loads(with_you('{"type":"events"}', you)) == {"type": "events", "you": told}
    assert with_you('{"type":"events"}', None) == '{"type":"events"}'
