"""What else has to forget redacted words: other folders enter here what they keep of a record's words."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sessions.models import ChatSession, Question, Record, RedactedEntry, Redaction


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What a redaction takes away. record: None while the chat has none. entries: the numbers of its entries.

    places: the same entries as the redaction has them, with their events and fields.
    """

    chat_session: ChatSession
    record: Record | None
    entries: Collection[int]
    questions: Collection[Question]
    redaction: Redaction
    places: Sequence[RedactedEntry]


also_locked: list[Callable[[UUID], Collection[UUID]]] = []
"""Called with the chat session's id before a redaction locks it: the other chats that it may reach into, so that
all are locked in their one order."""

destroy_copies: list[Callable[[Destroyed], None]] = []
"""Called in the transaction of the redaction: deletes copies in other tables, such as translations."""

forget_copies: list[Callable[[UUID], None]] = []
"""Called with the chat session's id after the commit, in every process that serves, and perhaps more than once:
forgets what this process keeps in memory, and removes rendered files."""


def chats_reached_from(chat_session_id: UUID) -> set[UUID]:
    """The other chats that a redaction in this one may reach into, and those that these may reach into in turn."""
    reached, waiting = {chat_session_id}, {chat_session_id}
    while waiting:
        chat = waiting.pop()
        new = {other for find in also_locked for other in find(chat)} - reached
        reached |= new
        waiting |= new
    return reached - {chat_session_id}
