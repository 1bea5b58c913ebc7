"""Each thing that this process needs to do its work, in a word: "ok", or what is wrong with it."""

import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from chatserver.database.pools import limit_waiting
from chatserver.database.serving import state
from chatserver.logs.damage import find_damage
from chatserver.outage.breaker import breaker
from chatserver.serving.process.files import count_free_files
from chatserver.serving.process.heartbeat import check_supervisor
from chatserver.workers import clock_thread
from sessions import tick
from sessions.clock.readings import believed_now
from sessions.log.unreadable import is_any_unreadable
from sessions.models import WriteProbe
from sessions.notifications import outbox

WRITES_EVERY = timedelta(seconds=1.5)
MIN_FREE_BYTES = 16 * 2**20
"""A write-ahead log that is reused takes small writes on a full disk, until it does not: full is earlier than that."""

MIN_FREE_FILES = 24
CLOCK_GRACE = timedelta(seconds=30)
STUCK_AFTER = timedelta(minutes=15)


def check_database() -> str:
    if breaker.is_open:
        return "down"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def check_write() -> str:
    """One commit that waits for the disk, unless some process has just made one."""
    now = believed_now()
    with transaction.atomic():
        limit_waiting()
        if not WriteProbe.objects.filter(pk=1, at__gt=now - WRITES_EVERY, at__lte=now).exists():
            WriteProbe.objects.bulk_create(
                [WriteProbe(pk=1, at=now)], update_conflicts=True, unique_fields=["id"], update_fields=["at"]
            )
    return "ok"


def check_disk() -> str:
    return "ok" if shutil.disk_usage(settings.DATA_DIR).free >= MIN_FREE_BYTES else "full"


def check_files() -> str:
    """Of those that this process may have open."""
    return "ok" if count_free_files() >= MIN_FREE_FILES else "exhausted"


def check_integrity() -> str:
    """Or that the database's file is "gone" or "replaced", as the server that is about to stop has seen."""
    return "damaged" if find_damage() else state()


def check_log() -> str:
    """Whether every event that anybody has read here could be."""
    return "unreadable" if is_any_unreadable() else "ok"


def check_clock() -> str:
    return clock_thread.check()


def check_chats() -> str:
    """What a clock that ticks leaves as it is, it may not open: that is the clerk's affair, and no fault of ours."""
    late = clock_thread.check() != "ok" and tick.count_overdue(believed_now() - CLOCK_GRACE)
    return "late" if late else "ok"


def check_outbox() -> str:
    return "stuck" if outbox.is_stuck(believed_now(), after=STUCK_AFTER) else "ok"


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "write": check_write,
    "disk": check_disk,
    "files": check_files,
    "integrity": check_integrity,
    "log": check_log,
    "clock": check_clock,
    "chats": check_chats,
    "outbox": check_outbox,
    "supervisor": check_supervisor,
}
"""In the order of the answer. One that raises is "down"."""

NEED_DATABASE = {"write", "chats", "outbox"}
"""Not asked while the first is not answered."""

READY = {"ok", "elsewhere", "none"}
