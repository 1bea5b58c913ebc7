"""Decisions about questions that wait until they can no longer be undone, and the hook by which they take effect.

The application above (moderation) decides, so it sets the hook at its start. The clock and the close of a chat call it.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from sessions.models import OPEN_STATES, ChatSession, Question
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.platform.database.prepared_query import Moment

type CarryOut = Callable[[ChatSession, datetime | None], None]
"""Carries out the decisions of a chat session, whose row is locked, that are due at that moment; with None, all."""


class WaitingDecisions:
    """The hook for waiting decisions. This package must not import them, so the program sets the hook at its start."""

    def __init__(self) -> None:
        self._carry_out: CarryOut | None = None

    def set_carry_out(self, carry_out: CarryOut) -> None:
        self._carry_out = carry_out

    def carry_out_due(self, chat_session: ChatSession, *, by: str) -> ChatSession:
        """Carry out the due decisions; each is logged as its moderator's, not as the clock's."""
        self._call(chat_session, timezone.now())
        return chat_session

    def carry_out_all(self, chat_session: ChatSession) -> None:
        """Carry out all decisions before the chat closes: those that were made count, and none can be made later."""
        self._call(chat_session, None)

    def _call(self, chat_session: ChatSession, now: datetime | None) -> None:
        assert self._carry_out is not None, "nothing that carries out decisions was set when the program started"
        self._carry_out(chat_session, now)


waiting_decisions = WaitingDecisions()

between_evenings: list[Callable[[datetime], list[str]]] = []
"""Hooks for decisions about complaints and suggestions: each carries out what is due, and returns what it did."""


def chats_with_due_decisions(now: Moment) -> ChatSessionQuerySet:
    due = Question.objects.filter(pending_until__lte=now).order_by()
    return ChatSession.objects.filter(state__in=OPEN_STATES, pk__in=due.values("chat_session"))
