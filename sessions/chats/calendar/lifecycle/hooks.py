"""What others hear of a chat session's life, and which chats they need locked with it."""

from collections.abc import Collection
from uuid import UUID

from sessions.models import ChatSession
from sessions.platform.hooks import Hook


@Hook
def chat_stepped(*, chat_session: ChatSession, step: str, by: str) -> None:
    """Called in the transaction of the step, after its event, with the locked chat session.

    step: announced, moved, opened or sealed. by: the actor for the log. moved: an announced chat has another date, or
    none for now.
    """


@Hook
def also_locked_at_opening(chat_session: ChatSession) -> Collection[UUID]:
    """Which other chats the hearers of an opening need locked: all are locked together, in their one order."""
    raise NotImplementedError


def chats_beside_opening(chat_session: ChatSession) -> set[UUID]:
    return {chat for chats in also_locked_at_opening(chat_session) for chat in chats}
