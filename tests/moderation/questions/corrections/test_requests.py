"""Authors ask for the correction of a typing fault in their question; a moderator decides, and says why."""

from datetime import timedelta
from typing import Any

import pytest

from moderation.ledger.decision_rows import decision_words
from moderation.ledger.decisions import read_decisions
from moderation.ledger.ledger_filter import LedgerFilter
from moderation.questions.corrections.requests import decide_correction, waiting_requests
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.correction_requests import ask_for_correction, may_ask_for_correction, words_as_asked
from sessions.models import Question, Record
from sessions.platform.refusals import Refused
from sessions.record.search.question_search import search_records
from sessions.record.transcript_reader import read_transcript
from tests.factories.evening import Evening, without_ids

pytestmark = pytest.mark.costly

FAULTY, RIGHT = "When will the drian be cleaned?", "When will the drain be cleaned?"


@pytest.fixture
def question(evening: Evening) -> Question:
    question = evening.queue(FAULTY)
    close_chat_session(evening.chat_session, by="clerk")
    return question


def ask(evening: Evening, question: Question, text: str = RIGHT, *, by: int = 0) -> None:
    ask_for_correction(evening.chat_session, question.pk, person=evening.residents[by], text=text)
    question.refresh_from_db()


def decide(evening: Evening, question: Question, *, is_accepted: bool = True) -> Question:
    seen: dict[str, Any] = {"moderator": evening.moderator, "version": question.version, "note": "A typing fault."}
    return decide_correction(evening.chat_session, question.pk, **seen, is_accepted=is_accepted)


def refusal_of(evening: Evening, question: Question, text: str = RIGHT, *, by: int = 0) -> str:
    with pytest.raises(Refused) as refusal:
        ask(evening, question, text, by=by)
    return refusal.value.code


def test_accepted_words_are_public_and_the_earlier_ones_stay(evening: Evening, question: Question) -> None:
    before = Record.objects.get().document
    ask(evening, question)
    assert Record.objects.get().document == before
    assert [each.text for each in waiting_requests(evening.chat_session)] == [RIGHT]
    decide(evening, question)
    document = Record.objects.get().document
    assert document["entries"][:-1] == before["entries"]
    assert document["entries"][-1]["type"] == "question.corrected"
    (shown,) = read_transcript(document).not_reached
    assert (shown.text, [each.text for each in shown.earlier]) == (RIGHT, [FAULTY])
    assert len(search_records("drain").entries) == 1
    assert search_records("drian").entries == []
    assert waiting_requests(evening.chat_session) == []


@pytest.mark.parametrize(("is_accepted", "listed"), [(True, "correction_accepted"), (False, "correction_refused")])
def test_the_decision_stands_in_the_ledger(
    evening: Evening, question: Question, is_accepted: bool, listed: str
) -> None:
    ask(evening, question)
    decide(evening, question, is_accepted=is_accepted)
    newest = read_decisions(LedgerFilter(), start=0, limit=1)[0]
    assert (newest.decision, newest.role, newest.commitment) == (listed, "moderator", question.commitment)
    assert str(decision_words(newest)).startswith("Correction of a question")


def test_a_refused_request_changes_no_public_word(evening: Evening, question: Question) -> None:
    before = evening.public_events()
    ask(evening, question, "Why does nobody clean anything?")
    decide(evening, question, is_accepted=False)
    assert evening.public_events() == before
    assert question.corrections.get().note == "A typing fault."


def test_personal_data_in_the_proposed_words_is_masked(evening: Evening, question: Question) -> None:
    ask(evening, question, f"{RIGHT} Call 98300 12345.")
    decide(evening, question)
    assert "98300" not in without_ids(evening.public_events())
    (shown,) = read_transcript(Record.objects.get().document).not_reached
    assert shown.text == f"{RIGHT} Call […]."


def test_the_proof_of_the_words_as_asked_still_holds(evening: Evening, question: Question) -> None:
    ask(evening, question)
    question = decide(evening, question)
    assert (question.text, words_as_asked(question)) == (RIGHT, FAULTY)


def test_who_may_ask_and_when(evening: Evening, question: Question) -> None:
    assert refusal_of(evening, question, by=1) == "not_found"
    assert refusal_of(evening, question, FAULTY) == "state"
    assert may_ask_for_correction(question)
    ask(evening, question)
    assert not may_ask_for_correction(question)
    assert refusal_of(evening, question) == "corrected_often"
    decide(evening, question, is_accepted=False)
    Record.objects.update(correct_until=Record.objects.get().made_at - timedelta(seconds=1))
    assert refusal_of(evening, question) == "closed"


def test_nothing_waits_twice_and_a_decision_is_made_once(evening: Evening, question: Question) -> None:
    ask(evening, question)
    question = decide(evening, question, is_accepted=False)
    with pytest.raises(Refused) as refusal:
        decide(evening, question)
    assert refusal.value.code == "state"


def test_before_the_close_there_is_nothing_to_correct(evening: Evening) -> None:
    assert refusal_of(evening, evening.queue(FAULTY)) == "state"
