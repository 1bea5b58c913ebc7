"""The correction window: for some hours after the close, typing faults in the draft record can be corrected.

By the person who wrote the words, while they still hold the office or duty in which they did. A former office-holder
corrects nothing, not even within the window: with the term ends every power to change what stands in the record in the
name of the office, so that nobody has to ask whose words these are. What they said stays as they said it; the successor
gives what is owed, and words that must not stand are redacted by two clerks.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from sessions.models import ChatSession, Record
from sessions.platform.refusals import Refused


def window_end(closed_at: datetime) -> datetime:
    """When the window of a chat that closes now will end; later changes of the setting do not move it."""
    return closed_at + timedelta(hours=settings.RECORD_CORRECTION_HOURS)


def require_window(chat_session: ChatSession) -> Record:
    """The draft, while it can be corrected; the caller has locked the chat session.

    Raises Refused: state (the chat is not over yet, or was never held), closed (the window has ended).
    """
    record = Record.objects.defer("document").filter(chat_session=chat_session).first()
    if record is None:
        raise Refused("state", _("There is no record of this chat yet."), facts={"state": chat_session.state})
    if not record.is_in_window:
        message = _("The time for corrections is over. The record stays as it is.")
        raise Refused("closed", message, facts={"state": chat_session.state})
    return record
