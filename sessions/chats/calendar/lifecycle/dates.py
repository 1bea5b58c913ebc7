"""What a clerk does with one date besides moving it: restore it, announce it now, cancel it; all audited."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.calendar.lifecycle.announcing import announce_planned
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import facts_of_date, move_chat_session
from sessions.chats.calendar.rules.starts import local_start
from sessions.log import audit
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, ChatSessionState
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import message_in_every_language

PUT_BACK = gettext_lazy("it was put back on the date of the rule")


@transaction.atomic
def put_back(chat_session: ChatSession, *, sequence: int, clerk: Person) -> ChatSession:
    """Move it back to the date and time that its ward's rule gave. Raises Refused as move_chat_session."""
    schedule, planned_on = chat_session.schedule, chat_session.planned_on
    if schedule is None or planned_on is None:
        raise Refused("bad_field", _("No rule gave this chat a date. Choose one."))
    starts_at, _note = local_start(planned_on, schedule.at, city_zone())
    because = message_in_every_language(PUT_BACK)
    return move_chat_session(chat_session, starts_at=starts_at, because=because, sequence=sequence, clerk=clerk)


@transaction.atomic
def announce_now(chat_session: ChatSession, *, sequence: int, clerk: Person) -> ChatSession:
    """Open its questions before the day that its rule sets.

    Raises Refused: stale, bad_field while it has no date, and as announce_planned.
    """
    before = _facts_seen(chat_session, sequence)
    if before["waits"]:
        raise Refused("bad_field", _("It has no date yet. Choose one first."))
    chat_session = announce_planned(chat_session, by=audit.actor_of(clerk))
    _note(chat_session, before, clerk)
    return chat_session


@transaction.atomic
def cancel_by_clerk(chat_session: ChatSession, *, reason: str, sequence: int, clerk: Person) -> ChatSession:
    """Cancel it with a public reason. Raises Refused stale, and as cancel_chat_session."""
    before = _facts_seen(chat_session, sequence)
    chat_session = cancel_chat_session(chat_session, reason=reason, by=audit.actor_of(clerk))
    _note(chat_session, before, clerk)
    return chat_session


def _facts_seen(chat_session: ChatSession, sequence: int) -> dict[str, Any]:
    """Lock the chat session, and return its state. Raises Refused stale if somebody has moved or cancelled it."""
    chat_session = lock_chat_session(chat_session.pk)
    facts = _facts_of(chat_session)
    if chat_session.sequence != sequence:
        message = _("Somebody has changed this chat's date meanwhile. Look at it again.")
        raise Refused("stale", message, facts=facts | {"sequence": chat_session.sequence})
    return facts


def _note(chat_session: ChatSession, before: dict[str, Any], clerk: Person) -> None:
    after = _facts_of(chat_session)
    audit.note("chat_session", chat_session.pk, ward=chat_session.ward, clerk=clerk, before=before, after=after)


def _facts_of(chat_session: ChatSession) -> dict[str, Any]:
    is_cancelled = chat_session.state == ChatSessionState.CANCELLED
    return facts_of_date(chat_session) | ({"cancelled_reason": chat_session.cancelled_reason} if is_cancelled else {})
