"""Rows of the log as events: what older releases wrote, what newer ones will, and what is damaged."""

import json
from typing import Any
from uuid import UUID

import pytest

from sessions.log.event_form import UnknownEvent, UnreadableEvent, body_of, read_event, read_written_event, type_of
from sessions.log.events.desk import DeskAnswered, DeskApproved, ResidentMuted
from sessions.log.events.room import QuestionAnswered, QuestionMerged, QuestionQueued, QuestionTaken, QuestionWithdrawn
from sessions.log.events.streams import AnyEvent

A, B = str(UUID(int=1)), str(UUID(int=2))


@pytest.mark.parametrize(
    ("stream", "type", "body", "event"),
    [
        ("public", "question.merged", {"id": A, "into": B}, QuestionMerged(id=A, into=B)),
        ("public", "question.taken", {"id": A, "backing": 3}, QuestionTaken(id=A, backing=3)),
        ("public", "question.withdrawn", {"id": A}, QuestionWithdrawn(id=A)),
        ("desk", "resident.muted", {"question": A, "minutes": 5}, ResidentMuted(question=A, minutes=5)),
        (
            "desk",
            "question.approved",
            {"id": A, "state": "queued", "version": 2},
            DeskApproved(id=A, state="queued", version=2),
        ),
    ],
)
def test_what_an_older_release_wrote_is_read(stream: str, type: str, body: object, event: AnyEvent) -> None:
    assert read_event(stream, type, body) == event


def test_two_events_of_one_type_are_told_apart_by_their_streams() -> None:
    assert read_event("public", "question.answered", {"id": A}) == QuestionAnswered(id=A)
    body = {"id": A, "state": "answered", "version": 7}
    assert read_event("desk", "question.answered", body) == DeskAnswered(id=A, state="answered", version=7)


def test_a_type_of_a_newer_release_is_handed_on_as_it_is() -> None:
    event = read_event("public", "question.sung", {"id": A, "key": "C"})
    assert event == UnknownEvent("question.sung", {"id": A, "key": "C"})
    assert (type_of(event), body_of(event)) == ("question.sung", {"id": A, "key": "C"})


def test_a_field_of_a_newer_release_is_left_out() -> None:
    assert read_event("public", "question.answered", {"id": A, "key": "C"}) == QuestionAnswered(id=A)


@pytest.mark.parametrize("body", [None, [], 7, {}, {"id": None}, {"id": 7}, {"id": "7"}])
def test_a_body_that_is_not_what_its_type_declares_cannot_be_read(body: object) -> None:
    assert read_event("public", "question.answered", body) == UnreadableEvent("question.answered")


def test_a_word_that_is_a_keyword_of_ours_has_its_name_on_the_wire() -> None:
    assert body_of(QuestionWithdrawn(id=A, came_from=B)) == {"id": A, "from": B}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        7,
        {},
        {"id": 7},
        {"id": A},
        {"id": A, "key": "C"},
        {"id": A, "type": "question.sung"},
        {"key": "\ud800"},
    ],
)
@pytest.mark.parametrize("kind", ["question.answered", "question.sung"])
def test_json_of_a_row_is_read_as_its_values_are(kind: str, body: Any) -> None:
    assert read_written_event("public", kind, json.dumps(body)) == read_event("public", kind, body)


def test_half_of_a_character_is_read_as_python_wrote_it() -> None:
    body = {"id": A, "kind": "question", "receipt": "K7", "asked_at": "2026-11-27T18:30:00.000Z", "label": "R"}
    read = read_written_event("public", "question.queued", json.dumps(body | {"text": "\ud800"}))
    assert read == read_event("public", "question.queued", body | {"text": "\ud800"})
    assert isinstance(read, QuestionQueued)


def test_what_is_no_json_cannot_be_read() -> None:
    assert read_written_event("public", "question.answered", '{"id":') == UnreadableEvent("question.answered")
