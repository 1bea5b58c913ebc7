"""Rows of the log as events: what older releases wrote, what newer ones will, and what is damaged."""

import pytest

from sessions.log import events
from sessions.log.event_form import UnknownEvent, UnreadableEvent, body_of, read_event, type_of


@pytest.mark.parametrize(
    ("stream", "type", "body", "event"),
    [
        ("public", "question.merged", {"id": "a", "into": "b"}, events.QuestionMerged(id="a", into="b")),
        ("public", "question.taken", {"id": "a", "backing": 3}, events.QuestionTaken(id="a", backing=3)),
        ("public", "question.withdrawn", {"id": "a"}, events.QuestionWithdrawn(id="a")),
        ("desk", "resident.muted", {"question": "a", "minutes": 5}, events.ResidentMuted(question="a", minutes=5)),
        (
            "desk",
            "question.approved",
            {"id": "a", "state": "queued", "version": 2},
            events.DeskApproved(id="a", state="queued", version=2),
        ),
    ],
)
def test_what_an_older_release_wrote_is_read(stream: str, type: str, body: object, event: events.AnyEvent) -> None:
    assert read_event(stream, type, body) == event


def test_two_events_of_one_type_are_told_apart_by_their_streams() -> None:
    assert read_event("public", "question.answered", {"id": "a"}) == events.QuestionAnswered(id="a")
    body = {"id": "a", "state": "answered", "version": 7}
    assert read_event("desk", "question.answered", body) == events.DeskAnswered(id="a", state="answered", version=7)


def test_a_type_of_a_newer_release_is_handed_on_as_it_is() -> None:
    event = read_event("public", "question.sung", {"id": "a", "key": "C"})
    assert event == UnknownEvent("question.sung", {"id": "a", "key": "C"})
    assert (type_of(event), body_of(event)) == ("question.sung", {"id": "a", "key": "C"})


def test_a_field_of_a_newer_release_is_left_out() -> None:
    assert read_event("public", "question.answered", {"id": "a", "key": "C"}) == events.QuestionAnswered(id="a")


@pytest.mark.parametrize("body", [None, [], 7, {}, {"id": None}, {"id": 7}])
def test_a_body_that_is_not_what_its_type_declares_cannot_be_read(body: object) -> None:
    assert read_event("public", "question.answered", body) == UnreadableEvent("question.answered")


def test_a_word_that_is_a_keyword_of_ours_has_its_name_on_the_wire() -> None:
    assert body_of(events.QuestionWithdrawn(id="a", came_from="b")) == {"id": "a", "from": "b"}
