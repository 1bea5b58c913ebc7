"""Each minute, what is public in a live chat is committed to, so that nobody can change it later."""

import base64
import json
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from moderation.questions.notices import post_notice
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.log.log import backing_changed
from sessions.log.queries import query_checkpoint
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, LogKey, RecordCheckpoint
from sessions.record.proof.notes.checkpoints import TreeHead
from sessions.record.proof.notes.signed_notes import NoteKey, read_note
from sessions.record.proof.tree import consistency_proof, leaf_hash, root_hash
from sessions.record.proof.verifier.verify import is_consistent
from sessions.record.sealing.live_checkpoints import AT_ONCE, EVERY, commit_live_chats, commit_live_entries
from sessions.tick import tick
from tests.factories.evening import Evening, make_evening
from tests.hearing import hearing
from tests.measuring.timing import least_measured

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def sizes() -> list[int]:
    return list(RecordCheckpoint.objects.values_list("size", flat=True))


def test_the_clock_commits_within_each_minute_in_which_something_came(evening: Evening) -> None:
    now = timezone.now()
    evening.queue()
    assert commit_live_chats(now) == []
    first = len(evening.public_events())
    evening.queue()
    commit_live_chats(timezone.now())
    assert sizes() == [first]
    later = timezone.now() + EVERY
    commit_live_chats(later)
    assert sizes() == [first, first + 1]
    commit_live_chats(later + timedelta(minutes=5))
    assert sizes() == [first, first + 1]


def test_the_clock_does_it_in_its_round_and_says_nothing_of_it(evening: Evening) -> None:
    evening.queue()
    assert tick() == []
    assert len(sizes()) == 1


def test_each_is_signed_and_extends_the_one_before_up_to_the_record(evening: Evening) -> None:
    for text in ("One.", "Two.", "Three."):
        post_notice(evening.chat_session, moderator=evening.moderator, text=text)
        commit_live_entries(lock_chat_session(evening.chat_session.pk))
    close_chat_session(evening.chat_session, by="clerk")
    document = json.loads(Client().get(f"/records/{evening.chat_session.record.slug}.json").content)
    leaves = [leaf_hash(entry) for entry in document["entries"]]
    key = NoteKey.parse(LogKey.objects.get().vkey)
    rows = list(RecordCheckpoint.objects.all())
    assert [row.closed_at is None for row in rows] == [True, True, True, False]
    for row in rows:
        note = read_note(row.note)
        head = TreeHead.parse(note.text)
        assert head.origin == f"{key.name}/chat/{evening.chat_session.pk}"
        assert note.is_signed_by(NoteKey(head.origin, key.public))
        assert (head.size, head.root) == (row.size, root_hash(leaves[: row.size]))
        proof = consistency_proof(leaves, row.size)
        assert is_consistent(row.size, head.root, len(leaves), base64.b64decode(document["tree"]["root"]), proof)


def test_the_room_is_told_of_each_and_of_the_one_at_the_close(
    evening: Evening, django_capture_on_commit_callbacks: object
) -> None:
    told: list[UUID] = []

    def hear(chat_session_id: UUID) -> None:
        told.append(chat_session_id)

    with hearing(backing_changed, hear):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            commit_live_chats(timezone.now())
        assert told == [evening.chat_session.pk]
        first = query_checkpoint(evening.chat_session.pk).read()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            close_chat_session(evening.chat_session, by="clerk")
    last = query_checkpoint(evening.chat_session.pk).read()
    assert (first.split("\n")[1], last.split("\n")[1]) == tuple(map(str, sizes()))
    assert set(told) == {evening.chat_session.pk}
    assert len(told) > 1


def test_a_chat_that_is_over_is_not_committed_to_as_a_live_one(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    [size] = sizes()
    post = lock_chat_session(evening.chat_session.pk)
    assert commit_live_entries(post) is None
    assert sizes() == [size]


def test_many_chats_take_turns() -> None:
    for number in range(95, 95 + AT_ONCE + 2):
        make_evening(number=number)
    now = timezone.now()
    commit_live_chats(now)
    assert len(sizes()) == AT_ONCE
    commit_live_chats(now)
    assert len(sizes()) == AT_ONCE + 2 == ChatSession.objects.live().count()


@pytest.mark.slow
def test_a_checkpoint_of_a_full_evening_takes_20_ms_of_processor(evening: Evening) -> None:
    for place in range(300):
        evening.queue(f"Question {place}?", by=place % 3)
    commit_live_entries(lock_chat_session(evening.chat_session.pk))

    def measure() -> float:
        for place in range(5):
            post_notice(evening.chat_session, moderator=evening.moderator, text=f"Notice {place} {time.monotonic()}.")
        began = time.process_time()
        assert commit_live_entries(lock_chat_session(evening.chat_session.pk)) is not None
        return time.process_time() - began

    assert least_measured(measure, wanted=0.020) <= 0.020
