"""The log is gapless, in commit order, and hints only at what was committed."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from sessions.log import log
from sessions.log.events.desk import ResidentBanned
from sessions.log.events.room import NoticePosted
from sessions.log.events.streams import AnyEvent
from sessions.models import Stream
from tests.factories.evening import Evening, make_evening
from tests.hearing import hearing


def test_the_numbers_of_a_stream_have_no_gap_even_after_a_rollback(evening: Evening) -> None:
    evening.ask("One?")
    with pytest.raises(ZeroDivisionError):
        ask_and_fail(evening)
    evening.ask("Two?")
    events = evening.desk_events()
    assert [event["seq"] for event in events] == [1, 2]
    assert [event["text"] for event in events] == ["One?", "Two?"]


@transaction.atomic
def ask_and_fail(evening: Evening) -> None:
    evening.ask("Lost?")
    raise ZeroDivisionError


def test_the_hint_comes_after_the_commit_and_names_the_position(
    evening: Evening, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[tuple[str, int]] = []

    def hear(*, stream: str, seq: int, **_facts: Any) -> None:
        heard.append((stream, seq))

    with hearing(log.stream_grew, hear):
        with django_capture_on_commit_callbacks() as callbacks:
            evening.ask()
        assert heard == []
        for callback in callbacks:
            callback()
    assert heard == [("desk", 1)]


@pytest.mark.costly
def test_events_that_are_appended_together_follow_each_other_under_one_hint(
    evening: Evening, django_capture_on_commit_callbacks: Any
) -> None:
    evening.ask("One?")
    entries = [log.NewEvent(ResidentBanned(question=str(uuid4()), days=days), "clerk") for days in (1, 2, 3)]
    with django_capture_on_commit_callbacks() as callbacks:
        logged = log.append_all(evening.chat_session, entries)
    assert [(each.seq, each.event) for each in logged] == [
        (seq, entry.event) for seq, entry in enumerate(entries, start=2)
    ]
    assert log.read_since(chat_session_id=evening.chat_session.pk, stream="desk", seq=1) == logged
    assert len(callbacks) == 1
    evening.ask("Two?")
    assert [event["seq"] for event in evening.desk_events()] == [1, 2, 3, 4, 5]


def test_events_of_both_streams_are_appended_at_once_each_in_its_own(
    evening: Evening, django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    banned = ResidentBanned(question=str(uuid4()), days=1)
    events: list[AnyEvent] = [NoticePosted(text="One."), banned, NoticePosted(text="Two.")]
    pk = evening.chat_session.pk
    before = {name: log.position(chat_session_id=pk, stream=name).seq for name in ("public", "desk")}
    with django_capture_on_commit_callbacks() as callbacks, django_assert_num_queries(2):
        logged = log.append_all(evening.chat_session, [log.NewEvent(event, "clerk") for event in events])
    public, desk = (log.read_since(chat_session_id=pk, stream=name, seq=before[name]) for name in ("public", "desk"))
    assert (public, desk) == ([logged[0], logged[2]], [logged[1]])
    assert [each.event for each in logged] == events
    assert [each.seq for each in logged] == [before["public"] + 1, before["desk"] + 1, before["public"] + 2]
    assert len(callbacks) == 2


def test_appending_nothing_changes_nothing_and_hints_at_nothing(
    evening: Evening, django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, django_assert_num_queries(0):
        assert log.append_all(evening.chat_session, []) == []
    assert callbacks == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_appended_outside_of_a_transaction() -> None:
    evening = make_evening()
    before = evening.desk_events()
    with pytest.raises(transaction.TransactionManagementError):
        log.append(evening.chat_session, ResidentBanned(question=str(uuid4()), days=1), actor="clerk")
    assert evening.desk_events() == before


@pytest.mark.costly
def test_both_streams_of_a_chat_session_share_an_epoch_of_their_own(evening: Evening) -> None:
    epochs = {stream.name: stream.epoch for stream in Stream.objects.filter(chat_session=evening.chat_session)}
    assert epochs["public"] == epochs["desk"]
    assert len(epochs["public"]) == 22


@pytest.mark.costly
@pytest.mark.usefixtures("few_ask_for_many")
def test_reading_goes_on_after_a_position_and_stops_at_the_limit(evening: Evening) -> None:
    for number in range(5):
        evening.ask(f"Question {number}?")
    events = log.read_since(chat_session_id=evening.chat_session.pk, stream="desk", seq=1, limit=2)
    assert [event.seq for event in events] == [2, 3]


def test_the_log_knows_people_by_opaque_ids_only(evening: Evening) -> None:
    evening.queue()
    written = str(evening.public_events()) + str(evening.desk_events())
    for person in (*evening.residents, evening.moderator):
        assert person.username not in written
        assert str(person.public_id) not in written
