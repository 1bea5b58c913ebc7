"""Ids of chat sessions that do not exist, remembered for a moment, bounded in number; pure.

Anybody can invent ids, and ask for the same one again and again.
"""

from collections import OrderedDict
from uuid import UUID

REMEMBERED_S = 3.0
"""Shorter than a client waits before it comes again: by then the chat session may have been made."""

MOST = 1_000


class MissingChats:
    """Times are monotonic seconds. Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._until: OrderedDict[UUID, float] = OrderedDict()

    def note(self, chat_session_id: UUID, now: float) -> None:
        """There is none with this id now. Beyond MOST the one that was noted longest ago is dropped."""
        self._until.pop(chat_session_id, None)
        self._until[chat_session_id] = now + REMEMBERED_S
        if len(self._until) > MOST:
            self._until.popitem(last=False)

    def holds(self, chat_session_id: UUID, now: float) -> bool:
        return self._until.get(chat_session_id, 0.0) > now

    def __len__(self) -> int:
        return len(self._until)
