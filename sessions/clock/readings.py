"""Read the clock, keep what it showed, and note its jumps in the audit and in the server's own log."""

import logging
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import OperationalError, connection, transaction

from sessions import audit
from sessions.clock.jumps import BOUND, Reading, Trust, judge, jump_between
from sessions.log.logged_event import wire_time
from sessions.models import ClockReading

logger = logging.getLogger(__name__)

KEPT_EVERY_SECONDS = 60
KEPT_FOR = timedelta(days=90)
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class ClockWatch:
    """The watch of one process over its clock; it continues from where the last watch on this machine ended.

    believes_at_first: whether to believe the first reading even after a jump: a user who starts a server has checked
    its clock. A program that is restarted again and again believes a jump no sooner than one that kept running.
    even_if_denied: also where the database's clock shows an earlier time. Otherwise it is not believed then: a service
    manager that starts a server has checked nothing.
    """

    def __init__(self, *, believes_at_first: bool, even_if_denied: bool = False) -> None:
        self._believes = believes_at_first
        self._even_if_denied = even_if_denied
        self._trust: Trust | None = None
        self._agreed: bool | None = None
        self._kept: Reading | None = None

    @property
    def trust(self) -> Trust:
        """Valid after a call of now()."""
        assert self._trust is not None
        return self._trust

    @property
    def is_waiting(self) -> bool:
        """Whether a forward jump is not confirmed yet. Valid after a call of now()."""
        return self.trust.ahead is not None

    def now(self) -> datetime:
        """The time to use. It notes a jump before anybody acts on it; a forward one waits for confirmation."""
        reading = read_clock()
        earlier = self._trust or self._find_earlier(reading)
        trust, jump = self._judge(earlier, reading)
        self._trust, self._believes = trust, False
        if earlier.ahead is not None and trust.ahead is None:
            logger.warning("The clock is believed again.")
        if jump:
            _note_jump(reading, jump)
        if jump or self._kept is None or reading.passed - self._kept.passed >= KEPT_EVERY_SECONDS:
            self._keep(trust, reading)
        return trust.now(reading)

    def _find_earlier(self, reading: Reading) -> Trust:
        last = _find_last(reading.boot)
        if last is None:
            return _begin_trust(reading)
        self._agreed = last.agreed
        return _trust_of(last)

    def _judge(self, earlier: Trust, reading: Reading) -> tuple[Trust, timedelta]:
        is_ahead = jump_between(earlier.sure, reading) > timedelta(0)
        return judge(earlier, reading, agrees=self._is_confirmed(reading) if is_ahead else None)

    def _is_confirmed(self, reading: Reading) -> bool | None:
        """By the user, or the database's clock; None where that agreed before the jump, too: then it is our own."""
        if self._believes and self._even_if_denied:
            return True
        agrees = database_agrees(reading)
        if self._believes:
            return agrees is not False
        return None if agrees and self._agreed else agrees

    def _keep(self, trust: Trust, reading: Reading) -> None:
        if trust.ahead is None:
            self._agreed = database_agrees(reading)
        try:
            ClockReading.objects.update_or_create(boot=reading.boot, defaults=_row_of(trust) | {"agreed": self._agreed})
            if self._kept is None:  # starts long past, of machines; of processes, where the system names none
                ClockReading.objects.filter(wall__lt=trust.sure.wall - KEPT_FOR).delete()
        except OperationalError:  # the database is locked: the next turn saves it, and this one does its work
            return
        self._kept = reading


def find_trust() -> Trust:
    """What the last watch on this machine believed; without one since its start, what the two clocks show together."""
    last, reading = _find_last(boot_id()), read_clock()
    return ask_database(_trust_of(last), reading) if last is not None else _begin_trust(reading)


def ask_database(trust: Trust, reading: Reading) -> Trust:
    """With what the database's clock says about a jump that is not believed yet. No query where there is none."""
    if trust.ahead is None:
        return trust
    return replace(trust, is_denied=database_agrees(reading) is False)


def read_clock() -> Reading:
    """What the clock itself shows, whichever time this process uses (see confirmed_time)."""
    return Reading(boot=boot_id(), passed=passed_seconds(), wall=datetime.now(UTC))


def database_agrees(reading: Reading) -> bool | None:
    """Whether the clock of PostgreSQL's machine shows the same; None without a second clock (SQLite)."""
    shown = database_clock()
    return abs(shown - reading.wall) <= BOUND if shown is not None else None


def database_clock() -> datetime | None:
    """What the clock of PostgreSQL's machine shows; None without a second clock (SQLite)."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [shown] = cursor.fetchone()
    return shown  # type: ignore[no-any-return]  # a timestamp with a time zone


@cache
def boot_id() -> str:
    """The id of this start of the machine; of this process if the system gives none."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return str(uuid4())


def passed_seconds() -> float:
    """Seconds that also count while the machine sleeps, where the system can do that."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _find_last(boot: str) -> ClockReading | None:
    return ClockReading.objects.filter(boot=boot).first()


def _begin_trust(reading: Reading) -> Trust:
    """Of two clocks that were never seen before, the earlier one is sure: by the other one, chats would begin early."""
    shown = database_clock()
    if shown is None or reading.wall - shown <= BOUND:
        return Trust(reading)
    behind_s = (reading.wall - shown).total_seconds()
    logger.warning("The database's clock is %d seconds behind this one, and is followed until both agree.", behind_s)
    return Trust(replace(reading, wall=shown))


def _trust_of(row: ClockReading) -> Trust:
    sure = Reading(row.boot, row.passed, row.wall)
    if row.ahead_passed is None or row.ahead_wall is None:
        return Trust(sure)
    return Trust(sure, ahead=Reading(row.boot, row.ahead_passed, row.ahead_wall))


def _row_of(trust: Trust) -> dict[str, Any]:
    ahead = trust.ahead
    return {
        "passed": trust.sure.passed,
        "wall": trust.sure.wall,
        "ahead_passed": ahead.passed if ahead is not None else None,
        "ahead_wall": ahead.wall if ahead is not None else None,
    }


@transaction.atomic
def _note_jump(reading: Reading, jump: timedelta) -> None:
    direction = "forward" if jump > timedelta(0) else "back"
    logger.warning("The clock jumped %s by %d seconds.", direction, abs(jump).total_seconds())
    audit.note(
        "clock",
        reading.boot,
        ward=None,
        clerk=None,
        before={"clock": wire_time(reading.wall - jump)},
        after={"clock": wire_time(reading.wall)},
    )
