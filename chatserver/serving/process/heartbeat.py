"""The heartbeat between a worker and its supervisor: a byte each second, in both directions, in pipes.

Each counts the seconds in which it ran itself and heard nothing: after a sleep of the machine, or a stop of the
process, it has heard nothing either, and the other is not to blame.
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
"""Length of silence, in beats. An event loop that stands still for ten seconds recovers by itself; one that hangs for
twenty does not."""


class SilenceCounter:
    """Counts missed beats. Ask it once for each interval."""

    def __init__(self) -> None:
        self.missed = 0
        self._heard = True

    def hear(self) -> None:
        self._heard = True
        self.missed = 0

    def count(self) -> int:
        """End an interval, and answer how many in a row were silent."""
        self.missed = 0 if self._heard else self.missed + 1
        self._heard = False
        return self.missed


class WorkerHeartbeat:
    """A worker's side, in its event loop: it sends beats, and notices if the supervisor sends none."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._silence = SilenceCounter()
        self.is_alone = False
        os.set_blocking(pipe, False)

    def start(self) -> None:
        """Call it in the running event loop."""
        self._beat(asyncio.get_running_loop())

    def hear(self) -> None:
        """A beat of the supervisor has arrived."""
        self._silence.hear()
        if self.is_alone:
            self.is_alone = False
            logger.warning("The supervisor is running again.")

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._silence.count() == SILENT_AFTER:
            self.is_alone = True
            logger.error(
                "The supervisor (process %d) has not responded for %d seconds: no chat opens or closes by itself. "
                "Kill it (SIGKILL) and restart the server.",
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
    """Answers "ok", "silent", or "none" in a process without a supervisor."""
    if not _own:
        return "none"
    return "silent" if _own[-1].is_alone else "ok"


def hear_supervisor() -> None:
    for heartbeat in _own:
        heartbeat.hear()
