"""One worker as its supervisor sees it: started on a listening socket, ready or not, asked to leave, gone."""

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from typing import Self

from chatserver.serving.process.heartbeat import BEAT, BEAT_EVERY_S, SILENT_AFTER, SilenceCounter
from chatserver.serving.process.metrics_line import LINE_VARIABLE
from chatserver.serving.process.service import ServerName
from chatserver.serving.supervision import installation
from chatserver.serving.supervision.metrics_exchange import MetricsExchange

logger = logging.getLogger(__name__)

READY_MESSAGE = b"ready"
MAX_SAID = 4096
READY_WITHIN_S = 60.0
LEAVES_WITHIN_S = 29.0
"""A worker keeps this limit itself; the supervisor kills one that cannot."""


class WorkerProcess:
    """A `manage.py serve_worker`. Its standard input is its lifeline: both end when the supervisor ends.

    Both sides send a beat each second: see heartbeat.py.
    """

    def __init__(self, process: asyncio.subprocess.Process, ready_pipe: int) -> None:
        self._process = process
        self._ready_pipe = ready_pipe
        self._said = asyncio.Event()
        asyncio.get_running_loop().add_reader(ready_pipe, self._hear)
        self.is_ready = False
        self._silence = SilenceCounter()
        self._started_at = time.monotonic()

    @classmethod
    async def start(cls, listener: socket.socket, server: ServerName, metrics: MetricsExchange) -> Self:
        """Executed rather than forked: the new process runs the code that is installed now."""
        heard, said = os.pipe()
        os.set_blocking(heard, False)
        own_end, its_end = socket.socketpair()
        try:
            process = await asyncio.create_subprocess_exec(
                installation.python(),
                *(sys.argv[0], "serve_worker", "--server", server),
                *("--listener", str(listener.fileno()), "--ready", str(said)),
                stdin=asyncio.subprocess.PIPE,
                pass_fds=(listener.fileno(), said, its_end.fileno()),
                env={**os.environ, LINE_VARIABLE: str(its_end.fileno())},
            )
        except OSError:
            os.close(heard)
            own_end.close()
            raise
        finally:
            os.close(said)
            its_end.close()
        await metrics.connect(own_end)
        return cls(process, heard)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def age_s(self) -> float:
        return time.monotonic() - self._started_at

    async def becomes_ready(self) -> bool:
        """Wait until it accepts connections; False if it ends before that or takes too long."""
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                await self._said.wait()
        except TimeoutError:
            self.kill()
        return self.is_ready

    def beat(self) -> None:
        """Send a beat, and kill a worker that has sent none for too long: no other process could."""
        stdin = self._process.stdin
        if stdin is not None and not stdin.is_closing():
            stdin.write(BEAT)
        if self.is_ready and self._silence.count() == SILENT_AFTER:
            logger.error(
                "Worker %d has not responded for %d seconds; killing it.", self.pid, SILENT_AFTER * BEAT_EVERY_S
            )
            self.kill()

    def ask_to_leave(self) -> None:
        """The first time, it says goodbye to everybody. A second time, it ends at once."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    async def gone(self) -> int:
        """Wait for its end and answer its exit code, or minus the number of the signal that ended it."""
        return await self._process.wait()

    async def gone_in_any_case(self) -> int:
        """Wait for the end of a process that was asked to leave; kill it if it takes too long."""
        try:
            async with asyncio.timeout(LEAVES_WITHIN_S):
                return await self.gone()
        except TimeoutError:
            self.kill()
            return await self.gone()

    def _hear(self) -> None:
        """Read the worker's reports: that it is ready, then that it runs. At the pipe's end it no longer reports."""
        said = os.read(self._ready_pipe, MAX_SAID)
        if said:
            self.is_ready = self.is_ready or said.startswith(READY_MESSAGE)
            self._silence.hear()
        else:
            asyncio.get_running_loop().remove_reader(self._ready_pipe)
            os.close(self._ready_pipe)
        self._said.set()

    def _signal(self, number: signal.Signals) -> None:
        if self._process.returncode is None:
            self._process.send_signal(number)
