"""Renew the epochs of all streams, and tell whether a database still holds an event that it held before."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction

from sessions.log.log import new_epoch, stream_grew
from sessions.models import OPEN_STATES, ChatSession, Event, Stream

TOGETHER = 500


@dataclass(frozen=True, slots=True)
class LastEvent:
    """The newest event of all streams; `at` tells it from another event at the same place."""

    id: int
    stream_id: int
    seq: int
    at: str


def last_event() -> LastEvent | None:
    """The newest event, or None where there is no event at all."""
    row = Event.objects.order_by("-pk").values_list("pk", "stream_id", "seq", "at").first()
    return None if row is None else LastEvent(row[0], row[1], row[2], row[3].isoformat())


def holds_event(event: LastEvent) -> bool:
    """Whether the log still holds it. An older copy does not, even if events were appended to it since."""
    row = Event.objects.filter(pk=event.id, stream_id=event.stream_id, seq=event.seq).values_list("at", flat=True)
    return [at.isoformat() for at in row] == [event.at]


@transaction.atomic
def renew_epochs() -> int:
    """Make every remembered position invalid; answers the number of chat sessions with streams.

    It locks all chat sessions first, in the order in which others lock them: nothing is appended meanwhile.
    """
    is_open = {
        pk: state in OPEN_STATES
        for pk, state in ChatSession.objects.select_for_update().order_by("pk").values_list("pk", "state")
    }
    epochs: dict[UUID, str] = {}
    streams = list(Stream.objects.filter(chat_session__isnull=False).order_by("pk"))
    for stream in streams:
        if stream.chat_session_id is not None:
            stream.epoch = epochs.setdefault(stream.chat_session_id, new_epoch())
    Stream.objects.bulk_update(streams, ["epoch"], batch_size=TOGETHER)
    for chat_session_id in filter(is_open.get, epochs):
        transaction.on_commit(partial(_hint, chat_session_id))
    return len(epochs)


def _hint(chat_session_id: UUID) -> None:
    """Hint to all followers, so that they look at once and find a new epoch."""
    stream_grew(chat_session_id=chat_session_id, stream="public", seq=0)
