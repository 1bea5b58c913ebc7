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

Due = Callable[[], ChatSessionQuerySet]
Step = Callable[..., ChatSession]


def tick(now: datetime | None = None) -> list[str]:
    """Carry out every step whose time has come, each in its own transaction, and say what was done.

    What was missed during a downtime is done in its order: opened late, then closed. A step that another clock or
    the clerk took first is passed over, and so is one that was put off meanwhile. One that fails keeps no other
    chat session waiting: raises an ExceptionGroup of the failures after everything else is done.
    """
    now = now or timezone.now()
    done: list[str] = []
    failures: list[Exception] = []
    rows = ChatSession.objects
    due_steps: list[tuple[Due, Step, str]] = [
        (lambda: rows.due_to_open(now).order_by("starts_at"), open_chat_session, "opened"),
        (lambda: rows.due_to_close(now).order_by("ends_at"), close_chat_session, "closed"),
        (lambda: rows.due_to_warn(now + WARNING).order_by("ends_at"), warn_of_end, "warned"),
    ]
    for due, step, word in due_steps:
        for chat_session in due():
            try:
                if _do_if_due(chat_session, due, step):
                    done.append(f"{word} {chat_session.pk}")
            except Exception as failure:  # noqa: BLE001 -- whatever it is, the other wards' evenings go on
                failures.append(failure)
    if failures:
        raise ExceptionGroup("some chat sessions could not be brought on", failures)
    return done


def _do_if_due(chat_session: ChatSession, due: Due, step: Step) -> bool:
    try:
        with transaction.atomic():
            lock_chat_session(chat_session.pk)
            if not due().filter(pk=chat_session.pk).exists():
                return False
            step(chat_session, by=CLOCK)
    except Refused as refusal:
        logger.info("the clock passes over chat session %s: %s", chat_session.pk, refusal.code)
        return False
    return True
