"""Runs the clock: once a second everything that is due, by a time that no jump of the clock has moved forward."""

import logging
import time
from datetime import datetime
from typing import override

from chatserver.workers import last_tick
from chatserver.workers.periodic import RepeatingThread
from sessions import tick
from sessions.clock import confirmed_time
from sessions.clock.readings import ClockWatch

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
LATE_AFTER_SECONDS = 30.0
CONFIRM_EVERY_SECONDS = 5.0
"""Often enough within the five minutes after which a jump is believed."""


class ClockThread(RepeatingThread):
    def __init__(self) -> None:
        super().__init__("clock", every_seconds=EVERY_SECONDS)
        self._watch = ClockWatch(believes_at_first=True)

    @override
    def take_turn(self) -> None:
        for line in tick.tick(self.read_clock()):
            logger.info("%s", line)
        last_tick.note_tick()

    def read_clock(self) -> datetime:
        """The time to use; all threads of this process use it from then on."""
        now = self._watch.now()
        confirmed_time.follow(self._watch.trust)
        return now

    def is_late(self) -> bool:
        """Whether the last successful tick is so long ago that chat sessions would open or close too late."""
        return not self.is_alive() or time.monotonic() - self.succeeded_at > LATE_AFTER_SECONDS


class ConfirmingThread(RepeatingThread):
    """In a process beside the clock's: before a jump is believed there, the database's clock is asked about it."""

    def __init__(self) -> None:
        super().__init__("confirmation of the time", every_seconds=CONFIRM_EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        confirmed_time.confirm_by_database()


_started: list[ClockThread] = []


def start() -> ClockThread:
    """Start the thread. At the start of a server the clock is believed, by this process and by its child processes."""
    clock_thread = ClockThread()
    clock_thread.read_clock()
    confirmed_time.keep_time()
    last_tick.note_tick()
    clock_thread.start()
    _started.append(clock_thread)
    return clock_thread


def start_beside() -> ConfirmingThread:
    """For a process that serves without the clock: use confirmed time, and go on confirming it."""
    confirmed_time.keep_time()
    thread = ConfirmingThread()
    thread.start()
    return thread


def check() -> str:
    """Say "ok" or "late", of the clock in this process or on this machine; "elsewhere" where none ever ran."""
    if _started:
        return "late" if _started[-1].is_late() else "ok"
    age_s = last_tick.age_s()
    if age_s is None:
        return "elsewhere"
    return "late" if age_s > LATE_AFTER_SECONDS else "ok"
