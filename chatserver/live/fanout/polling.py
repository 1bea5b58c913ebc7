"""Frames for clients that poll, made from the replicas that sockets and pages share."""

from uuid import UUID

import msgspec
from django.core.exceptions import ObjectDoesNotExist

from chatserver.live.cluster.presence import NOBODY_PRESENT, Attendance
from chatserver.live.fanout.stream_frames import StreamFrames, counts_frame
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.resume import ResumePosition
from sessions.log.known_streams import latest_replica
from sessions.log.queries import query_checkpoint, query_support
from sessions.log.replica import ChatStreamName
from sessions.platform.database.read_together import read_together


def polled_frame(
    chat_session_id: UUID,
    stream: ChatStreamName,
    resume_from: ResumePosition,
    *,
    attendance: Attendance = NOBODY_PRESENT,
) -> str | None:
    """An `events` or `snapshot` frame, as for a socket; None if there is no such chat session.

    attendance: how many people have sockets there.
    """
    try:
        replica = latest_replica(chat_session_id, stream)
    except ObjectDoesNotExist:
        return None
    counts, checkpoint = None, ""
    if stream == "public":
        support, checkpoint = read_together(query_support(chat_session_id), query_checkpoint(chat_session_id))
        counts = counts_frame(attendance, support)
    with replica.lock:
        frames = StreamFrames(replica, counts, checkpoint)
        return frames.frame_since(resume_from.within(replica), with_counts=True, with_checkpoint=True).text


def with_you(frame: str, you: wire.You | None) -> str:
    """A shared frame with the fields for this person only."""
    return frame if you is None else f'{frame[:-1]},"you":{msgspec.json.encode(you).decode()}}}'
