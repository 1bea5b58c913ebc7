"""When a room's next flush is due: at once after quiet, else in ticks; and large counts less often; pure.

The log is also read without a hint: every few seconds while hints are known to arrive, each second otherwise.
All times are monotonic seconds.
"""

from math import inf

LEAD_S = 0.01
"""Seconds of lead after quiet: long enough to include commits of the same moment."""

TICK_S = 0.2
"""Seconds between two frames of a room. With reading and sending, a full room has its news within a quarter of a
second."""

BACKING_EVERY_S = 1.0
"""How often counts get a frame of their own while people back questions: a full room backs all the time."""

PRESENCE_EVERY_S = 2.0
COUNTS_FRAMES_PER_S = 4_000
"""Frames a second that a process may send with nothing but counts: in a city's evening they were two thirds of all.
With more sockets than that, counts come less often; a full room's still come each second.
"""

COUNTS_BYTES_PER_S = 8 * 1024
"""The bandwidth of one reader that counts may use: they are sent as whole lists."""

POLL_EVERY_S = 5.0
POLL_WITHOUT_HINTS_EVERY_S = 1.0
READ_AGAIN_AFTER_S = 1.0


class Pace:
    """Decides when to flush. Callers report what happened and what each flush did."""

    def __init__(self, now: float) -> None:
        self._tick_s = TICK_S
        self._flushed_at = -inf
        self._poll_every_s = POLL_EVERY_S
        self._poll_at = now + POLL_EVERY_S
        self._hinted_at = inf
        self._backing_changed_at = inf
        self._presence_changed_at = inf
        self._counts_told_at = -inf
        self._counts_every_s = TICK_S
        self._alone_every_s = 0.0

    def hint(self, now: float) -> None:
        """A stream grew."""
        self._hinted_at = min(self._hinted_at, now)

    def change_backing(self, now: float) -> None:
        self._backing_changed_at = min(self._backing_changed_at, now)

    def change_presence(self, now: float) -> None:
        self._presence_changed_at = min(self._presence_changed_at, now)

    def poll_every(self, seconds: float, now: float) -> None:
        """Read this often, though no hint comes. After a change, read once now: a hint may have been lost before."""
        if seconds != self._poll_every_s:
            self._poll_every_s = seconds
            self._poll_at = now

    def set_listeners(self, people: int) -> None:
        """Tell the pace about its listeners. people: how many have sockets in all rooms of this process."""
        self._alone_every_s = people / COUNTS_FRAMES_PER_S

    def next_at(self) -> float:
        """The moment of the next flush."""
        return min(self._news_at(), self._counts_at())

    def is_reading_due(self, now: float) -> bool:
        """Whether this flush begins with reading the log, or the backing."""
        return min(self._news_at(), self._backing_at()) <= now

    def are_counts_due(self, now: float) -> bool:
        """Whether changed counts may be sent in a frame of their own. Ask it before begin_reading."""
        return self._counts_at() <= now

    def may_add_counts(self, now: float) -> bool:
        """Whether they may be sent together with events."""
        return self._counts_told_at + self._counts_every_s <= now

    def begin_reading(self, now: float) -> bool:
        """This reading may miss hints from now on. Answers whether the backing has to be read."""
        with_backing = min(self._backing_changed_at, self._poll_at) <= now
        self._hinted_at = self._backing_changed_at = inf
        self._poll_at = now + self._poll_every_s
        return with_backing

    def fail_reading(self, now: float) -> None:
        self._poll_at = now + READ_AGAIN_AFTER_S

    def settle_counts(self) -> None:
        """All subscribers have the current counts."""
        self._presence_changed_at = inf

    def tell_counts(self, now: float, size: int) -> None:
        """Counts are sent. size: in bytes."""
        self.settle_counts()
        self._counts_told_at = now
        self._counts_every_s = max(TICK_S, size / COUNTS_BYTES_PER_S)

    def flush(self, began: float, ended: float) -> None:
        """Frames were sent. If that takes long, ticks grow, so that half of the time is left for other work."""
        self._flushed_at = began
        self._tick_s = max(TICK_S, 2 * (ended - began))

    def _news_at(self) -> float:
        return min(max(self._hinted_at + LEAD_S, self._flushed_at + self._tick_s), self._poll_at)

    def _counts_at(self) -> float:
        return min(self._backing_at(), self._alone(self._presence_changed_at, PRESENCE_EVERY_S))

    def _backing_at(self) -> float:
        return self._alone(self._backing_changed_at, max(BACKING_EVERY_S, self._counts_every_s))

    def _alone(self, changed_at: float, every_s: float) -> float:
        every_s = max(every_s, self._alone_every_s)
        return max(changed_at + LEAD_S, self._flushed_at + self._tick_s, self._counts_told_at + every_s)
