"""What else has to forget redacted words: other rooms, which keep some of a record's words, hear of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sessions.models import ChatSession, Question, Record, RedactedEntry, Redaction
from sessions.platform.hooks import Hook


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


@Hook
def also_locked(chat_session_id: UUID) -> Collection[UUID]:
    """Called before a redaction locks the chat session: the other chats that it may reach into.

    All are locked in their one order.
    """
    raise NotImplementedError


@Hook
def destroy_copies(gone: Destroyed) -> None:
    """Called in the transaction of the redaction: deletes copies in other tables, such as translations."""


@Hook
def forget_copies(chat_session_id: UUID) -> None:
    """Called after the commit, in every process that serves, and perhaps more than once.

    Forgets what this process keeps in memory, and removes rendered files.
    """


def chats_reached_from(chat_session_id: UUID) -> set[UUID]:
    """The other chats that a redaction in this one may reach into, and those that these may reach into in turn."""
    reached, waiting = {chat_session_id}, {chat_session_id}
    while waiting:
        chat = waiting.pop()
        new = {other for others in also_locked(chat) for other in others} - reached
        reached |= new
        waiting |= new
    return reached - {chat_session_id}
