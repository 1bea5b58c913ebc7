"""Runs the clock: once a second everything that is due, by a time that no jump of the clock has moved forward."""

import logging
import time
from typing import override

from chatserver.operations.workers import last_tick
from chatserver.operations.workers.periodic import PeriodicThread
from sessions import tick
from sessions.log.confirmed_time import ConfirmedTime

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
LATE_AFTER_SECONDS = 30.0
CONFIRM_EVERY_SECONDS = 5.0


class ClockThread(PeriodicThread):
    def __init__(self) -> None:
        super().__init__("clock", every_seconds=EVERY_SECONDS)
        self.confirmed_time = ConfirmedTime()

    @override
    def take_turn(self) -> None:
        self.confirmed_time.check()
        for line in tick.tick(self.confirmed_time.now()):
            logger.info("%s", line)
        last_tick.note_tick()

    def is_late(self) -> bool:
        """Whether the last successful tick is so long ago that chat sessions would open or close too late."""
        return not self.is_alive() or time.monotonic() - self.succeeded_at > LATE_AFTER_SECONDS


class ConfirmingThread(PeriodicThread):
    """A thread in a process beside the clock's.

    It follows, within seconds, a jump that has been confirmed on this machine.
    """

    def __init__(self) -> None:
        super().__init__("confirmation of the time", every_seconds=CONFIRM_EVERY_SECONDS)
        self.confirmed_time = ConfirmedTime()

    @override
    def take_turn(self) -> None:
        self.confirmed_time.check()


_started: list[ClockThread] = []


def start() -> ClockThread:
    """Start the thread, and use confirmed time in this process."""
    clock_thread = ClockThread()
    clock_thread.confirmed_time.install()
    last_tick.note_tick()
    clock_thread.start()
    _started.append(clock_thread)
    return clock_thread


def start_beside() -> ConfirmingThread:
    """Start the thread for a process that serves without the clock: use confirmed time, and go on confirming it."""
    thread = ConfirmingThread()
    thread.confirmed_time.install()
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
