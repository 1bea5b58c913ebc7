"""Commit each minute to what is public in a live chat, and tell its room: many then hold what nobody can change."""

from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef

from sessions.log import log
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, ChatSessionState, RecordCheckpoint, Stream, StreamName
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.record.checkpoints import add_checkpoint, checkpoints_of, committed_until
from sessions.record.committed_texts import commit_texts
from sessions.record.compile import entry_of
from sessions.record.proof.tree import leaf_hash

EVERY = timedelta(seconds=50)
"""The shortest time between two checkpoints; with the other work of the clock, each follows within a minute."""

AT_ONCE = 8
"""Chats that are committed to in one go of the clock: of a city's evening not all in the same second."""


def commit_live_chats(now: datetime) -> list[str]:
    """Commit to live chats for the clock.

    Commit to the live chats whose public stream has grown since the checkpoint of a minute ago.

    Each in its own transaction; nothing is answered, as it is no step of a chat. One that fails stops no other: an
    ExceptionGroup is raised at the end.
    """
    failures: list[Exception] = []
    for chat_session_id in _due_query.rows(since=now - EVERY):
        try:
            with transaction.atomic():
                commit_live_entries(lock_chat_session(chat_session_id))
        except Exception as failure:  # noqa: BLE001 -- after any error, the other chats are committed to
            failures.append(failure)
    if failures:
        raise ExceptionGroup("some live chats could not be committed to", failures)
    return []


_checkpoints = RecordCheckpoint.objects.filter(chat_session=OuterRef("chat_session")).order_by()

_due_query = PreparedQuery(
    lambda: (
        Stream.objects.filter(name=StreamName.PUBLIC, chat_session__state=ChatSessionState.LIVE)
        .exclude(Exists(_checkpoints.filter(size__gte=OuterRef("seq"))))
        .exclude(Exists(_checkpoints.filter(at__gt=Given("since", DateTimeField()))))
        .order_by("chat_session__opened_at")
        .values_list("chat_session", flat=True)[:AT_ONCE]
    )
)


def commit_live_entries(chat_session: ChatSession) -> RecordCheckpoint | None:
    """Commit to the entries that came since the last checkpoint; None without any, or where the chat is over.

    In the caller's transaction, which has locked the chat session. From then on each of their texts has a commitment.
    """
    if chat_session.state != ChatSessionState.LIVE:
        return None
    rows = checkpoints_of(chat_session.pk)
    size = committed_until(rows)
    pages = log.read_pages(chat_session_id=chat_session.pk, stream=StreamName.PUBLIC, seq=size)
    events = list(chain.from_iterable(pages))
    if not events:
        return None
    texts = commit_texts(chat_session, events, after=size)
    new = [leaf_hash(entry_of(n, event, texts)) for n, event in enumerate(events, start=size)]
    return add_checkpoint(chat_session, rows, new)
