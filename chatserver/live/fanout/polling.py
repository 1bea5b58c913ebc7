"""The streams for those who poll: folded once for everybody who asks, and read up to date at each question."""

import threading
import time
from collections import OrderedDict
from uuid import UUID

import msgspec

from chatserver.live.cluster.presence import NOBODY, Attendance
from chatserver.live.fanout.replica_reader import Broken, Replicas, counts_of, load_replicas, read_news
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.resume import ResumePosition
from sessions.queries import Support

MAX_KEPT_BYTES = 192 * 1024 * 1024
"""In all. A city's evening of 144 rooms with 60 questions each needs a quarter of that."""

UNUSED_S = 600.0
"""What nobody has asked about for so long is let go."""


class PolledReplicas:
    """Feeds of one chat session, apart from the hub's, since requests run in threads of their own."""

    def __init__(self, chat_session_id: UUID) -> None:
        self.asked_at = 0.0
        self._chat_session_id = chat_session_id
        self._lock = threading.Lock()
        self._replicas: Replicas | None = None

    @property
    def size(self) -> int:
        """About how many bytes of memory they take."""
        return sum(replica.size for replica in self._replicas or ())

    def frame_since(self, stream: str, standing: ResumePosition, *, attendance: Attendance = NOBODY) -> str | None:
        """An `events` or `snapshot` frame, as a socket would be sent; None where there is no such chat session.

        attendance: how many people have sockets there.
        """
        with self._lock:
            self._replicas = self._refresh(attendance)
            if self._replicas is None:
                return None
            replica = self._replicas.desk if stream == "desk" else self._replicas.public
            return replica.frame_since(standing.within(replica), with_counts=True).text

    def _refresh(self, attendance: Attendance) -> Replicas | None:
        if self._replicas is not None:
            try:
                self._catch_up(self._replicas, attendance)
            except Broken:
                pass  # it is another log: begin it from its beginning
            else:
                return self._replicas
        return load_replicas(self._chat_session_id, attendance=attendance)

    def _catch_up(self, replicas: Replicas, attendance: Attendance) -> None:
        """Bring replicas to the end of the log. Raises Broken."""
        public, desk = replicas
        is_more = True
        while is_more:
            news = read_news(self._chat_session_id, public.epoch, public.seq, desk.seq, with_backing=True)
            public.apply(news.public)
            desk.apply(news.desk)
            is_more = news.is_more
        counts = counts_of(attendance, news.support or Support({}))
        if counts != public.counts:
            public.set_counts(counts)


_kept: OrderedDict[UUID, PolledReplicas] = OrderedDict()
_keeping = threading.Lock()


def polled_replicas(chat_session_id: UUID) -> PolledReplicas:
    """Those of this process."""
    forget_unused()
    with _keeping:
        replicas = _kept.pop(chat_session_id, None) or PolledReplicas(chat_session_id)
        replicas.asked_at = time.monotonic()
        _kept[chat_session_id] = replicas
    return replicas


def forget_unused() -> None:
    """Let go of what nobody has asked about for long, and beyond the bound of what was asked about longest ago."""
    now = time.monotonic()
    with _keeping:
        size = sum(replicas.size for replicas in _kept.values())
        while _kept:
            oldest = next(iter(_kept.values()))
            if size <= MAX_KEPT_BYTES and now - oldest.asked_at <= UNUSED_S:
                break
            size -= oldest.size
            _kept.popitem(last=False)


def with_you(frame: str, you: wire.You | None) -> str:
    """A shared frame with what only this person is told."""
    return frame if you is None else f'{frame[:-1]},"you":{msgspec.json.encode(you).decode()}}}'
