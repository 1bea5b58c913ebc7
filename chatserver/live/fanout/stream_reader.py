"""Read what is new in both streams of one chat session, after the positions of this process."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from sessions.log import log
from sessions.log.log import Position
from sessions.log.logged_event import LoggedEvent
from sessions.log.queries import Support, query_positions_and_checkpoint, query_support
from sessions.log.removed_words import QuestionsWithoutWords, query_removed_words
from sessions.log.replica import MAX_REPLAY_BYTES, ChatStreamName
from sessions.platform.database.read_together import BoundQuery, read_together

MAX_NEWS = 200

BESIDE_THE_BODY_BYTES = 100
"""Bytes that an event takes on the wire beside its body, at most: its number, its type and its moment."""

NOTHING: BoundQuery[None] = BoundQuery("", (), lambda _rows: None)
NO_EVENTS: BoundQuery[list[LoggedEvent]] = BoundQuery("", (), lambda _rows: [])


class News(NamedTuple):
    """The events after the positions. support is None if it was not asked for and cannot have changed.

    checkpoint: the newest one of the chat; blank without any, or if it was not asked for.
    """

    public: list[LoggedEvent]
    desk: list[LoggedEvent]
    support: Support | None
    is_more: bool
    checkpoint: str = ""


class StreamBroken(Exception):
    """The log does not continue these streams: another epoch, a gap, or an end before their position."""


def read_news(chat_session_id: UUID, epoch: str, public_seq: int, desk_seq: int, *, with_backing: bool) -> News:
    """The events of both streams after the positions, at most a tick's worth. Raises StreamBroken.

    One message to the database tells whether there is any; then a second one reads it, and a third one looks for words
    that were removed meanwhile.
    """
    positions = log.query_positions(chat_session_id=chat_session_id).then(lambda ends: (ends, ""))
    (ends, checkpoint), support = read_together(
        query_positions_and_checkpoint(chat_session_id) if with_backing else positions,
        query_support(chat_session_id) if with_backing else NOTHING,
    )
    is_public_new = _is_new(ends.get("public"), epoch, public_seq)
    is_desk_new = _is_new(ends.get("desk"), epoch, desk_seq)
    if not is_public_new and not is_desk_new:
        return News([], [], support, False, checkpoint)
    public, desk, newer = read_together(
        _query_after(chat_session_id, "public", public_seq) if is_public_new else NO_EVENTS,
        _query_after(chat_session_id, "desk", desk_seq) if is_desk_new else NO_EVENTS,
        query_support(chat_session_id) if is_public_new else NOTHING,
    )
    removed = QuestionsWithoutWords._make(read_together(*query_removed_words([*public, *desk])))
    kept_public, kept_desk = _within_a_frame(removed.leave_out(public)), _within_a_frame(removed.leave_out(desk))
    is_more = len(kept_public) < len(public) or len(kept_desk) < len(desk) or MAX_NEWS in (len(public), len(desk))
    return News(kept_public, kept_desk, support if newer is None else newer, is_more, checkpoint)


def _is_new(end: Position | None, epoch: str, seq: int) -> bool:
    """Whether there are events after this seq of a stream. Raises StreamBroken."""
    if end is None or end.epoch != epoch or end.seq < seq:
        raise StreamBroken
    return end.seq > seq


def _query_after(chat_session_id: UUID, stream: ChatStreamName, seq: int) -> BoundQuery[list[LoggedEvent]]:
    """The query of the events after this seq. Reading its result raises StreamBroken for a gap."""

    def require_all(events: list[LoggedEvent]) -> list[LoggedEvent]:
        if [event.seq for event in events] != list(range(seq + 1, seq + 1 + len(events))):
            raise StreamBroken
        return events

    return log.query_since(chat_session_id=chat_session_id, stream=stream, seq=seq, limit=MAX_NEWS).then(require_all)


def _within_a_frame(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The first events that fit into one frame and can be replayed later.

    Returns at least one event if there is any, and at most about half the bytes of a replay.
    """
    size = 0
    for index, event in enumerate(events):
        size += len(msgspec.json.encode(event.event)) + BESIDE_THE_BODY_BYTES
        if index and size > MAX_REPLAY_BYTES // 2:
            return events[:index]
    return events
