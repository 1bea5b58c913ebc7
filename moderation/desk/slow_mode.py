"""Slow mode: while it lasts, each person may ask one question every so many minutes; the room is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_SLOW_MINUTES
from sessions.log import log
from sessions.log.events.chat_session import SessionSlowed
from sessions.log.steps.locks import lock_chat_session
from sessions.log.steps.steps import actor, require_not_over
from sessions.models import ChatSession
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def set_slow_mode(chat_session: ChatSession, *, moderator: Person, minutes: int) -> ChatSession:
    """Begin, change or end (0) slow mode; setting what is set already changes nothing.

    Raises Refused: closed, not_found, bad_field (minutes).
    """
    if not 0 <= minutes <= MAX_SLOW_MINUTES:
        raise Refused("bad_field", _("Choose a number of minutes."), facts={"part": "minutes"})
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    if chat_session.slow_minutes != minutes:
        chat_session.slow_minutes = minutes
        chat_session.save(update_fields=["slow_minutes"])
        log.append(chat_session, SessionSlowed(minutes=minutes), actor=actor("moderator", moderator))
    return chat_session
