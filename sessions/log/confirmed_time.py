"""The time that a process uses: the clock's, but without a forward jump that is not confirmed yet.

All code stamps, orders and expires by django.utils.timezone.now, and so do Django's own cookie sessions. We replace
that function, so that no line of code can miss it. A clock that shows tomorrow for an hour signs nobody out, ends no
ban, and leaves no event with tomorrow's date in a log.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import OperationalError

from sessions.log.clock_readings import begin_trust, database_clock, find_trust, keep_trust, read_clock
from sessions.platform.clock.jumps import Trust, judge
from sessions.platform.clock.replaceable_now import replace_now


class ConfirmedTime:
    """The time of one process. The trusted time is kept in the database, the same for all processes of a machine.

    Only a check confirms a forward jump: between two checks, and while the database is away, none is followed.
    Safe in any thread: what it knows is replaced as a whole.
    """

    def __init__(self) -> None:
        self._trust: Trust | None = None

    def now(self) -> datetime:
        """The confirmed time, in UTC. Valid after a check."""
        assert self._trust is not None
        return self._trust.now(read_clock())

    def check(self, *, believe: bool = False) -> bool:
        """Judge the clock, and say whether a jump forward waits to be confirmed. For every few seconds.

        A jump is noted before anybody acts on it, and nothing is believed that cannot be kept. believe: follow the
        clock at once, even where the database's shows an earlier time. Only a user may say so: a service manager that
        starts a server has checked nothing.
        """
        kept, shown, reading = find_trust(), database_clock(), read_clock()  # no row is newer than the reading
        self._trust = earlier = kept or self._trust or begin_trust(reading, shown)
        trust = judge(Trust(reading) if believe else earlier, reading, shown)
        with suppress(OperationalError):  # the database is locked: the next check judges anew
            if trust != kept:
                keep_trust(trust, reading, kept=kept, earlier=earlier)
            self._trust = trust
        return self._trust.now(reading) < reading.wall

    def install(self) -> None:
        """Use this time everywhere in this process, and for what the first check notes, too."""
        kept, shown, reading = find_trust(), database_clock(), read_clock()
        self._trust = kept or begin_trust(reading, shown)
        replace_now(self.now)
        self.check()


@contextmanager
def time_kept() -> Iterator[ConfirmedTime]:
    """Use confirmed time within this context."""
    confirmed = ConfirmedTime()
    try:
        confirmed.install()
        yield confirmed
    finally:
        replace_now()
