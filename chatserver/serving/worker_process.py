"""One worker as its supervisor sees it: started on a listening socket, ready or not, asked to leave, gone."""

import asyncio
import os
import signal
import socket
import sys
import time
from typing import Self

from chatserver.serving import ServerName

READY = b"ready"
READY_WITHIN_S = 60.0
LEAVES_WITHIN_S = 29.0
"""A worker sees to that itself; one that cannot even do that is killed."""


class WorkerProcess:
    """A `manage.py serve_worker`. Its standard input is its lifeline: that ends with us, and the worker with it."""

    def __init__(self, process: asyncio.subprocess.Process, ready_pipe: int) -> None:
        self._process = process
        self._ready_pipe = ready_pipe
        self._said = asyncio.Event()
        asyncio.get_running_loop().add_reader(ready_pipe, self._hear)
        self.is_ready = False
        self._started_at = time.monotonic()

    @classmethod
    async def start(cls, listener: socket.socket, server: ServerName) -> Self:
        """Executed rather than forked: the new one is of the code that is installed now."""
        heard, said = os.pipe()
        os.set_blocking(heard, False)
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *(sys.argv[0], "serve_worker", "--server", server),
                *("--listener", str(listener.fileno()), "--ready", str(said)),
                stdin=asyncio.subprocess.PIPE,
                pass_fds=(listener.fileno(), said),
            )
        except OSError:
            os.close(heard)
            raise
        finally:
            os.close(said)
        return cls(process, heard)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def age_s(self) -> float:
        return time.monotonic() - self._started_at

    async def becomes_ready(self) -> bool:
        """Wait until it takes connections; False where it ends before that or takes too long."""
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                await self._said.wait()
        except TimeoutError:
            self.kill()
        return self.is_ready

    def ask_to_leave(self) -> None:
        """Once: everybody hears a goodbye. Again: at once."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    async def gone(self) -> int:
        """Wait for its end and answer its exit code, or minus the number of the signal that ended it."""
        return await self._process.wait()

    async def gone_in_any_case(self) -> int:
        """The same for one that has been asked to leave."""
        try:
            async with asyncio.timeout(LEAVES_WITHIN_S):
                return await self.gone()
        except TimeoutError:
            self.kill()
            return await self.gone()

    def _hear(self) -> None:
        """What it says, or that it will not say anything any more."""
        self.is_ready = os.read(self._ready_pipe, len(READY)) == READY
        asyncio.get_running_loop().remove_reader(self._ready_pipe)
        os.close(self._ready_pipe)
        self._said.set()

    def _signal(self, number: signal.Signals) -> None:
        if self._process.returncode is None:
            self._process.send_signal(number)
