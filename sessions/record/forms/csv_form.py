"""A record as a table for spreadsheets: one row for each question; pure.

The header is stable: columns are only ever added at its end.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sessions.log.logged_event import wire_time
from sessions.platform.exports.spreadsheet_cell import safe_cell
from sessions.record.forms.questions import RecordedQuestion, recorded_questions
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.promises_noted import PromiseStepShown, ShownPromise
from sessions.record.transcript import GivenAnswer

HEADER = (
    *("record", "record_state", "ward", "entry", "receipt", "kind", "state", "text", "asked_by", "asked_at"),
    *("taken_at", "support", "answers", "answered_by", "answered_at", "due_on", "reason", "merged_into", "root"),
    *("redacted", "earlier_answers"),
    *("promises", "promise_states", "promise_due_on", "promise_words", "promise_steps"),
    "checkpoint",
)
"""Moments are UTC, ISO 8601. support: people; blank for a question that was never public. earlier_answers: what was
corrected since, each with the moment of its correction; nothing after that where the words were redacted.

promises: the numbers of those in its answers, and of the promise to answer it in writing where something became of
that; promise_states, promise_due_on: as the record tells last, in the same order, with a semicolon between them;
promise_words: those that it has; promise_steps: one in a line: number, moment, step, state, perhaps a day and words.

checkpoint: the log's newest signed note, the same in each row, so that any copy of the table carries it."""

BETWEEN_ANSWERS = "\n\n"
BETWEEN_PROMISES = "; "


def csv_form(document: Mapping[str, Any], *, slug: str) -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheets read Bengali as Latin; lines end as in RFC 4180."""
    facts = RecordFacts.of(document, slug=slug)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    for question in recorded_questions(document):
        writer.writerow([_cell(value) for value in _row(facts, question)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _row(facts: RecordFacts, question: RecordedQuestion) -> list[object]:
    answers = question.answers
    return [
        facts.slug,
        facts.state,
        facts.ward,
        question.entry,
        question.receipt,
        question.kind,
        question.outcome.value,
        question.text,
        question.label,
        question.asked_at,
        question.taken_at,
        question.backing,
        BETWEEN_ANSWERS.join(answer.text or "" for answer in answers),
        ", ".join(dict.fromkeys(answer.by for answer in answers)),
        answers[-1].at if answers else None,
        question.due_on,
        question.reason,
        question.into,
        facts.root,
        "; ".join(each.line for each in question.redactions),
        BETWEEN_ANSWERS.join(_earlier_words(answers)),
        *_promises(question.all_promises),
        facts.checkpoint,
    ]


def _promises(promises: Sequence[ShownPromise]) -> Iterator[str]:
    yield BETWEEN_PROMISES.join(each.number for each in promises)
    yield BETWEEN_PROMISES.join(each.state for each in promises)
    yield BETWEEN_PROMISES.join(each.due_on.isoformat() if each.due_on else "" for each in promises)
    yield BETWEEN_ANSWERS.join(each.what for each in promises if each.what)
    yield "\n".join(_step(promise.number, step) for promise in promises for step in promise.steps)


def _step(number: str, step: PromiseStepShown) -> str:
    day = f" {step.due_on.isoformat()}" if step.due_on else ""
    words = f": {' '.join(step.text.split())}" if step.text else ""
    return f"{number} {wire_time(step.at)} {step.step} {step.state}{day}{words}"


def _earlier_words(answers: Iterable[GivenAnswer]) -> Iterator[str]:
    for answer in answers:
        for correction in answer.corrections:
            yield f"{wire_time(correction.at)}: {correction.before or ''}"


def _cell(value: object) -> object:
    if value is None or isinstance(value, int):
        return "" if value is None else value
    if isinstance(value, datetime):
        return wire_time(value)
    return safe_cell(str(value))
