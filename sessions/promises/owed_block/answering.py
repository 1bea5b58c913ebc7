"""The office says in a chat what became of a promise that is owed: kept, a new day, or broken, in both logs at once."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log import log
from sessions.log.event_form import tag_of
from sessions.log.events import OwedAnswered
from sessions.models import ChatSession, Event, Promise, StreamName
from sessions.people import Person
from sessions.permissions.access import owing_role
from sessions.promises.steps import lock_promise, promise_standing, require_promise_step, take_promise_step
from sessions.promises.transitions import PromiseStepBy
from sessions.questions.floor import shown_office
from sessions.refusals import Refused
from sessions.state_machine.locks import lock_chat_session
from sessions.state_machine.steps import actor, require_live
from sessions.text.text_input import clean_text

STEPS = {OwedOutcome.KEPT: "claim", OwedOutcome.NEW_DAY: "new_day", OwedOutcome.BROKEN: "break"}


@transaction.atomic
def answer_owed(
    chat_session: ChatSession,
    promise_id: UUID,
    *,
    person: Person,
    outcome: OwedOutcome,
    text: str,
    due_on: date | None = None,
) -> Promise:
    """Exactly one outcome for each promise on the list of a live chat; nothing in the queue waits for it.

    text: the proof, or the reason. due_on: of a new day only. Raises Refused: empty, too_long, bad_characters,
    not_found (also where it is not on this chat's list), closed, not_open, forbidden, unnamed, bad_field (no day, or
    none that is later), state (answered here before, moved once before, or not owed any longer).
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    promise = lock_promise(promise_id, beside=chat_session.pk)
    chat_session = lock_chat_session(chat_session.pk)
    require_live(chat_session)
    role = owing_role(person, chat_session)
    _require_open(promise, chat_session)
    require_promise_step(promise, STEPS[outcome])
    day = _set_what_follows(promise, outcome, text=text, due_on=due_on)
    by, office = shown_office(person, chat_session, role=role)
    answered = OwedAnswered(
        promise=str(promise.pk),
        number=promise.number,
        outcome=outcome,
        text=text,
        by=by,
        office=office,
        due_on=day or UNSET,
    )
    log.append(chat_session, answered, actor=actor(role, person))
    told = {"text": text, "due_on": day, "chat": str(chat_session.pk)}
    take_promise_step(promise, STEPS[outcome], by=PromiseStepBy.OFFICE, person=person, told=told)
    return promise


def chats_of_promise(promise_id: UUID) -> set[UUID]:
    """The chat in which it was made, which a step of it locks; empty where there is none."""
    found = Promise.objects.filter(pk=promise_id).values_list("question__chat_session", flat=True)
    return {chat for chat in found if chat is not None}


def _require_open(promise: Promise, chat_session: ChatSession) -> None:
    if promise.owed_in_id != chat_session.pk:
        raise Refused("not_found", _("This promise is not on the list of this chat."))
    said = Event.objects.filter(
        stream__chat_session=chat_session,
        stream__name=StreamName.PUBLIC,
        type=tag_of(OwedAnswered),
        body__promise=str(promise.pk),
    )
    if said.exists():
        message = _("What became of this promise was said in this chat already.")
        raise Refused("state", message, facts=promise_standing(promise))


def _set_what_follows(promise: Promise, outcome: OwedOutcome, *, text: str, due_on: date | None) -> str:
    """The fields that the step saves; answers the new day, or nothing. Raises Refused bad_field, state."""
    if outcome == OwedOutcome.KEPT:
        promise.proof, promise.claimed_at = text, timezone.now()
        promise.kept_votes = promise.not_votes = 0
    if outcome != OwedOutcome.NEW_DAY:
        return ""
    require_new_day(promise, due_on)
    assert due_on is not None, "it is required"
    promise.why_new_day, promise.due_on, promise.due_stage = text, due_on, 0
    return due_on.isoformat()


def require_new_day(promise: Promise, due_on: date | None) -> None:
    """Raises Refused: state where the day was moved once before, bad_field without a later day."""
    if promise.why_new_day or promise.due_on != promise.first_due_on:
        message = _("The day of this promise was moved once already. Say that it is kept, or that it is not.")
        raise Refused("state", message, facts=promise_standing(promise))
    today = timezone.localdate()
    if due_on is None or due_on <= max(today, promise.due_on or today):
        raise Refused("bad_field", _("Name a day that is still to come."))
