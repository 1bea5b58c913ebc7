"""A stream's frames without a log: events are applied by hand."""

from chatserver.live.fanout.stream_frames import StreamFrames
from sessions.replicas.replica import Replica, StreamName


def framed(name: StreamName) -> StreamFrames:
    return StreamFrames(Replica(name, "e"))
