"""How a worker and its supervisor know of each other that they run: a byte each second, in both directions, in pipes.

What is counted are seconds in which one ran oneself and heard nothing: a machine that slept, or a process that was
stopped and goes on, has heard nothing either, and is not to blame the other.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable

logger = logging.getLogger(__name__)

BEAT = b"."
BEAT_EVERY_S = 1.0
SILENT_AFTER = 20
"""Beats. An event loop that stands still for ten seconds recovers by itself; one that hangs for twenty does not."""


class SilenceCounter:
    """Counts the beats that were missed. To be asked once for each interval."""

    def __init__(self) -> None:
        self.missed = 0
        self._heard = True

    def hear(self) -> None:
        self._heard = True
        self.missed = 0

    def count(self) -> int:
        """End an interval, and answer how many in a row have passed in silence."""
        self.missed = 0 if self._heard else self.missed + 1
        self._heard = False
        return self.missed


class WorkerHeartbeat:
    """A worker's side, in its event loop: says that this runs, and notices where the supervisor does not."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._silence = SilenceCounter()
        self.is_alone = False
        os.set_blocking(pipe, False)

    def start(self) -> None:
        """To be called in the running event loop."""
        self._beat(asyncio.get_running_loop())

    def hear(self) -> None:
        """The supervisor has said that it runs."""
        self._silence.hear()
        if self.is_alone:
            self.is_alone = False
            logger.warning("The supervisor runs again.")

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._silence.count() == SILENT_AFTER:
            self.is_alone = True
            logger.error(
                "The supervisor (process %d) has not run for %d seconds: the clock stands still, and no chat opens or "
                "closes by itself. End it with SIGKILL and start anew.",
                os.getppid(),
                SILENT_AFTER * BEAT_EVERY_S,
            )
        with contextlib.suppress(BlockingIOError, BrokenPipeError):  # it is stopped, or gone: the lifeline tells
            os.write(self._pipe, BEAT)
        loop.call_later(BEAT_EVERY_S, self._beat, loop)


async def keep_beating(beat: Callable[[], None]) -> None:
    """A supervisor's side: once for each interval, until it is cancelled."""
    while True:
        beat()
        await asyncio.sleep(BEAT_EVERY_S)


_own: list[WorkerHeartbeat] = []


def start_worker_heartbeat(pipe: int) -> WorkerHeartbeat:
    heartbeat = WorkerHeartbeat(pipe)
    _own.append(heartbeat)
    heartbeat.start()
    return heartbeat


def check_supervisor() -> str:
    """Say "ok", "silent", or "none" in a process that has no supervisor."""
    if not _own:
        return "none"
    return "silent" if _own[-1].is_alone else "ok"


def hear_supervisor() -> None:
    for heartbeat in _own:
        heartbeat.hear()
