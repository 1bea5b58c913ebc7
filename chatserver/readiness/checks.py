"""The readiness checks: each answers "ok", or one word for what is wrong."""

import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from chatserver.accounts.push_subscriptions.offering import key_file
from chatserver.accounts.push_subscriptions.stopped import stopped_services
from chatserver.accounts.senders import is_served
from chatserver.database.pools import limit_waiting
from chatserver.database.serving import state
from chatserver.logs.damage import find_damage
from chatserver.outage.breaker import breaker
from chatserver.push.keys import BadKeyFile
from chatserver.serving.process.files import count_free_files
from chatserver.serving.process.heartbeat import check_supervisor
from chatserver.workers import clock_thread
from sessions import tick
from sessions.log.unreadable import is_any_unreadable
from sessions.models import Channel, WriteProbe
from sessions.notifications import outbox
from sessions.posting import targets as posting_targets

WRITES_EVERY = timedelta(seconds=1.5)
MIN_FREE_BYTES = 16 * 2**20
"""On a full disk a reused write-ahead log still takes some small writes, so "full" begins before that."""

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
    """Commit once with a sync to the disk, unless another process has just done so."""
    now = timezone.now()
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
    """Whether this process has enough free file descriptors."""
    return "ok" if count_free_files() >= MIN_FREE_FILES else "exhausted"


def check_integrity() -> str:
    """Also "gone" or "replaced", where the server has noticed that about the database's file and is about to stop."""
    return "damaged" if find_damage() else state()


def check_events() -> str:
    """Whether every event that was read from the log here was readable."""
    return "unreadable" if is_any_unreadable() else "ok"


def check_clock() -> str:
    return clock_thread.check()


def check_chats() -> str:
    """Whether chats open and close in time. While the clock ticks, a chat is late only because it must not open."""
    late = clock_thread.check() != "ok" and tick.count_overdue(timezone.now() - CLOCK_GRACE)
    return "late" if late else "ok"


def check_outbox() -> str:
    return "stuck" if outbox.is_stuck(timezone.now(), after=STUCK_AFTER) else "ok"


def check_push() -> str:
    """Whether push services accept our messages; "none" where nothing is pushed, "key" for keys that cannot be read."""
    if not is_served(Channel.PUSH):
        return "none"
    try:
        key_file().current()
    except BadKeyFile:
        return "key"
    return "stopped" if stopped_services(timezone.now()) else "ok"


def check_posting() -> str:
    """Whether each account on social media takes our posts; "none" where there is no account."""
    if not posting_targets.all_targets():
        return "none"
    return "stopped" if posting_targets.stopped() else "ok"


READINESS_CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "write": check_write,
    "disk": check_disk,
    "files": check_files,
    "integrity": check_integrity,
    "log": check_events,
    "clock": check_clock,
    "chats": check_chats,
    "outbox": check_outbox,
    "push": check_push,
    "posting": check_posting,
    "supervisor": check_supervisor,
}
"""In the order of the answer. A check that raises is "down"."""

NEED_DATABASE = {"write", "chats", "outbox", "push", "posting"}
"""Checks that are skipped while the first one, the database, fails."""

READY_ANSWERS = {"ok", "elsewhere", "none", "key", "stopped"}
"""Notifications and posts that stand still are told here, and are no reason to send people to another machine."""
