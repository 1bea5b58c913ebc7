"""The questions of a record one after the other, with the numbers of their entries; pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sessions.log.event_form import tag_of
from sessions.log.events.room import (
    QuestionDeclined,
    QuestionMerged,
    QuestionQueued,
    QuestionUndecided,
    QuestionWithdrawn,
)
from sessions.models.outcomes import QuestionOutcome
from sessions.record.forms.record_facts import RedactedPlace, redactions_in_document
from sessions.record.promises_noted import ShownPromise
from sessions.record.shown_corrections import CorrectionShown
from sessions.record.transcript import GivenAnswer, PutQuestion, Transcript, UnputQuestion
from sessions.record.transcript_reader import read_transcript

FIRST_SAID = frozenset(
    tag_of(kind) for kind in (QuestionQueued, QuestionDeclined, QuestionWithdrawn, QuestionMerged, QuestionUndecided)
)
"""The types of the events with which a question enters the record."""


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """A question with what became of it. entry: the number of its first entry, or None where it is not known.

    text, label: None where the public does not get them.
    """

    entry: int | None
    receipt: str
    kind: str
    outcome: QuestionOutcome
    text: str | None
    label: str | None
    asked_at: datetime
    taken_at: datetime | None = None
    due_on: date | None = None
    backing: int | None = None
    answers: list[GivenAnswer] = field(default_factory=list)
    promises: list[ShownPromise] = field(default_factory=list)
    """Promises to answer the question in writing; an answer has promises of its own."""
    reason: str = ""
    into: str = ""
    redactions: list[RedactedPlace] = field(default_factory=list)
    """Redacted places in the question's words, in its answers, and in corrections of both."""
    corrections: list[CorrectionShown] = field(default_factory=list)
    """Corrections of the question's own words."""

    @property
    def all_promises(self) -> list[ShownPromise]:
        return [*self.promises, *(promise for answer in self.answers for promise in answer.promises)]


def recorded_questions(document: Mapping[str, Any], transcript: Transcript | None = None) -> list[RecordedQuestion]:
    """Every question of the record, in the order of the entries."""
    transcript = transcript or read_transcript(document)
    numbers = _EntryNumbers(document)
    put = (
        *transcript.answered, *transcript.on_notice, *transcript.in_part, *transcript.not_reached, *transcript.removed,
    )  # fmt: skip
    found = [_from_put(each, numbers) for each in put]
    found += [_from_unput(each, numbers) for each in (*transcript.refused, *transcript.undecided, *transcript.left)]
    redactions = redactions_in_document(document)
    found = [_with_redactions(each, redactions, numbers.about(each.receipt)) for each in found]
    return sorted(found, key=lambda each: (each.entry is None, each.entry or 0, each.receipt))


def _with_redactions(
    question: RecordedQuestion, redactions: Iterable[RedactedPlace], entries: Collection[int]
) -> RecordedQuestion:
    """Add the redactions of a question.

    entries: the numbers of those with the question's words, or with words about it.
    """
    return replace(question, redactions=[each for each in redactions if each.n in entries])


class _EntryNumbers:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._first: dict[str, int] = {}
        self._about: dict[str, set[int]] = {}
        receipts: dict[str, str] = {}
        for entry in document["entries"]:
            data = entry["data"]
            if entry["type"] in FIRST_SAID and "receipt" in data:
                receipts[data.get("question", "")] = data["receipt"]
                self._first.setdefault(data["receipt"], entry["n"])
            if entry["texts"] and data.get("question") in receipts:
                self._about.setdefault(receipts[data["question"]], set()).add(entry["n"])

    def first_of(self, receipt: str) -> int | None:
        return self._first.get(receipt)

    def about(self, receipt: str) -> set[int]:
        return self._about.get(receipt, set())


def _from_put(question: PutQuestion, numbers: _EntryNumbers) -> RecordedQuestion:
    return RecordedQuestion(
        entry=numbers.first_of(question.receipt),
        receipt=question.receipt,
        kind=question.kind,
        outcome=question.outcome,
        text=question.text,
        label=question.label,
        asked_at=question.asked_at,
        taken_at=question.taken_at,
        due_on=question.due_on,
        backing=question.backing,
        answers=question.answers,
        promises=question.promises,
        reason=question.reason,
        corrections=question.corrections,
    )


def _from_unput(question: UnputQuestion, numbers: _EntryNumbers) -> RecordedQuestion:
    return RecordedQuestion(
        entry=numbers.first_of(question.receipt),
        receipt=question.receipt,
        kind=question.kind,
        outcome=question.outcome,
        text=question.text,
        label=None,
        asked_at=question.asked_at,
        reason=question.reason,
        into=question.into,
    )
