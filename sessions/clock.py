"""Do whatever is due: open, warn, close. A reconciliation, so that it is safe to run twice and late."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sessions.lifecycle import WARNING, close_chat_session, open_chat_session, warn_of_end
from sessions.models import ChatSession
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.refusals import Refused
from sessions.steps import lock_chat_session

logger = logging.getLogger(__name__)

CLOCK = "clock"


def tick(now: datetime | None = None) -> list[str]:
    """Carry out every step whose time has come, each in its own transaction, and say what was done.

    What was missed during a downtime is done in its order: opened late, then closed. A step that another clock or
    the clerk took first is passed over, and so is one that was put off meanwhile.
    """
    now = now or timezone.now()
    done: list[str] = []
    rows = ChatSession.objects
    _do_due(lambda: rows.due_to_open(now).order_by("starts_at"), open_chat_session, "opened", done)
    _do_due(lambda: rows.due_to_close(now).order_by("ends_at"), close_chat_session, "closed", done)
    _do_due(lambda: rows.due_to_warn(now + WARNING).order_by("ends_at"), warn_of_end, "warned", done)
    return done


def _do_due(
    due: Callable[[], ChatSessionQuerySet], step: Callable[..., ChatSession], word: str, done: list[str]
) -> None:
    for chat_session in due():
        try:
            with transaction.atomic():
                lock_chat_session(chat_session.pk)
                if due().filter(pk=chat_session.pk).exists():
                    step(chat_session, by=CLOCK)
                    done.append(f"{word} {chat_session.pk}")
        except Refused as refusal:
            logger.info("the clock passes over chat session %s: %s", chat_session.pk, refusal.code)
