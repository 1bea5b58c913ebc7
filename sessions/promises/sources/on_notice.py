"""A question on notice is a promise of its own: a written answer by a day. The answer itself claims that it was kept.

The promise has the words of the question. Once a moderator removes the question, nothing is owed any longer: the
promise lapses, and its words are withheld.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.log.steps.locks import lock_chat_session, lock_question
from sessions.models import Office, Promise, PromiseBy, PromiseKind, PromiseState, Question, QuestionState
from sessions.models.promises.transitions import PromiseStepBy, promise_state_after
from sessions.platform.database.prepared_query import PreparedQuery
from sessions.promises.making import NewPromise, make_promise
from sessions.promises.owed_block.redacting import remove_from_lists
from sessions.promises.sources.withholding import withhold
from sessions.promises.steps import is_owed, lock_promise, take_promise_step

AT_ONCE = 50


def follow_question(question: Question, step: str) -> None:
    match step:
        case "defer":
            promise_answer(question)
        case "answer_in_writing":
            _claim_answered(question)
        case "take_down":
            _follow_removal(question)


def promise_answer(question: Question) -> Promise | None:
    """Make the promise of a locked question on notice, in the caller's transaction; None where there is one already."""
    office = question.chat_session.office
    if office is None or question.due_on is None or _of_question(question).exists():
        return None
    new = NewPromise(
        ward=question.chat_session.ward,
        office=office,
        what=question.public_text,
        kind=PromiseKind.ANSWER,
        due_on=question.due_on,
        question=question,
    )
    return make_promise(new, how=PromiseBy.NOTICE, by=PromiseStepBy.OFFICE)


def promise_earlier_answers(now: datetime) -> list[str]:
    """Promise earlier answers for the clock.

    The promises of questions that were put on notice before there were any; a freeze holds it.
    """
    made = [_make_up(question, timezone.localdate(now)) for question in _without_promise_query.rows()]
    return [f"made promise {promise.number}" for promise in made if promise is not None]


_without_promise_query = PreparedQuery(
    lambda: (
        Question.objects.owed()
        .filter(
            ~Exists(Promise.objects.filter(question=OuterRef("pk"), kind=PromiseKind.ANSWER)),
            due_on__isnull=False,
            chat_session__office__isnull=False,
        )
        .exclude(text="")
        .select_related("chat_session__ward")[:AT_ONCE]
    )
)


@transaction.atomic
def _make_up(found: Question, today: date) -> Promise | None:
    if freeze_on(found.chat_session.ward, today) is not None:
        return None
    question = lock_question(lock_chat_session(found.chat_session_id), found.pk)
    return promise_answer(question) if question.state == QuestionState.ON_NOTICE else None


def _claim_answered(question: Question) -> None:
    """The promise's holder is the office that answers, also where it promised before its term."""
    promise = _lock(_of_question(question))
    if promise is None or not is_owed(promise):
        return
    today = timezone.localdate()
    promise.holder = Office.objects.held_on(today).filter(ward=promise.ward).first() or promise.holder
    claim(promise)


def claim(promise: Promise, text: str = "") -> None:
    """The office says that a locked promise is kept, by an answer or a suggestion that is done; text: how."""
    promise.claimed_at, promise.proof = timezone.now(), text
    promise.kept_votes = promise.not_votes = 0
    promise.is_to_adopt = False
    take_promise_step(promise, "claim", by=PromiseStepBy.OFFICE, told={"text": text})


def _follow_removal(question: Question) -> None:
    """End the promise of a removed question, and withhold promises that quote its removed answers.

    Promises from answers whose words stay, stay, too. A proposal without words is nothing to confirm.
    """
    promise = _lock(_of_question(question))
    if promise is not None:
        end_removed(promise, ground=question.reason, by=PromiseStepBy.MODERATOR)
    if question.are_answers_removed:
        quoting = Promise.objects.filter(question=question, kind=PromiseKind.ACT).order_by("pk")
        for pk in quoting.values_list("pk", flat=True):
            _withhold_quoting(lock_promise(pk), question)


def _withhold_quoting(promise: Promise, question: Question) -> None:
    if promise.state == PromiseState.PROPOSED:
        end_removed(promise, ground=question.reason, by=PromiseStepBy.MODERATOR)
    else:
        withhold(promise, ground=question.reason, authority=PromiseStepBy.MODERATOR)


def end_removed(promise: Promise, *, ground: str, by: PromiseStepBy) -> None:
    """What a locked promise answered is removed: its words are withheld, and what was still owed lapses.

    The lists of chats on which it stood lose its words, too.
    """
    withhold(promise, ground=ground, authority=by)
    remove_from_lists(promise, by=by)
    if promise_state_after("lapse", promise.state) is not None:
        take_promise_step(promise, "lapse", by=by)


def _of_question(question: Question) -> Any:
    return Promise.objects.filter(question=question, kind=PromiseKind.ANSWER)


def _lock(rows: Any) -> Promise | None:
    pk = rows.values_list("pk", flat=True).first()
    return lock_promise(pk) if pk is not None else None
