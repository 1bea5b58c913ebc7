"""Make a promise: the row with its number, and the event that tells it. Who may do so is decided by the caller."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from msgspec import UNSET

from sessions.contract.limits import MAX_AGENCY_GRAPHEMES, MAX_ANSWER_GRAPHEMES
from sessions.log.events.promises_and_activities import PromiseMade, PromiseProposed
from sessions.log.months.current import current_month_log
from sessions.models import Answer, Matter, Office, Promise, PromiseBy, PromiseKind, PromiseState, Question, Ward
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.people import Person
from sessions.platform.text.text_input import clean_optional_line, clean_text
from sessions.promises.promise_numbers import next_promise_serial, promise_number
from sessions.promises.steps import append_about_promise, promise_stepped


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What somebody promises. said, said_from: the words of the answer, and where in it they begin, in code points."""

    ward: Ward
    office: Office
    what: str
    kind: str = PromiseKind.ACT
    due_on: date | None = None
    where: str = ""
    budget_line: str = ""
    question: Question | None = None
    answer: Answer | None = None
    matter: Matter | None = None
    said: str = ""
    said_from: int | None = None


def make_promise(new: NewPromise, *, how: str, by: PromiseStepBy, person: Person | None = None) -> Promise:
    """Make it, in the caller's transaction, which has locked the chat or the matter; due_on is needed.

    how: one of PromiseBy. Raises Refused: empty, too_long, bad_characters.
    """
    assert new.due_on is not None, "a promise has its day"
    promise = _row(new, how)
    promise.state, promise.made_at = PromiseState.MADE, promise.changed_at
    promise.first_due_on = promise.due_on
    promise.save(force_insert=True)
    append_about_promise(promise, promise_made(promise), by=by, person=person)
    promise_stepped(promise=promise, step="made", by=by)
    return promise


def propose_promise(new: NewPromise, *, confirm_by: date, person: Person | None = None) -> Promise:
    """A moderator's proposal, in public; confirm_by: until then the office says whether it is one. Needs a question."""
    promise = _row(new, PromiseBy.PROPOSAL)
    promise.state, promise.proposed_at, promise.confirm_by = PromiseState.PROPOSED, promise.changed_at, confirm_by
    promise.save(force_insert=True)
    assert promise.question is not None, "proposed from an answer"
    event = PromiseProposed(
        id=str(promise.pk),
        number=promise.number,
        chat=str(promise.question.chat_session_id),
        question=str(promise.question.pk),
        said=promise.said,
        what=promise.what,
        version=promise.version,
        confirm_by=confirm_by.isoformat(),
        due_on=promise.due_on.isoformat() if promise.due_on else UNSET,
    )
    append_about_promise(promise, event, by=PromiseStepBy.MODERATOR, person=person)
    promise_stepped(promise=promise, step="proposed", by=PromiseStepBy.MODERATOR)
    return promise


def _row(new: NewPromise, how: str) -> Promise:
    now = timezone.now()
    what = clean_text(new.what, max_graphemes=MAX_ANSWER_GRAPHEMES)
    where = clean_optional_line(new.where, max_graphemes=MAX_AGENCY_GRAPHEMES)
    budget_line = clean_optional_line(new.budget_line, max_graphemes=MAX_AGENCY_GRAPHEMES)
    current_month_log(new.ward)  # locks it, so that no number is given twice
    day = timezone.localdate(now)
    serial = next_promise_serial(new.ward, day)
    return Promise(
        ward=new.ward,
        year=day.year,
        serial=serial,
        number=promise_number(new.ward.number, day.year, serial),
        kind=new.kind,
        made_by=how,
        question=new.question,
        answer=new.answer,
        matter=new.matter,
        office=new.office,
        holder=new.office,
        said=new.said,
        said_from=new.said_from,
        what=what,
        where=where,
        budget_line=budget_line,
        due_on=new.due_on,
        changed_at=now,
    )


def promise_made(promise: Promise) -> PromiseMade:
    """What the public log says of it."""
    assert promise.due_on is not None, "a promise has its day"
    of: dict[str, Any] = {}
    if promise.question is not None:
        of |= {"chat": str(promise.question.chat_session_id), "question": str(promise.question.pk)}
    if promise.matter_id is not None:
        of["matter"] = str(promise.matter_id)
    return PromiseMade(
        id=str(promise.pk),
        number=promise.number,
        kind=promise.kind,
        by=promise.made_by,
        what=promise.what,
        due_on=promise.due_on.isoformat(),
        office=promise.office.kind,
        holder=promise.office.name_in_log,
        version=promise.version,
        said=promise.said or UNSET,
        where=promise.where or UNSET,
        budget_line=promise.budget_line or UNSET,
        **of,
    )
