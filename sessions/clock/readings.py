"""Read the clock, keep what it showed, and note where it jumped: in the audit, and in the server's own log."""

import logging
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import OperationalError, connection, transaction

from sessions import audit
from sessions.clock.jumps import BOUND, Judged, Reading, Trust, judge, jump_between
from sessions.log.logged_event import wire_time
from sessions.models import ClockReading

logger = logging.getLogger(__name__)

KEPT_EVERY_SECONDS = 60
KEPT_FOR = timedelta(days=90)
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class ClockWatch:
    """Of one process that looks at the clock again and again.

    trust and agreed: what it takes over from another (see resume_watch). Without them its first reading is believed:
    whoever starts a server has seen to the clock.
    """

    def __init__(self, trust: Trust | None = None, *, agreed: bool | None = None) -> None:
        self._trust = trust
        self._agreed = agreed
        self._kept: Reading | None = None

    @property
    def trust(self) -> Trust | None:
        """None before the first reading."""
        return self._trust

    @property
    def is_waiting(self) -> bool:
        """Whether the clock has jumped forward, and that is not confirmed yet."""
        return self._trust is not None and self._trust.ahead is not None

    def now(self) -> datetime:
        """The time to go by. A jump is noted before anything is done by it; one forward waits until it is confirmed.

        A first reading that is believed is compared with what this machine's clock showed last, in whichever process.
        """
        reading = read_clock()
        if self._trust is None:
            self._trust, jump = Trust(reading), _jump_since_last(reading)
        else:
            judged = self._judge(self._trust, reading)
            if self._trust.ahead is not None and judged.trust.ahead is None:
                logger.warning("The clock is believed again.")
            self._trust, jump = judged.trust, judged.jump
        if jump:
            _note_jump(reading, jump)
        if jump or self._kept is None or reading.passed - self._kept.passed >= KEPT_EVERY_SECONDS:
            self._keep(reading)
        return self._trust.now(reading)

    def _judge(self, trust: Trust, reading: Reading) -> Judged:
        is_ahead = jump_between(trust.sure, reading) > timedelta(0)
        return judge(trust, reading, agrees=self._is_confirmed(reading) if is_ahead else None)

    def _is_confirmed(self, reading: Reading) -> bool | None:
        """By the database's clock. One that agreed before the jump and still does is our own, and says nothing."""
        agrees = database_agrees(reading)
        return None if agrees and self._agreed else agrees

    def _keep(self, reading: Reading) -> None:
        trust = self._trust or Trust(reading)
        if trust.ahead is None:
            self._agreed = database_agrees(reading)
        try:
            ClockReading.objects.update_or_create(boot=reading.boot, defaults=_row_of(trust) | {"agreed": self._agreed})
            if self._kept is None:  # starts long past, of machines; of processes, where the system names none
                ClockReading.objects.filter(wall__lt=trust.sure.wall - KEPT_FOR).delete()
        except OperationalError:  # somebody holds all writing up: the next turn keeps it, and this one does its work
            return
        self._kept = reading


def find_trust() -> Trust | None:
    """What the last watch on this machine believed; None where there was none since it was started."""
    last = _find_last(boot_id())
    return _trust_of(last) if last is not None else None


def resume_watch() -> ClockWatch:
    """For a program that is started again and again: it believes the clock no sooner than one that had run on."""
    last = _find_last(boot_id())
    return ClockWatch(_trust_of(last), agreed=last.agreed) if last is not None else ClockWatch()


def believed_now() -> datetime:
    """The time to go by for those who do not watch the clock themselves: without a jump that is not confirmed yet."""
    reading = read_clock()
    last = _find_last(reading.boot)
    return judge(_trust_of(last), reading).trust.now(reading) if last is not None else reading.wall


def read_clock() -> Reading:
    """What the clock itself shows, whatever this process goes by (see confirmed_time)."""
    return Reading(boot=boot_id(), passed=passed_seconds(), wall=datetime.now(UTC))


def database_agrees(reading: Reading) -> bool | None:
    """Whether the clock of PostgreSQL's machine shows the same; None where there is none beside our own."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [shown] = cursor.fetchone()
    return bool(abs(shown - reading.wall) <= BOUND)


@cache
def boot_id() -> str:
    """Of this start of this machine; where the system gives none, of this process."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return str(uuid4())


def passed_seconds() -> float:
    """Seconds that run on while the machine sleeps, where the system counts them."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _jump_since_last(reading: Reading) -> timedelta:
    """Zero where it is known already."""
    last = _find_last(reading.boot)
    return judge(_trust_of(last), reading).jump if last is not None else timedelta(0)


def _find_last(boot: str) -> ClockReading | None:
    return ClockReading.objects.filter(boot=boot).first()


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
