"""What follows the commit of a redaction: in this process at once, in all others within seconds."""

import logging
from collections.abc import Collection
from uuid import UUID

from sessions.log.known_streams import forget_unfollowed
from sessions.models import Redaction
from sessions.record.redaction.free_texts.places import chats_in
from sessions.record.redaction.hooks import forget_copies
from sessions.record.redaction.leaves import append_missing_leaves
from sessions.record.redaction.redaction_list import BadList, write_list
from sessions.record.redaction.storage import clean_up

logger = logging.getLogger(__name__)


def finish_redaction(redaction: Redaction) -> None:
    """The words are gone from the tables already. What fails here is logged, and done again by finish_pending.

    That cleans the database's files, too, which takes seconds: a thread of the server calls it. Until then the row of
    the redaction says that this is still to be done, so that no end of a process loses it.
    """
    for chat_session_id in _chats_of(redaction.chat_session_id, redaction.elsewhere):
        forget_in_memory(chat_session_id)
    try:
        note_pending()
    except (OSError, BadList) as error:
        logger.warning("Writing the list of redactions failed; the server will retry: %s", error)


def note_pending() -> bool:
    """Append a leaf that the log refused, and write the list; answers whether the files are clean already.

    Quick. Raises OSError, BadList where the list cannot be written.
    """
    append_missing_leaves()
    if not Redaction.objects.uncleaned().exists():
        return True
    write_list()
    return False


def finish_pending() -> bool:
    """Do all that a redaction still needs, clean files of the database among it; answers whether nothing is left.

    It may take seconds, in which nobody else can write. Raises as note_pending: until then, nothing counts as clean.
    """
    return note_pending() or clean_up()


def forget_in_memory(chat_session_id: UUID) -> None:
    """Drop what this process keeps of the chat's words. A replica with a follower forgets them by the event."""
    forget_unfollowed(chat_session_id)
    forget_copies(chat_session_id)


class RedactionWatch:
    """Notices in this process what was redacted in another one."""

    def __init__(self) -> None:
        self._known = set(self._confirmed())

    def look(self) -> None:
        for redaction_id, chats in self._confirmed().items():
            if redaction_id not in self._known:
                for chat_session_id in chats:
                    forget_in_memory(chat_session_id)
                self._known.add(redaction_id)

    def _confirmed(self) -> dict[int, set[UUID]]:
        rows = Redaction.objects.confirmed().order_by().values_list("pk", "chat_session", "elsewhere")
        return {pk: _chats_of(chat_session_id, elsewhere) for pk, chat_session_id, elsewhere in rows}


def _chats_of(chat_session_id: UUID, elsewhere: Collection[str]) -> set[UUID]:
    return {chat_session_id, *chats_in(elsewhere)}
