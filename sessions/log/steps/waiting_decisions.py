"""Decisions about questions that wait until they can no longer be undone, and the hooks by which they take effect.

The application above (moderation) decides, and hears these hooks. The clock and the close of a chat call them.
"""

from datetime import datetime

from django.utils import timezone

from sessions.models import OPEN_STATES, ChatSession, Question
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.platform.database.prepared_query import Moment
from sessions.platform.hooks import Hook


@Hook
def carry_out_decisions(chat_session: ChatSession, now: datetime | None) -> None:
    """Carry out the decisions of a locked chat session that are due at that moment; with None, all."""


@Hook
def between_evenings(now: datetime) -> list[str]:
    """Carry out the due decisions about complaints and suggestions; answers what was done."""
    raise NotImplementedError


def carry_out_due(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Carry out the due decisions; each is logged as its moderator's, not as the clock's."""
    carry_out_decisions(chat_session, timezone.now())
    return chat_session


def carry_out_all(chat_session: ChatSession) -> None:
    """Carry out all decisions before the chat closes: those that were made count, and none can be made later."""
    carry_out_decisions(chat_session, None)


def chats_with_due_decisions(now: Moment) -> ChatSessionQuerySet:
    due = Question.objects.filter(pending_until__lte=now).order_by()
    return ChatSession.objects.filter(state__in=OPEN_STATES, pk__in=due.values("chat_session"))
