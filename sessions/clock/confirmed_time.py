"""The time that a serving process uses: the clock's, but without a forward jump that is not confirmed yet.

All code stamps, orders and expires by django.utils.timezone.now, and so do Django's own cookie sessions. We replace
that function, so that no line of code can miss it. A clock that shows tomorrow for an hour signs nobody out, ends no
ban, and leaves no event with tomorrow's date in a log.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sessions.clock.jumps import ANCHORED_FOR_SECONDS, BOUND, Trust, judge
from sessions.clock.readings import ask_database, find_trust, passed_seconds, read_clock
from sessions.clock.replaceable_now import replace_now

_BOUND_SECONDS = BOUND.total_seconds()


class ConfirmedTime:
    """Safe in any thread: what it knows is replaced as a whole."""

    def __init__(self, trust: Trust) -> None:
        self.follow(trust)

    def follow(self, trust: Trust) -> None:
        """Take over what another watch in this process has found out: it may have asked the database's clock."""
        self.trust = trust
        self._sure_wall, self._sure_passed = trust.sure.wall.timestamp(), trust.sure.passed

    def now(self) -> datetime:
        """In UTC. While the clock runs normally, this costs little more than reading it."""
        wall, passed = time.time(), passed_seconds() - self._sure_passed
        is_usual = self.trust.ahead is None and 0 <= passed < ANCHORED_FOR_SECONDS
        if is_usual and abs(wall - self._sure_wall - passed) <= _BOUND_SECONDS:
            return datetime.fromtimestamp(wall, UTC)
        reading = read_clock()
        trust, _jump = judge(self.trust, reading)
        self.follow(trust)
        return trust.now(reading)


_kept: list[ConfirmedTime] = []


def keep_time(trust: Trust | None = None) -> None:
    """Use confirmed time in this process; without a trust, from that of the last watch on this machine."""
    confirmed = ConfirmedTime(trust or find_trust())
    _kept[:] = [confirmed]
    replace_now(confirmed.now)


def follow(trust: Trust) -> None:
    """As ConfirmedTime.follow; does nothing in a process that does not use confirmed time."""
    for confirmed in _kept:
        confirmed.follow(trust)


def confirm_by_database() -> None:
    """Where a jump waits to be believed, ask the database's clock: what it denies is not believed by waiting.

    For processes that have no watch of their own, every few seconds. No query where there is no jump.
    """
    for confirmed in _kept:
        confirmed.follow(ask_database(confirmed.trust, read_clock()))


@contextmanager
def time_kept(trust: Trust | None = None) -> Iterator[None]:
    """Use confirmed time within this context."""
    keep_time(trust)
    try:
        yield
    finally:
        release_time()


def release_time() -> None:
    """Use the clock on the wall again."""
    _kept.clear()
    replace_now()
