"""Move a chat session ahead to another date, and publish the move with its reason in the feeds and the log."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.announcing import require_free
from sessions.chats.calendar.lifecycle.closed_days import require_no_freeze
from sessions.chats.calendar.lifecycle.hooks import chat_stepped
from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.log import audit, log
from sessions.log.kept_words import moved_event
from sessions.log.logged_event import wire_time
from sessions.log.steps import transitions
from sessions.log.steps.locks import lock_chat_session, lock_ward
from sessions.models import ChatSession, ChatSessionState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage, as_fields, cleaned


@transaction.atomic
def move_chat_session(
    chat_session: ChatSession, *, starts_at: datetime, because: ByLanguage, sequence: int, clerk: Person | None
) -> ChatSession:
    """Move it, or give it a date if it has none. Its length stays, and the number of days for its questions.

    sequence: the one that the clerk saw. Raises Refused: stale (with the current state), state (it has begun or is
    over), bad_field (past, or the ward has another chat then), frozen (the new day), empty, too_long, bad_characters.
    """
    because = cleaned(because, max_graphemes=MAX_REASON_GRAPHEMES)
    chat_session = _lock(chat_session, sequence)
    before = facts_of_date(chat_session)
    by = starts_at - chat_session.starts_at
    if starts_at <= timezone.now():
        raise Refused("bad_field", _("That moment has passed. Choose a later one."))
    lock_ward(chat_session.ward)
    require_free(chat_session.ward, starts_at, chat_session.ends_at + by, beside=chat_session)
    chat_session.starts_at, chat_session.ends_at = starts_at, chat_session.ends_at + by
    require_no_freeze(chat_session.ward, chat_session.day)
    if chat_session.state == ChatSessionState.PLANNED and chat_session.ask_from is not None:
        chat_session.ask_from += by
    chat_session.waits = False
    _save(chat_session, because, before, clerk)
    return chat_session


@transaction.atomic
def let_wait(chat_session: ChatSession, *, because: ByLanguage, sequence: int, clerk: Person | None) -> ChatSession:
    """Take its date away until a clerk chooses another. Raises Refused: stale, state."""
    chat_session = _lock(chat_session, sequence)
    before = facts_of_date(chat_session)
    chat_session.waits = True
    _save(chat_session, cleaned(because, max_graphemes=MAX_REASON_GRAPHEMES), before, clerk)
    return chat_session


def facts_of_date(chat_session: ChatSession) -> dict[str, Any]:
    """The state of a chat session in the calendar: for a clerk whose page is stale, and for the audit."""
    return {
        "starts_at": wire_time(chat_session.starts_at),
        "minutes": (chat_session.ends_at - chat_session.starts_at) // timedelta(minutes=1),
        "state": chat_session.state,
        "waits": chat_session.waits,
        **as_fields("because", chat_session.move_reasons),
    }


def _lock(chat_session: ChatSession, sequence: int) -> ChatSession:
    chat_session = lock_chat_session(chat_session.pk)
    if chat_session.sequence != sequence:
        message = _("Somebody has changed this chat's date meanwhile. Look at it again.")
        raise Refused("stale", message, facts=facts_of_date(chat_session) | {"sequence": chat_session.sequence})
    if chat_session.state not in transitions.CHAT_SESSION["move"]:
        raise Refused("state", _("That cannot be done with this chat now."), facts={"state": chat_session.state})
    return chat_session


def _save(chat_session: ChatSession, because: ByLanguage, before: dict[str, Any], clerk: Person | None) -> None:
    chat_session.move_reasons = because
    chat_session.sequence += 1
    chat_session.changed_at = timezone.now()
    chat_session.save()
    audit.note(
        "chat_session",
        chat_session.pk,
        ward=chat_session.ward,
        clerk=clerk,
        before=before,
        after=facts_of_date(chat_session),
    )
    if chat_session.state == ChatSessionState.SCHEDULED:
        by = audit.actor_of(clerk)
        log.append(chat_session, moved_event(chat_session), actor=by)
        chat_stepped(chat_session=chat_session, step="moved", by=by)
