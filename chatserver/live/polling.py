"""The streams for those who poll: folded once for everybody who asks, and read up to date at each question."""

import threading
import time
from collections import OrderedDict
from uuid import UUID

import msgspec

from chatserver.live import protocol as wire
from chatserver.live.news import Broken, Feeds, counts_of, load_feeds, read_news
from chatserver.live.presence import NOBODY, Attendance
from chatserver.live.resume import Standing
from sessions.reading import Support

MAX_KEPT_BYTES = 192 * 1024 * 1024
"""In all. A city's evening of 144 rooms with 60 questions each needs a quarter of that."""

UNUSED_S = 600.0
"""What nobody has asked about for so long is let go."""


class PolledFeeds:
    """Feeds of one chat session, apart from the hub's, since requests run in threads of their own."""

    def __init__(self, chat_session_id: UUID) -> None:
        self.asked_at = 0.0
        self._chat_session_id = chat_session_id
        self._lock = threading.Lock()
        self._feeds: Feeds | None = None

    @property
    def size(self) -> int:
        """About how many bytes of memory they take."""
        return sum(feed.size for feed in self._feeds or ())

    def frame_since(self, stream: str, standing: Standing, *, attendance: Attendance = NOBODY) -> str | None:
        """An `events` or `snapshot` frame, as a socket would be sent; None where there is no such chat session.

        attendance: how many people have sockets there.
        """
        with self._lock:
            self._feeds = self._refresh(attendance)
            if self._feeds is None:
                return None
            feed = self._feeds.desk if stream == "desk" else self._feeds.public
            return feed.frame_since(standing.within(feed), with_counts=True).text

    def _refresh(self, attendance: Attendance) -> Feeds | None:
        if self._feeds is not None:
            try:
                self._catch_up(self._feeds, attendance)
            except Broken:
                pass  # it is another log: begin it from its beginning
            else:
                return self._feeds
        return load_feeds(self._chat_session_id, attendance=attendance)

    def _catch_up(self, feeds: Feeds, attendance: Attendance) -> None:
        """Bring feeds to the end of the log. Raises Broken."""
        public, desk = feeds
        is_more = True
        while is_more:
            news = read_news(self._chat_session_id, public.epoch, public.seq, desk.seq, with_backing=True)
            public.apply(news.public)
            desk.apply(news.desk)
            is_more = news.is_more
        counts = counts_of(attendance, news.support or Support({}))
        if counts != public.counts:
            public.set_counts(counts)


_kept: OrderedDict[UUID, PolledFeeds] = OrderedDict()
_keeping = threading.Lock()


def polled_feeds(chat_session_id: UUID) -> PolledFeeds:
    """Those of this process."""
    forget_unused()
    with _keeping:
        feeds = _kept.pop(chat_session_id, None) or PolledFeeds(chat_session_id)
        feeds.asked_at = time.monotonic()
        _kept[chat_session_id] = feeds
    return feeds


def forget_unused() -> None:
    """Let go of what nobody has asked about for long, and beyond the bound of what was asked about longest ago."""
    now = time.monotonic()
    with _keeping:
        size = sum(feeds.size for feeds in _kept.values())
        while _kept:
            oldest = next(iter(_kept.values()))
            if size <= MAX_KEPT_BYTES and now - oldest.asked_at <= UNUSED_S:
                break
            size -= oldest.size
            _kept.popitem(last=False)


def with_you(frame: str, you: wire.You | None) -> str:
    """A shared frame with what only this person is told."""
    return frame if you is None else f'{frame[:-1]},"you":{msgspec.json.encode(you).decode()}}}'
