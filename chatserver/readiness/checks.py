"""The readiness checks: each answers "ok", or one word for what is wrong (chatserver/docs/monitoring.md lists them).

What a check counts on its way is kept in MEASURED, for /metrics.
"""

import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from chatserver.accounts.push_subscriptions.offering import key_file
from chatserver.accounts.push_subscriptions.stopped import stopped_services
from chatserver.accounts.senders import is_served
from chatserver.accounts.senders.outcomes import failures_of
from chatserver.database.pools import limit_waiting
from chatserver.database.serving import state
from chatserver.monitoring.logs.damage import find_damage
from chatserver.monitoring.outage.breaker import breaker
from chatserver.operations.workers import clock_thread
from chatserver.push.keys import BadKeyFile
from chatserver.serving.process.files import count_free_files
from chatserver.serving.process.heartbeat import check_supervisor
from sessions import tick
from sessions.log.unreadable import is_any_unreadable
from sessions.models import Channel, WriteProbe
from sessions.notifications import outbox
from sessions.posting import targets as posting_targets
from sessions.record.proof.signing import why_not_signable

WRITES_EVERY = timedelta(seconds=1.5)
MIN_FREE_BYTES = 16 * 2**20
"""Bytes that must be free. On a full disk a reused write-ahead log still takes some small writes, so "full" begins
before that."""

LOW_FREE_BYTES = 2**30
"""An early warning: four times what is left to the database before photos are refused (platform/photos/storage.py)."""

MIN_FREE_FILES = 24
CLOCK_GRACE = timedelta(seconds=30)
STUCK_AFTER = timedelta(minutes=15)
SEALED_WITHIN = timedelta(hours=1)
"""Time to seal a record, after the correction window, which each record keeps as it was at its close."""

MEASURED: dict[str, dict[str, float]] = {}
"""By check; each value under the name of its metric. A check that fails has none."""


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
    """Check the disk of the data folder: "ok", "low" or "full". A PostgreSQL elsewhere has a disk of its own."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    MEASURED["disk"] = {"chat_disk_free_bytes": free}
    if free < MIN_FREE_BYTES:
        return "full"
    return "low" if free < LOW_FREE_BYTES else "ok"


def check_files() -> str:
    """Whether this process has enough free file descriptors."""
    return "ok" if count_free_files() >= MIN_FREE_FILES else "exhausted"


def check_integrity() -> str:
    """Check the database: "ok", "damaged", or its file is "gone" or "replaced" and the server is about to stop."""
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


def check_sealing() -> str:
    """Whether records are sealed: "stopped" where the log can take none, "waiting" where one waits for too long."""
    lag, is_stopped = tick.sealing_lag(timezone.now()), bool(why_not_signable())
    MEASURED["sealing"] = {"chat_sealing_lag_seconds": lag.total_seconds(), "chat_sealing_stopped": is_stopped}
    if is_stopped:
        return "stopped"
    return "waiting" if lag > SEALED_WITHIN else "ok"


def check_outbox() -> str:
    now = timezone.now()
    waiting = outbox.waiting_at(now)
    oldest_s = (now - waiting.oldest).total_seconds() if waiting.oldest is not None else 0
    MEASURED["outbox"] = {"chat_outbox_messages": waiting.count, "chat_outbox_oldest_seconds": oldest_s}
    return "stuck" if outbox.is_stuck(waiting, now, after=STUCK_AFTER) else "ok"


def check_sms() -> str:
    return _check_sender(Channel.SMS)


def check_email() -> str:
    return _check_sender(Channel.EMAIL)


def _check_sender(channel: Channel) -> str:
    """Whether the last codes and reminders were sent; "none" where the channel has no gateway or mail server."""
    if not is_served(channel):
        return "none"
    return "failing" if failures_of(channel).is_failing else "ok"


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
    "sealing": check_sealing,
    "outbox": check_outbox,
    "sms": check_sms,
    "email": check_email,
    "push": check_push,
    "posting": check_posting,
    "supervisor": check_supervisor,
}
"""In the order of the answer. A check that raises is "down"."""

NEED_DATABASE = {"write", "chats", "sealing", "outbox", "sms", "email", "push", "posting"}
"""Checks that are skipped while the first one, the database, fails."""

GOOD_ANSWERS = {"ok", "elsewhere", "none"}
READY_ANSWERS = GOOD_ANSWERS | {"key", "stopped", "waiting", "failing", "low"}
"""The others of these are told, and are no reason to send people to another machine: it would have the same fault, and
a load balancer that takes every machine out makes of an outage of the gateway one of the website.
"""
