"""Delete the stored replies to people's commands once a chat session ended so long ago that nobody repeats a command.

The replies say who backed what, even after they withdrew it, and no record needs them.
"""

from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import DateTimeField

from sessions.log.steps.locks import LockedChatSession, lock_chat_session
from sessions.models import KEEP_REPLIES, ChatSession, StoredReply
from sessions.platform.database.prepared_query import Given, PreparedQuery

TOGETHER = 500
"""The most rows that one transaction deletes, so that nobody waits long for it."""

AT_MOST = 20 * TOGETHER
"""The most rows that one tick deletes. The next tick goes on."""


def drop_old_replies(now: datetime) -> int:
    """Answers how many it deleted. Safe to run twice, and in two places at once."""
    dropped = 0
    for chat_session in _due_query.rows(now=now):
        dropped += _drop(chat_session, now, at_most=AT_MOST - dropped)
        if dropped >= AT_MOST:
            break
    return dropped


_due_query = PreparedQuery(
    lambda: ChatSession.objects.due_to_drop_replies(Given("now", DateTimeField())).order_by("ends_at")
)


def expect_late_replies(chat_session: LockedChatSession) -> None:
    """A command was answered after the end: its reply has to be deleted, too."""
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
    """Holds the lock that commands hold while they save replies."""
    lock_chat_session(chat_session.pk)
    if not StoredReply.objects.filter(chat_session=chat_session).exists():
        ChatSession.objects.filter(pk=chat_session.pk).update(has_replies=False)
