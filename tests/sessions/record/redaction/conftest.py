"""A closed evening whose record holds words that have to go, and a second clerk."""

from dataclasses import dataclass
from typing import Any

import pytest

from moderation.desk.notes import leave_note
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.chats.questions.floor import finish_answer, give_answer
from sessions.chats.questions.own_questions import report_question
from sessions.models import Record, Redaction
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import Evening

CANARY = "Does Canary Das live in flat 4? ক্যানারি"


@dataclass
class Recorded:
    """receipt: of the question that holds the words; another question stands beside it."""

    evening: Evening
    second_clerk: Any
    question: Any
    other: Any

    @property
    def record(self) -> Record:
        return Record.objects.get(chat_session=self.evening.chat_session)

    def numbers_of(self, *kinds: str) -> list[int]:
        return [
            entry["n"]
            for entry in self.record.document["entries"]
            if entry["type"] in kinds and entry["data"].get("question") == str(self.question.pk)
        ]

    def propose(self, *kinds: str, **given: Any) -> Redaction:
        entries: dict[int, tuple[str, ...]] = dict.fromkeys(self.numbers_of(*kinds), ())
        facts = {"authority": "Order 7 of 2027", "clerk": self.evening.clerk, **COURT_ORDER}
        return propose_redaction(self.evening.chat_session, entries, **(facts | given))

    def redact(self, *kinds: str, **given: Any) -> Redaction:
        return confirm_redaction(self.propose(*kinds, **given).pk, clerk=self.second_clerk)


ALL = ("question.queued", "answer.given", "answer.corrected")


def make_recorded(evening: Evening) -> Recorded:
    """The words stand in the question, a note of the desk, a report, the answer, its correction, and a copy."""
    chat, councillor = evening.chat_session, evening.councillor
    question = evening.queue(CANARY)
    leave_note(chat, question.pk, moderator=evening.moderator, text=f"Note: {CANARY}")
    other = evening.queue("When will the drain be cleaned?", by=1)
    report_question(chat, question.pk, person=evening.residents[2], why=f"Why: {CANARY}")
    copy = evening.ask(f"I ask, too: {CANARY}", by=1)
    decline_question(
        chat, copy.pk, moderator=evening.moderator, version=1, reason="already_asked", note=f"As: {CANARY}"
    )
    evening.take(question)
    give_answer(chat, question.pk, person=councillor, text=f"First: {CANARY}", final=False)
    [part] = parts_given_by(councillor, chat.pk)
    correct_answer(chat, question.pk, person=councillor, part=part, text=f"Second: {CANARY}")
    correct_answer(chat, question.pk, person=councillor, part=part, text="Third, without it.")
    finish_answer(chat, question.pk, person=councillor)
    close_chat_session(chat, by="clerk")
    return Recorded(evening, make_clerk(f"second-clerk-{evening.ward.number}"), question, other)


@pytest.fixture
def recorded(evening: Evening) -> Recorded:
    return make_recorded(evening)
