"""What a process keeps in memory of redacted words, it forgets."""

import json
from typing import Any

import pytest

from moderation.questions.similar.forgetting import forget_likeness
from moderation.questions.similar.record_index import records
from sessions.log import known_streams, log
from sessions.record.redaction.after_commit import RedactionWatch, forget_in_memory
from sessions.record.redaction.hooks import Destroyed, destroy_copies, forget_copies
from tests.hearing import hearing
from tests.sessions.record.redaction.conftest import ALL, CANARY, Recorded

pytestmark = pytest.mark.costly


def test_a_replica_that_is_followed_loses_the_words_with_the_event(recorded: Recorded) -> None:
    chat_session_id = recorded.evening.chat_session.pk
    replicas = known_streams.follow_replicas(chat_session_id)
    try:
        before = {replica.name: replica.seq for replica in replicas}
        recorded.redact(*ALL)
        for replica in replicas:
            replica.apply(
                log.read_since(chat_session_id=chat_session_id, stream=replica.name, seq=before[replica.name])
            )
            recent = b"".join(bytes(each.raw) for each in replica.recent_after(0))
            assert b"Canary" not in recent + replica.state_as_json()
            assert b"question.redacted" in recent
    finally:
        known_streams.stop_following_replicas(chat_session_id, *replicas)


def test_a_replica_that_nobody_follows_is_dropped(recorded: Recorded) -> None:
    chat_session_id = recorded.evening.chat_session.pk
    before = known_streams.latest_replica(chat_session_id, "public")
    recorded.redact(*ALL)
    forget_in_memory(chat_session_id)
    after = known_streams.latest_replica(chat_session_id, "public")
    assert after is not before
    assert "Canary" not in json.dumps(after.state)


def test_another_process_notices_it_once(recorded: Recorded) -> None:
    told: list[Any] = []
    with hearing(forget_copies, told.append):
        watch = RedactionWatch()
        watch.look()
        recorded.redact("question.queued")
        watch.look()
        watch.look()
    assert told == [recorded.evening.chat_session.pk]


def test_the_index_of_similar_questions_is_made_again(recorded: Recorded) -> None:
    records.forget()
    assert len(records.find(CANARY)) == 1
    recorded.redact(*ALL)
    forget_likeness(recorded.evening.chat_session.pk)
    assert records.find(CANARY) == []


def test_other_tables_are_told_within_the_transaction(recorded: Recorded) -> None:
    told: list[Destroyed] = []
    with hearing(destroy_copies, told.append):
        [n] = recorded.numbers_of("question.queued")
        recorded.redact("question.queued")
    [gone] = told
    assert (list(gone.entries), gone.record) == ([n], recorded.record)
    assert recorded.question.pk in {question.pk for question in gone.questions}
