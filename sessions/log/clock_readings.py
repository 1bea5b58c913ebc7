"""Read the clocks, keep what is believed of this machine's, and note its jumps in the audit and in the server's log."""

import logging
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from sessions.log import audit
from sessions.log.logged_event import wire_time
from sessions.models import ClockReading
from sessions.platform.clock.jumps import BOUND, NO_JUMP, Reading, Trust

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=90)
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def read_clock() -> Reading:
    """What the clock itself shows, whichever time this process uses (see confirmed_time)."""
    return Reading(passed_seconds(), datetime.now(UTC))


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


def find_trust() -> Trust | None:
    """What the last check on this machine believed; None without one since its start."""
    row = ClockReading.objects.filter(boot=boot_id()).first()
    if row is None:
        return None
    sure = Reading(row.passed, row.wall)
    if row.ahead_passed is None or row.ahead_wall is None:
        return Trust(sure, agreed=row.agreed)
    return Trust(sure, Reading(row.ahead_passed, row.ahead_wall), row.agreed)


def begin_trust(reading: Reading, shown: datetime | None) -> Trust:
    """Trust the earlier of two clocks that were never seen before: by the later one, chats would begin early."""
    if shown is None or reading.wall - shown <= BOUND:
        return Trust(reading)
    behind_s = (reading.wall - shown).total_seconds()
    logger.warning(
        "The database's clock is %d seconds behind this machine's; the server follows it until both agree.", behind_s
    )
    return Trust(replace(reading, wall=shown), agreed=False)


@transaction.atomic
def keep_trust(trust: Trust, reading: Reading, *, kept: Trust | None, earlier: Trust) -> None:
    """Keep it instead of `kept` for all processes of this machine, and note the jump that this reading shows first.

    Does nothing where another process has been faster, so that a jump is noted once. earlier: what was believed before.
    """
    if kept is not None:
        is_kept = ClockReading.objects.filter(boot=boot_id(), **_row_of(kept)).update(**_row_of(trust)) == 1
    else:  # starts long past, of machines; of processes, where the system names none
        ClockReading.objects.filter(wall__lt=trust.sure.wall - KEPT_FOR).delete()
        _row, is_kept = ClockReading.objects.get_or_create(boot=boot_id(), defaults=_row_of(trust))
    if is_kept and (jump := earlier.new_jump(reading)):
        _note_jump(reading, jump)
    if is_kept and earlier.ahead is not None and trust.ahead is None:
        logger.warning("The clock is trusted again.")


def _row_of(trust: Trust) -> dict[str, Any]:
    ahead = trust.ahead
    return {
        "passed": trust.sure.passed,
        "wall": trust.sure.wall,
        "ahead_passed": ahead.passed if ahead is not None else None,
        "ahead_wall": ahead.wall if ahead is not None else None,
        "agreed": trust.agreed,
    }


def _note_jump(reading: Reading, jump: timedelta) -> None:
    direction = "forward" if jump > NO_JUMP else "back"
    logger.warning("The system clock jumped %s by %d seconds.", direction, abs(jump).total_seconds())
    before, after = ({"clock": wire_time(wall)} for wall in (reading.wall - jump, reading.wall))
    audit.note("clock", boot_id(), ward=None, clerk=None, before=before, after=after)
