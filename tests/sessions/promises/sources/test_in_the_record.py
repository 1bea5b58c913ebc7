"""The record of a chat has each step of its promises beside the old entry; redacted words go from all places."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.models import Event, Promise, PromiseState, Record
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from sessions.record.transcript_reader import read_transcript
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import Evening
from tests.factories.promises import promise_step
from tests.factories.written_answers import owed_question
from tests.sessions.promises.sources.test_ticking import in_days

pytestmark = pytest.mark.costly

SAID = "The wall of Canary Das goes by Monday."


@pytest.fixture
def promise(evening: Evening, settings: Any, tmp_path: Path) -> Promise:
    """In a sealed record, and claimed since."""
    settings.DATA_DIR = tmp_path
    question = evening.take(evening.queue())
    promised = Promised(said=SAID, due_on=in_days(9))
    chat, text = evening.chat_session, f"Yes. {SAID}"
    give_promising_answer(chat, question.pk, person=evening.councillor, text=text, final=True, promised=promised)
    close_chat_session(chat, by="clock")
    seal_chat_session(chat, by=CLOCK)
    return promise_step(Promise.objects.get(), "claim", text="Canary’s wall is gone.")


def raw(record: Record) -> bytes:
    return bytes(Client().get(f"/records/{record.slug}.json").content)


def noted_in(record: Record) -> list[dict[str, Any]]:
    return [entry for entry in record.document["entries"] if entry["type"] == "promise.noted"]


def test_a_sealed_record_grows_by_each_step_and_verifies(promise: Promise) -> None:
    record = Record.objects.get()
    made, claimed = noted_in(record)
    assert (made["data"]["step"], made["texts"]["said"]["value"]) == ("made", SAID)
    assert (claimed["data"]["step"], claimed["data"]["state"]) == ("claim", "claimed_kept")
    assert len(record.document["states"]) == 2
    found = verify_document(raw(record), known_keys())
    assert (found.entries, found.redacted) == (len(record.document["entries"]), 0)


def test_due_soon_is_no_entry(promise: Promise) -> None:
    promise_step(promise, "dispute")
    promise_step(promise, "due_soon")
    assert [entry["data"]["step"] for entry in noted_in(Record.objects.get())] == ["made", "claim", "dispute"]


def test_the_transcript_has_the_promise_under_its_answer(promise: Promise) -> None:
    (question,) = read_transcript(Record.objects.get().document).answered
    (shown,) = question.answers[0].promises
    assert (shown.number, shown.state, shown.what, shown.due_on) == (
        promise.number,
        "claimed_kept",
        SAID,
        promise.due_on,
    )
    assert [(step.step, step.text) for step in shown.steps] == [("made", ""), ("claim", "Canary’s wall is gone.")]


@pytest.mark.long
def test_with_the_answer_the_words_of_its_promise_are_redacted_everywhere(evening: Evening, promise: Promise) -> None:
    record = Record.objects.get()
    (given,) = (entry["n"] for entry in record.document["entries"] if entry["type"] == "answer.given")
    facts: dict[str, Any] = {"authority": "Order 7", "clerk": evening.clerk, **COURT_ORDER}
    redaction = propose_redaction(evening.chat_session, {given: ()}, **facts)
    confirm_redaction(redaction.pk, clerk=make_clerk())
    record.refresh_from_db()
    promise.refresh_from_db()
    assert (promise.is_withheld, promise.said, promise.what) == (True, "", "")
    for place in (record.document, list(Event.objects.values_list("body", flat=True))):
        assert "Canary" not in json.dumps(place, ensure_ascii=False)
    assert verify_document(raw(record), known_keys()).redacted == 3
    promise_step(promise, "keep", text="Canary again")
    later = noted_in(Record.objects.get())[-1]
    assert (later["data"]["step"], later["texts"]) == ("keep", {})
    (question,) = read_transcript(Record.objects.get().document).answered
    assert (question.answers[0].promises[0].what, question.answers[0].promises[0].state) == (None, PromiseState.KEPT)


def test_with_a_question_on_notice_the_promise_of_its_answer_loses_its_words(evening: Evening) -> None:
    question = owed_question(evening, text="Does Canary Das block the drain?")
    record = Record.objects.get()
    (queued,) = (entry["n"] for entry in record.document["entries"] if entry["type"] == "question.queued")
    facts: dict[str, Any] = {"ground": "personal_data", "authority": "Order 8", "clerk": evening.clerk}
    redaction = propose_redaction(evening.chat_session, {queued: ()}, **facts)
    confirm_redaction(redaction.pk, clerk=make_clerk())
    promise = Promise.objects.get(question=question)
    assert (promise.what, promise.state, promise.is_withheld) == ("", PromiseState.MADE, True)
    assert "Canary" not in str(list(Event.objects.values_list("body", flat=True)))
