"""Read from the log what a room's streams lack: no other way brings it news. Runs in the read pool."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from msgspec import UNSET

from chatserver.live.cluster.presence import NOBODY, Attendance
from chatserver.live.fanout.stream_frames import StreamFrames, Streams
from chatserver.live.wire import protocol as wire
from sessions.log import log
from sessions.log.event_form import body_of
from sessions.log.log import Position
from sessions.log.logged_event import LoggedEvent
from sessions.queries import Support, support_counts
from sessions.replicas import known_streams
from sessions.replicas.replica import MAX_REPLAY_BYTES, StreamName

MAX_NEWS = 200


class News(NamedTuple):
    """The events after the positions. support is None if it was not asked for and cannot have changed."""

    public: list[LoggedEvent]
    desk: list[LoggedEvent]
    support: Support | None
    is_more: bool


class Broken(Exception):
    """The log does not continue these streams: another epoch, a gap, or an end before their position."""


def follow_streams(chat_session_id: UUID) -> Streams | None:
    """This process's replicas of both streams at the end of the log, with counts. None without such a chat session.

    The caller advances them, and calls stop_following in the end.
    """
    counts = counts_frame(NOBODY, support_counts(chat_session_id))
    try:
        public, desk = known_streams.follow_replicas(chat_session_id)
    except ObjectDoesNotExist:
        return None
    return Streams(StreamFrames(public, counts), StreamFrames(desk))


def read_news(chat_session_id: UUID, epoch: str, public_seq: int, desk_seq: int, *, with_backing: bool) -> News:
    """The events of both streams after the positions, at most a tick's worth, in one to four queries. Raises Broken."""
    ends = log.positions(chat_session_id=chat_session_id)
    public = _read_after(chat_session_id, "public", ends, epoch, public_seq)
    desk = _read_after(chat_session_id, "desk", ends, epoch, desk_seq)
    support = support_counts(chat_session_id) if with_backing or public else None
    kept_public, kept_desk = _within_a_frame(public), _within_a_frame(desk)
    is_more = len(kept_public) < len(public) or len(kept_desk) < len(desk) or MAX_NEWS in (len(public), len(desk))
    return News(kept_public, kept_desk, support, is_more)


def counts_frame(attendance: Attendance, support: Support) -> wire.Counts:
    """The other counts are left out while all support counts."""
    held, not_counted = support.held or UNSET, support.not_counted or UNSET
    present, visitors = attendance
    return wire.Counts(present=present, visitors=visitors, backing=support.backing, held=held, not_counted=not_counted)


def support_in(counts: wire.Counts | None) -> Support:
    return Support({}) if counts is None else Support(counts.backing, counts.held or {}, counts.not_counted or {})


def _read_after(
    chat_session_id: UUID, stream: StreamName, ends: Mapping[str, Position], epoch: str, seq: int
) -> list[LoggedEvent]:
    end = ends.get(stream)
    if end is None or end.epoch != epoch or end.seq < seq:
        raise Broken
    if end.seq == seq:
        return []
    events = log.read_since(chat_session_id=chat_session_id, stream=stream, seq=seq, limit=MAX_NEWS)
    if [event.seq for event in events] != list(range(seq + 1, seq + 1 + len(events))):
        raise Broken
    return events


def _within_a_frame(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """As many as fit into one frame and can be replayed later: at least one, and about half the bytes of a replay."""
    size = 0
    for index, event in enumerate(events):
        size += sum(len(str(value)) * 3 for value in body_of(event.event).values()) + 200
        if index and size > MAX_REPLAY_BYTES // 2:
            return events[:index]
    return events
