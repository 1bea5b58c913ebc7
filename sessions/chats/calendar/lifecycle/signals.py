"""What others hear of a chat session's life, and which chats they need locked with it."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.dispatch import Signal

from sessions.models import ChatSession

chat_stepped = Signal()
"""Sent in the transaction of the step, after its event: chat_session (ChatSession, locked), step (announced, moved,
opened, sealed), by (actor for the log). moved: an announced chat has another date, or none for now."""

also_locked_at_opening: list[Callable[[ChatSession], Collection[UUID]]] = []
"""Which other chats the receivers of an opening need locked: all are locked together, in their one order."""


def chats_beside_opening(chat_session: ChatSession) -> set[UUID]:
    return {chat for find in also_locked_at_opening for chat in find(chat_session)}
