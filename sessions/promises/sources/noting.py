"""Write each step of a promise into the chat from whose answer it came, so that its record has it beside the old entry.

After the close this goes the way of written answers: the record grows by an entry, in the transaction of the step.
A promised written answer is told there by the question on notice and by the answer itself, so that only its other
steps are noted.
"""

from typing import Any

from msgspec import UNSET

from sessions.log import log
from sessions.log.events.room import PromiseNoted
from sessions.log.steps.locks import lock_chat_session
from sessions.log.steps.steps import actor
from sessions.models import RECORD_STATES, Promise, PromiseKind, Question, QuestionState
from sessions.models.promises.transitions import PromiseStepBy
from sessions.record.sealing.after_close import take_into_record

NOT_NOTED = ("due_soon", "carry")
FIRST = ("made", "proposed")


def note_promise_step(promise: Promise, step: str, by: PromiseStepBy, **_more: Any) -> None:
    """Raises Refused busy while the installation's log cannot be signed: then the step is not taken."""
    question = promise.question
    if question is None or step in NOT_NOTED or _is_told_otherwise(promise, question, step):
        return
    chat_session = lock_chat_session(question.chat_session_id)
    log.append(chat_session, noted(promise, question, step), actor=actor(by))
    if chat_session.state in RECORD_STATES:
        take_into_record(chat_session)


def _is_told_otherwise(promise: Promise, question: Question, step: str) -> bool:
    if promise.kind != PromiseKind.ANSWER:
        return False
    return (
        step == "made"
        or (step == "claim" and question.state == QuestionState.ANSWERED)
        or (step == "lapse" and question.state == QuestionState.REMOVED)
    )


def noted(promise: Promise, question: Question, step: str) -> PromiseNoted:
    """The event. A promise whose words are withheld brings none, and a written answer not those of its question."""
    has_words = not promise.is_withheld
    is_quoted = has_words and step in FIRST and promise.kind != PromiseKind.ANSWER
    seq = promise.answer.seq if promise.answer is not None else None
    return PromiseNoted(
        question=str(question.pk),
        promise=str(promise.pk),
        number=promise.number,
        step=step,
        state=promise.state,
        of=seq if seq is not None else UNSET,
        due_on=promise.due_on.isoformat() if promise.due_on is not None else UNSET,
        said=promise.said or UNSET if is_quoted else UNSET,
        what=promise.what if is_quoted else UNSET,
        text=(_text_of_step(promise, step) or UNSET) if has_words else UNSET,
    )


def _text_of_step(promise: Promise, step: str) -> str:
    """What the office said of it, as the ward's log has it just now."""
    if step in FIRST:
        return ""
    last = promise.events.order_by("-event_id").select_related("event").first()
    return str(last.event.body.get("text") or "") if last is not None else ""
