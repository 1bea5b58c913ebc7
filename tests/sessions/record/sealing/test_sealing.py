"""The clock seals a record once its window has passed: all or nothing, once, and with the same bytes."""

import base64
import json
import threading
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from moderation.questions.notices import post_notice
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.log.audit import CLOCK
from sessions.models import ChatSession, LogCheckpoint, LogLeaf, Record
from sessions.platform.refusals import Refused
from sessions.record.compile import refresh_record
from sessions.record.proof.states import EntryChangedError
from sessions.record.proof.tree import leaf_hash, root_hash
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import Verified, verify_document
from sessions.record.transcript_reader import read_transcript
from sessions.tick import tick
from tests.factories.evening import Evening, make_evening
from tests.sessions.record.test_publishing import Interrupted, InterruptedOnce

pytestmark = pytest.mark.costly

LATER = timedelta(hours=72, minutes=1)


@pytest.fixture
def closed(evening: Evening) -> Evening:
    evening.answer()
    post_notice(evening.chat_session, moderator=evening.moderator, text="Until next month.")
    close_chat_session(evening.chat_session, by="clerk")
    return evening


def everything(evening: Evening) -> Any:
    chats = list(ChatSession.objects.values("state"))
    rows = [list(model.objects.values()) for model in (Record, LogLeaf, LogCheckpoint)]
    return chats, evening.public_events(), rows


def sealings(done: Iterable[str]) -> int:
    return sum(line.startswith("sealed ") for line in done)


def root_of(entries: list[Any]) -> str:
    return base64.b64encode(root_hash([leaf_hash(entry) for entry in entries])).decode()


def test_a_draft_is_public_until_the_window_has_passed_and_then_sealed_once(closed: Evening) -> None:
    draft = Record.objects.get()
    assert (draft.is_draft, draft.is_in_window, "draft" in draft.document) == (True, True, True)
    assert sealings(tick(timezone.now() + timedelta(hours=71))) == 0
    assert sealings(tick(timezone.now() + LATER)) == 1
    assert sealings(tick(timezone.now() + LATER)) == 0
    record = Record.objects.get()
    document = record.document
    *entries, last = document["entries"]
    assert entries == draft.document["entries"]
    assert (last["type"], last["data"]) == ("session.sealed", {"seq": len(entries) + 1})
    (state,) = document["states"]
    assert state == {"size": len(entries) + 1, "root": document["tree"]["root"], "sealed_at": last["at"], "index": 1}
    assert ("draft" in document, document["sealed_at"]) == (False, last["at"])
    body = {"record": record.slug, "root": state["root"], "sealed_at": last["at"], "size": state["size"]}
    assert json.loads(LogLeaf.objects.get(kind="record").data) == body
    assert ChatSession.objects.get().state == "sealed"
    assert record.sealed_at is not None
    assert not record.is_in_window


def test_the_setting_of_the_day_of_the_close_decides(evening: Evening, settings: Any) -> None:
    settings.RECORD_CORRECTION_HOURS = 2
    close_chat_session(evening.chat_session, by="clerk")
    settings.RECORD_CORRECTION_HOURS = 72
    assert sealings(tick(timezone.now() + timedelta(hours=1))) == 0
    assert sealings(tick(timezone.now() + timedelta(hours=2, minutes=1))) == 1


def test_a_record_of_before_there_was_a_window_is_sealed_at_once(closed: Evening) -> None:
    Record.objects.update(correct_until=None)
    assert sealings(tick(timezone.now())) == 1


@pytest.mark.long
def test_whatever_statement_of_the_sealing_fails_nothing_has_changed(closed: Evening) -> None:
    before, number = everything(closed), 1
    while is_interrupted(closed, number):
        assert everything(closed) == before
        number += 1
    assert number > 15
    assert ChatSession.objects.get().state == "sealed"
    assert len(Record.objects.get().document["states"]) == LogLeaf.objects.filter(kind="record").count() == 1


def is_interrupted(evening: Evening, number: int) -> bool:
    with connection.execute_wrapper(InterruptedOnce(number)):
        try:
            seal_chat_session(evening.chat_session, by=CLOCK)
        except Interrupted:
            return True
    return False


def test_nothing_is_sealed_twice_or_before_it_is_over(evening: Evening) -> None:
    with pytest.raises(Refused):
        seal_chat_session(evening.chat_session, by=CLOCK)
    close_chat_session(evening.chat_session, by="clerk")
    seal_chat_session(evening.chat_session, by=CLOCK)
    with pytest.raises(Refused):
        seal_chat_session(evening.chat_session, by=CLOCK)


def test_a_record_without_any_question_is_sealed(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    seal_chat_session(evening.chat_session, by=CLOCK)
    assert read_transcript(Record.objects.get().document).asked == 0


def test_compiled_again_a_sealed_record_has_the_same_bytes_and_no_new_state(closed: Evening) -> None:
    seal_chat_session(closed.chat_session, by=CLOCK)
    before = json.dumps(Record.objects.get().document)
    refresh_record(closed.chat_session)
    assert json.dumps(Record.objects.get().document) == before
    assert LogLeaf.objects.filter(kind="record").count() == 1


def test_a_later_correction_is_a_further_entry_and_a_new_state(closed: Evening) -> None:
    seal_chat_session(closed.chat_session, by=CLOCK)
    before = Record.objects.get().document
    correct(closed, "Before the rains.")
    document = Record.objects.get().document
    size = len(before["entries"])
    assert json.dumps(document["entries"][:size]) == json.dumps(before["entries"])
    assert document["entries"][size]["type"] == "answer.corrected"
    first, second = document["states"]
    assert [first] == before["states"]
    assert (second["size"], second["root"], second["index"]) == (size + 1, document["tree"]["root"], 2)
    assert root_of(document["entries"][:size]) == first["root"]
    assert document["sealed_at"] == second["sealed_at"] == document["entries"][-1]["at"]


def correct(evening: Evening, text: str) -> None:
    (part,) = parts_given_by(evening.councillor, evening.chat_session.pk)
    question = evening.chat_session.questions.get()
    correct_answer(evening.chat_session, question.pk, person=evening.councillor, part=part, text=text)


def test_a_change_of_an_earlier_entry_is_refused(closed: Evening) -> None:
    seal_chat_session(closed.chat_session, by=CLOCK)
    record = Record.objects.get()
    record.document["entries"][1]["at"] = "2020-01-01T00:00:00.000Z"
    record.save()
    with pytest.raises(EntryChangedError, match="entry 1 of the record would change"):
        refresh_record(closed.chat_session)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_seal_each_record_once() -> None:
    for number in (95, 96, 97):
        evening = make_evening(number=number)
        evening.queue()
        close_chat_session(evening.chat_session, by="clerk")
    done: list[int] = []
    barrier = threading.Barrier(2)

    def run() -> None:
        try:
            barrier.wait()
            done.append(sealings(tick(timezone.now() + LATER)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _clock in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 3
    assert [len(record.document["states"]) for record in Record.objects.all()] == [1, 1, 1]
    assert LogLeaf.objects.filter(kind="record").count() == 3


def test_the_verifier_takes_the_draft_the_sealed_record_and_what_grew_later(closed: Evening) -> None:
    address = f"/records/{Record.objects.get().slug}.json"
    assert verified(address).is_draft
    seal_chat_session(closed.chat_session, by=CLOCK)
    size = verified(address).entries
    correct(closed, "Before the rains.")
    assert verified(address).entries == size + 1


def verified(address: str) -> Verified:
    return verify_document(Client().get(address).content, known_keys())
