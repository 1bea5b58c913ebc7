"""Append to the installation's log the drafts that it could not take when they were made."""

import logging
from datetime import datetime

from django.db import transaction

from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, Record, RecordCheckpoint
from sessions.record.checkpoints import append_drafts, told_checkpoints
from sessions.record.proof.log_refused import LogRefused

logger = logging.getLogger(__name__)


def append_late_drafts(_now: datetime) -> list[str]:
    """Append late drafts for the clock, each draft in its own transaction; answers which were appended.

    One query where none waits.
    """
    waiting = RecordCheckpoint.objects.filter(closed_at__isnull=False, log_index=None)
    done = []
    for chat_session_id in waiting.order_by().values_list("chat_session", flat=True).distinct():
        try:
            with transaction.atomic():
                done.append(f"logged the draft {_append(lock_chat_session(chat_session_id)).slug}")
        except LogRefused as refusal:
            logger.debug("A draft is still missing from the log: %s", refusal)
    return done


def _append(chat_session: ChatSession) -> Record:
    record = Record.objects.select_for_update().get(chat_session=chat_session)
    append_drafts(chat_session.pk, record.slug)
    record.document |= told_checkpoints(chat_session.pk)
    record.save(update_fields=["document"])
    return record
