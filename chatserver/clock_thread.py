"""Runs the clock beside the server: once a second whatever is due, on a connection of its own."""

import logging
import threading
import time

from django.db import connections

from chatserver.faults import log_fault
from sessions import clock

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
LATE_AFTER_SECONDS = 30.0


class ClockThread(threading.Thread):
    """Ticks until stopped. A tick that fails is logged and tried again a second later."""

    def __init__(self) -> None:
        super().__init__(name="clock", daemon=True)
        self.ticked_at = time.monotonic()
        self._stopping = threading.Event()

    def run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._tick()
                self._stopping.wait(EVERY_SECONDS)
        finally:
            connections.close_all()

    def stop(self) -> None:
        """Let the tick that runs come to its end, and wait for that."""
        self._stopping.set()
        if self.is_alive():
            self.join()

    def is_late(self) -> bool:
        """True where no tick has succeeded for so long that chat sessions would open or close too late."""
        return not self.is_alive() or time.monotonic() - self.ticked_at > LATE_AFTER_SECONDS

    def _tick(self) -> None:
        try:
            for line in clock.tick():
                logger.info("%s", line)
            self.ticked_at = time.monotonic()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the clock goes on
            log_fault(logger, "A tick of the clock failed; it is tried again.", error)
            connections.close_all()  # the database may have gone away: the next tick asks for a fresh connection


_started: list[ClockThread] = []


def start() -> ClockThread:
    clock_thread = ClockThread()
    clock_thread.start()
    _started.append(clock_thread)
    return clock_thread


def check() -> str:
    """Say "ok", "late", or "elsewhere" in a process that has started no clock."""
    if not _started:
        return "elsewhere"
    return "late" if _started[-1].is_late() else "ok"
