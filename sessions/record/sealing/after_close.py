"""Bring the record and its search up to date after an event that was appended to the public stream after the close."""

from sessions.models import ChatSession, Record
from sessions.record.compile import refresh_record
from sessions.record.finding.indexing import reindex_record


def take_into_record(chat_session: ChatSession) -> Record | None:
    """In the transaction of the event: all or nothing. The caller has locked the chat session.

    None for a chat session that got no record, because its log cannot be read.
    """
    if not Record.objects.filter(chat_session=chat_session).exists():
        return None
    record = refresh_record(chat_session)
    reindex_record(chat_session)
    return record
