"""Counts what becomes of messages, and remembers on this machine since when a channel's sender has failed.

Codes and reminders go through here, so that the failure of either says the same of the gateway or the mail server. The
memory is a file in the data folder for each channel, as the processes beside this one send, too. It is overwritten in
place, so that a full disk does not matter, and it holds numbers only.
"""

import fcntl
import json
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils import timezone

from chatserver.accounts.senders.message import Message, NotAccepted, Sender
from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.metrics import MESSAGES

logger = logging.getLogger(__name__)

FAILING_AFTER = 3
FORGOTTEN_AFTER_S = 24 * 3600.0
WIDTH = 100
FAILURES_FILE = "failing_{}"
"""Files of failures, by channel, in the data folder."""

type Purpose = Literal["code", "reminder"]


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures in a row of one channel, with no message sent between them. since, last: seconds since 1970."""

    in_a_row: int = 0
    since: float = 0.0
    last: float = 0.0

    @property
    def is_failing(self) -> bool:
        """Three in a row, and the last within a day. One may be the fault of an address."""
        return self.in_a_row >= FAILING_AFTER and timezone.now().timestamp() - self.last < FORGOTTEN_AFTER_S


def send_and_count(sender: Sender, message: Message, *, channel: str, purpose: Purpose) -> None:
    """Send a message. Raises what the sender raises, after it was counted."""
    try:
        sender.send(message)
    except Exception as failure:
        count_failure(channel, purpose, "failed" if isinstance(failure, NotAccepted) else "unsure")
        raise
    MESSAGES.labels(channel, purpose, "sent").inc()
    with suppress(FileNotFoundError):
        _path_of(channel).unlink()


def count_failure(channel: str, purpose: Purpose, outcome: Literal["failed", "unsure"] = "failed") -> None:
    """Count a message that was surely not sent, or perhaps. That the data folder takes no file is logged, no more."""
    MESSAGES.labels(channel, purpose, outcome).inc()
    try:
        _remember_failure(channel)
    except OSError as error:
        log_fault(logger, "Recording a failed message failed.", error)


def failures_of(channel: str) -> Failures:
    try:
        return _read(_path_of(channel).read_bytes())
    except FileNotFoundError:
        return Failures()


def _remember_failure(channel: str) -> None:
    file = os.open(_path_of(channel), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        before, now = _read(os.pread(file, WIDTH, 0)), timezone.now().timestamp()
        written = json.dumps([before.in_a_row + 1, round(before.since or now), round(now)])
        os.pwrite(file, written.ljust(WIDTH).encode("ascii"), 0)
    finally:
        os.close(file)


def _read(written: bytes) -> Failures:
    return Failures(*json.loads(written)) if written else Failures()


def _path_of(channel: str) -> Path:
    return settings.DATA_DIR / FAILURES_FILE.format(channel)
