"""Carry out one command of the wire: ask the door, call the domain, keep the answer for repetitions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatserver.live.protocol import Command
from moderation import notices, screening
from sessions import admission, floor, lifecycle, questions
from sessions.models import ChatSession, Question, StoredReply
from sessions.people import Person
from sessions.refusals import Refused
from sessions.steps import actor, lock_chat_session, standing

Result = dict[str, Any]
Operation = Callable[[ChatSession, Person, Any], Result]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ack says: the result, and whether the command had been carried out before."""

    result: Result
    duplicate: bool


@transaction.atomic
def carry_out(*, account_id: int | None, chat_session_id: UUID, door: str, command: Command) -> Outcome:
    """Decide one command in one transaction (a savepoint where the caller has one already).

    The same person's same ref with the same body gets the stored answer; anything new is asked at the door first.
    Raises Refused with nothing saved; conflict where the ref came with another body before.
    """
    person = admission.find_person(account_id)
    if person is None:
        raise Refused("sign_in", _("Please sign in first."))
    chat_session = lock_chat_session(chat_session_id)
    stored = StoredReply.objects.filter(person=person, chat_session=chat_session, ref=command.ref).first()
    if stored is not None:
        if bytes(stored.body_digest) != command.body_digest:
            raise Refused("conflict", _("This was sent before with other content. Please send it again."))
        return Outcome(stored.result, duplicate=True)
    admission.require_may(person, chat_session, command.op, door=door)
    result = OPERATIONS[command.op](chat_session, person, command.fields)
    StoredReply.objects.create(
        person=person,
        chat_session=chat_session,
        ref=command.ref,
        body_digest=command.body_digest,
        result=result,
        at=timezone.now(),
    )
    return Outcome(result, duplicate=False)


def _ask(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    question = questions.ask_question(chat_session, person=person, text=fields.text, kind=fields.kind)
    return standing(question) | {"receipt": question.receipt}


def _withdraw(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return standing(questions.withdraw_question(chat_session, fields.question, person=person))


def _back(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    question = questions.back_question(chat_session, fields.question, person=person, on=fields.on)
    return standing(question) | {"on": fields.on}


def _report(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return standing(questions.report_question(chat_session, fields.question, person=person, why=fields.why))


def _screen(step: Callable[..., Question]) -> Operation:
    def run(chat_session: ChatSession, person: Person, fields: Any) -> Result:
        return standing(step(chat_session, fields.question, moderator=person, version=fields.version))

    return run


def _decline(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    question = screening.decline_question(
        chat_session, fields.question, moderator=person, version=fields.version, reason=fields.reason, note=fields.note
    )
    return standing(question)


def _merge(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    question = screening.merge_question(
        chat_session, fields.question, moderator=person, version=fields.version, into=fields.into
    )
    return standing(question)


def _post_notice(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return {"seq": notices.post_notice(chat_session, moderator=person, text=fields.text)}


def _mute(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    question = notices.mute_resident(chat_session, fields.question, moderator=person, minutes=fields.minutes)
    return standing(question)


def _take(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return standing(floor.take_question(chat_session, fields.question, person=person))


def _answer(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    question = floor.give_answer(chat_session, fields.question, person=person, text=fields.text, final=fields.final)
    return standing(question)


def _return(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return standing(floor.return_question(chat_session, fields.question, person=person))


def _defer(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return standing(floor.defer_question(chat_session, fields.question, person=person, due_on=fields.due_on))


def _open(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return _life(lifecycle.open_chat_session(chat_session, by=actor("clerk", person)))


def _close(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    return _life(lifecycle.close_chat_session(chat_session, by=actor("clerk", person)))


def _extend(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    by = actor("clerk", person)
    return _life(lifecycle.extend_chat_session(chat_session, minutes=fields.minutes, by=by))


def _cancel(chat_session: ChatSession, person: Person, fields: Any) -> Result:
    by = actor("clerk", person)
    return _life(lifecycle.cancel_chat_session(chat_session, reason=fields.reason, by=by))


def _life(chat_session: ChatSession) -> Result:
    return {"chat_session": str(chat_session.pk), "state": chat_session.state}


OPERATIONS: dict[str, Operation] = {
    "question.ask": _ask,
    "question.withdraw": _withdraw,
    "question.back": _back,
    "report": _report,
    "question.claim": _screen(screening.claim_question),
    "question.release": _screen(screening.release_question),
    "question.approve": _screen(screening.approve_question),
    "question.hold": _screen(screening.hold_question),
    "question.decline": _decline,
    "question.merge": _merge,
    "notice.post": _post_notice,
    "resident.mute": _mute,
    "question.take": _take,
    "answer.give": _answer,
    "question.return": _return,
    "question.defer": _defer,
    "session.open": _open,
    "session.close": _close,
    "session.extend": _extend,
    "session.cancel": _cancel,
}
