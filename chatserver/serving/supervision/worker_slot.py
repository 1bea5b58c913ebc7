"""A worker's slot: a listening socket that outlives its workers, and the worker that serves on it now."""

import asyncio
import contextlib
import logging
import socket

from chatserver.monitoring.metrics import WORKER_RESTARTS
from chatserver.serving.process.service import ServerName
from chatserver.serving.supervision.metrics_exchange import MetricsExchange
from chatserver.serving.supervision.worker_process import WorkerProcess

logger = logging.getLogger(__name__)

LONG_LIFE_S = 30.0
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 15.0


class WorkerSlot:
    """Connections that come while no worker serves wait in the socket for the next worker."""

    def __init__(self, listener: socket.socket, server: ServerName, metrics: MetricsExchange) -> None:
        self._listener = listener
        self._server = server
        self._metrics = metrics
        self._current: WorkerProcess | None = None
        self._workers: dict[WorkerProcess, asyncio.Task[None]] = {}
        """All running workers, each with the task that waits for its end: the current one, a new one, a leaving one."""
        self._changing = asyncio.Lock()
        """Held while a successor starts: one at a time."""
        self._leaving = asyncio.Event()
        self._wait_s = 0.0

    async def take(self) -> bool:
        """Start the first worker; False if it does not get ready. From then on, each worker that ends is replaced."""
        worker = await self._start()
        if not await worker.becomes_ready():
            return False
        self._current = worker
        return True

    async def replace(self) -> bool:
        """Start a new worker, and end the old one once that is ready. False: none got ready, and the old one stays."""
        async with self._changing:
            worker = await self._start()
            if not await worker.becomes_ready():
                return False
            old, self._current = self._current, worker
        if old is not None:
            old.ask_to_leave()
            await old.gone_in_any_case()
        return True

    async def leave(self) -> bool:
        """Start no further workers, and end all; answers whether they ended properly."""
        self._leaving.set()
        self.hurry()
        codes = await asyncio.gather(*(worker.gone_in_any_case() for worker in tuple(self._workers)))
        await asyncio.gather(*tuple(self._workers.values()))
        return not any(codes)

    def beat(self) -> None:
        """See WorkerProcess.beat, for each worker that runs here."""
        for worker in tuple(self._workers):
            worker.beat()

    def hurry(self) -> None:
        """End workers that are still saying goodbye at once."""
        for worker in tuple(self._workers):
            worker.ask_to_leave()

    async def _start(self) -> WorkerProcess:
        worker = await WorkerProcess.start(self._listener, self._server, self._metrics)
        self._workers[worker] = asyncio.create_task(self._see_off(worker))
        if self._leaving.is_set():  # all were asked to leave while this one started
            worker.ask_to_leave()
        return worker

    async def _see_off(self, worker: WorkerProcess) -> None:
        """Wait for a worker's end; if it was the current one and was not asked to leave, start another."""
        code = await worker.gone()
        if worker is self._current and not self._leaving.is_set():
            WORKER_RESTARTS.inc()
            logger.warning("Worker %d exited unexpectedly (%s); starting another.", worker.pid, _in_words(code))
            await self._pause(worker)
            async with self._changing:
                if worker is self._current and not self._leaving.is_set():
                    self._current = await self._start()
                    await self._current.becomes_ready()
        del self._workers[worker]

    async def _pause(self, worker: WorkerProcess) -> None:
        """The wait before the next worker: longer each time that one ended soon."""
        self._wait_s = 0.0 if worker.age_s > LONG_LIFE_S else min(max(FIRST_WAIT_S, 2 * self._wait_s), LONGEST_WAIT_S)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._leaving.wait(), self._wait_s)


def _in_words(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {-code}"
