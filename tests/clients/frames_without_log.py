"""A stream's frames without a log: events are applied by hand."""

from chatserver.live.fanout.stream_frames import StreamFrames
from sessions.log.replica import ChatStreamName, Replica


def framed(name: ChatStreamName) -> StreamFrames:
    return StreamFrames(Replica(name, "e"))
