"""Cancel by the clock a chat that could not be held: its time passed in a freeze, without a date or without a host."""

from django.db import transaction

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, ChatSessionState, Office, OfficeKind
from sessions.platform.text.by_language import ByLanguage, in_one_text, message_in_every_language
from sessions.platform.text.by_language import gettext_lazy as _

NO_DATE = _("No other date was found.")
NO_HOST = _("Nobody held the ward’s office.")
NOT_IN_TIME = _("It could not be announced in time.")


@transaction.atomic
def cancel_missed(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Cancel it, and say in public and in every language why it was not held. Raises Refused state."""
    chat_session = lock_chat_session(chat_session.pk)
    return cancel_chat_session(chat_session, reason=in_one_text(_reason(chat_session)), by=by)


def _reason(chat_session: ChatSession) -> ByLanguage:
    freeze = freeze_on(chat_session.ward, chat_session.day)
    if freeze is not None:
        return dict(freeze.reasons)
    if chat_session.waits:
        return message_in_every_language(NO_DATE)
    if chat_session.state != ChatSessionState.PLANNED:
        return message_in_every_language(NO_HOST)
    hosts = Office.objects.held_on(chat_session.day).filter(ward=chat_session.ward).exclude(kind=OfficeKind.VACANT)
    return message_in_every_language(NOT_IN_TIME if hosts.exists() else NO_HOST)
