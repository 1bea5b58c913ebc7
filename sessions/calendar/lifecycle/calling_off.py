"""Cancel a chat that could not be held: its time passed in a freeze, without a date or without a host."""

from django.db import transaction

from sessions.calendar.lifecycle.closed_days import freeze_on
from sessions.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.models import ChatSession, ChatSessionState, Office, OfficeKind
from sessions.state_machine.locks import lock_chat_session
from sessions.text.bilingual import Bilingual

NO_DATE = Bilingual("No other date was found.", "অন্য কোনও তারিখ পাওয়া যায়নি।")
NO_HOST = Bilingual("Nobody held the ward's office.", "ওয়ার্ডের দায়িত্বে কেউ ছিলেন না।")
NOT_IN_TIME = Bilingual("It could not be announced in time.", "সময়মতো ঘোষণা করা যায়নি।")


@transaction.atomic
def call_off_missed(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Cancel it, and say in public and in both languages why it was not held. Raises Refused state."""
    chat_session = lock_chat_session(chat_session.pk)
    return cancel_chat_session(chat_session, reason=" · ".join(filter(None, _reason(chat_session))), by=by)


def _reason(chat_session: ChatSession) -> Bilingual:
    freeze = freeze_on(chat_session.ward, chat_session.day)
    if freeze is not None:
        return Bilingual(freeze.reason_en, freeze.reason_bn)
    if chat_session.waits:
        return NO_DATE
    if chat_session.state != ChatSessionState.PLANNED:
        return NO_HOST
    hosts = Office.objects.held_on(chat_session.day).filter(ward=chat_session.ward).exclude(kind=OfficeKind.VACANT)
    return NOT_IN_TIME if hosts.exists() else NO_HOST
