"""The office says in a chat what became of a promise that is owed: kept, a new day, or broken, in both logs at once."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.chats.questions.floor import shown_office
from sessions.city.people.access import owing_role
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log import log
from sessions.log.event_form import tag_of
from sessions.log.events.room import OwedAnswered
from sessions.log.steps.locks import lock_chat_session
from sessions.log.steps.steps import actor, require_live
from sessions.models import ChatSession, Event, Promise, StreamName
from sessions.models.promises.transitions import STEP_NAMES, fitting_outcomes, promise_state_after
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.labels import OWED_OUTCOME_WORDS
from sessions.platform.text.spoken.lists import join_with_commas
from sessions.platform.text.text_input import clean_text
from sessions.promises.keeping.office_steps import admit_broken, claim_kept, has_new_day, set_new_day
from sessions.promises.steps import lock_promise, promise_state_facts

STEPS: dict[OwedOutcome, Callable[..., Promise]] = {
    OwedOutcome.KEPT: claim_kept,
    OwedOutcome.NEW_DAY: set_new_day,
    OwedOutcome.BROKEN: admit_broken,
}
"""Steps by outcome, with the same rules as outside of chats."""


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
    not_found (also where it is not on this chat's list), closed, not_open, forbidden, unnamed, state (spoken of here
    before, or not owed any longer; a written answer is kept by writing it), and those of the step: bad_field, repeated.
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    promise = lock_promise(promise_id, beside=chat_session.pk)
    chat_session = lock_chat_session(chat_session.pk)
    require_live(chat_session)
    role = owing_role(person, chat_session)
    _require_open(promise, chat_session)
    _require_fitting(promise, outcome)
    by, office = shown_office(person, chat_session, role=role)
    day: dict[str, Any] = {"due_on": due_on} if outcome == OwedOutcome.NEW_DAY else {}
    said = {"version": promise.version, "text": text, "chat": str(chat_session.pk), **day}
    promise = STEPS[outcome](promise_id, person=person, **said)
    answered = OwedAnswered(
        promise=str(promise.pk),
        number=promise.number,
        outcome=outcome,
        text=text,
        by=by,
        office=office,
        due_on=promise.due_on.isoformat() if day and promise.due_on else UNSET,
    )
    log.append(chat_session, answered, actor=actor(role, person))
    return promise


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
        raise Refused("state", message, facts=promise_state_facts(promise))


def _require_fitting(promise: Promise, outcome: OwedOutcome) -> None:
    """What became of it elsewhere since the chat began may leave less to say, or nothing."""
    if promise_state_after(STEP_NAMES[outcome], promise.state) is not None:
        return
    words = {"state": promise.get_state_display()}
    fitting = fitting_outcomes(promise.state, has_new_day=has_new_day(promise))
    if fitting:
        words["fits"] = join_with_commas([str(OWED_OUTCOME_WORDS[each]) for each in fitting])
        message = _("By now this promise stands as “%(state)s”. What can still be said of it: %(fits)s.")
    else:
        message = _("By now this promise stands as “%(state)s”. Nothing more can be said of it in this chat.")
    raise Refused("state", message % words, facts=promise_state_facts(promise))
