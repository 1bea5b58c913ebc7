"""Drop what people's commands were answered once a chat session is over for so long that nobody repeats them.

The answers say who backed what, also after it was taken back, and no record needs them.
"""

from datetime import datetime
from itertools import batched

from django.db import transaction

from sessions.models import KEEP_REPLIES, ChatSession, StoredReply
from sessions.state_machine.locks import LockedChatSession, lock_chat_session

TOGETHER = 500
"""What one transaction deletes, so that nobody waits long for it."""

AT_MOST = 20 * TOGETHER
"""What one tick deletes. The next one goes on."""


def drop_old_replies(now: datetime) -> int:
    """Answers how many were dropped. Safe to run twice, and from two places."""
    dropped = 0
    for chat_session in ChatSession.objects.due_to_drop_replies(now).order_by("ends_at"):
        dropped += _drop(chat_session, now, at_most=AT_MOST - dropped)
        if dropped >= AT_MOST:
            break
    return dropped


def expect_late_replies(chat_session: LockedChatSession) -> None:
    """Something was answered after the end: it is to be dropped, too."""
    if not chat_session.has_replies:
        ChatSession.objects.filter(pk=chat_session.pk).update(has_replies=True)


def _drop(chat_session: ChatSession, now: datetime, *, at_most: int) -> int:
    old = StoredReply.objects.filter(chat_session=chat_session, at__lte=now - KEEP_REPLIES)
    ids = list(old.values_list("pk", flat=True)[:at_most])
    for some in batched(ids, TOGETHER):
        StoredReply.objects.filter(pk__in=some).delete()
    if len(ids) < at_most:
        _note_if_none(chat_session)
    return len(ids)


@transaction.atomic
def _note_if_none(chat_session: ChatSession) -> None:
    """Under the lock of those who save more of them."""
    lock_chat_session(chat_session.pk)
    if not StoredReply.objects.filter(chat_session=chat_session).exists():
        ChatSession.objects.filter(pk=chat_session.pk).update(has_replies=False)
