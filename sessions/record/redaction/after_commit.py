"""What follows the commit of a redaction, in this process at once and in all others within moments."""

import logging
from uuid import UUID

from sessions.record.redaction.hooks import forget_copies
from sessions.record.redaction.redaction_list import write_list
from sessions.record.redaction.storage import clean_up
from sessions.replicas.known_streams import forget_unfollowed

logger = logging.getLogger(__name__)


def finish_redaction(chat_session_id: UUID) -> None:
    """Whatever fails here is done again by the clock (storage.py, redaction_list.py): the words are gone already."""
    write_list()
    forget_in_memory(chat_session_id)
    clean_up()


def forget_in_memory(chat_session_id: UUID) -> None:
    """Drop what this process keeps of the chat's words. A replica with a follower forgets them by the event."""
    forget_unfollowed(chat_session_id)
    for forget in forget_copies:
        forget(chat_session_id)
