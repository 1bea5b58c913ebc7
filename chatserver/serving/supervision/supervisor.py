"""Keeps several workers serving on one port: starts them, replaces them one after the other, ends them."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Sequence

from chatserver.serving.process.graceful_shutdown import SIGNALS, end_process_within
from chatserver.serving.process.heartbeat import keep_beating
from chatserver.serving.process.service import ServerName
from chatserver.serving.supervision import installation
from chatserver.serving.supervision.metrics_exchange import MetricsExchange
from chatserver.serving.supervision.worker_slot import WorkerSlot

logger = logging.getLogger(__name__)

GONE_WITHIN_S = 29.5
"""Seconds until the end. By then the supervisor ends even if its clock waits for the database. The workers are gone a
moment before."""
GONE_AT_ONCE_WITHIN_S = 5.0


class NotServing(Exception):
    """The workers could not be started, or did not end properly."""


class Supervisor:
    """SIGHUP: replace the workers without refusing anybody. SIGTERM, SIGINT: end all of them, and then itself.

    own_metrics: what this process counts itself, for the sum of all.
    """

    def __init__(
        self, listeners: Sequence[socket.socket], server: ServerName, own_metrics: Callable[[], bytes]
    ) -> None:
        metrics = MetricsExchange(own_metrics)
        self._places = [WorkerSlot(listener, server, metrics) for listener in listeners]
        self._told_to_leave = asyncio.Event()
        self._told_to_renew = asyncio.Event()

    async def run(self, when_ready: Callable[[], None]) -> None:
        """Serve until it is told to leave. Raises NotServing."""
        self._listen_to_signals()
        beating = asyncio.create_task(keep_beating(self._beat))
        try:
            if not all(await asyncio.gather(*(place.take() for place in self._places))):
                raise NotServing("The workers failed to start; see their messages above.")
            when_ready()
            renewing = asyncio.create_task(self._renew_when_told())
            await self._told_to_leave.wait()
            renewing.cancel()
            await asyncio.wait([renewing])
        finally:
            in_order = await asyncio.gather(*(place.leave() for place in self._places))
            beating.cancel()
        if not all(in_order):
            raise NotServing("Some workers did not shut down cleanly; see their messages above.")

    def _beat(self) -> None:
        for place in self._places:
            place.beat()

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._hear_leave)
        loop.add_signal_handler(signal.SIGHUP, self._told_to_renew.set)

    def _hear_leave(self) -> None:
        if self._told_to_leave.is_set():
            end_process_within(GONE_AT_ONCE_WITHIN_S)
            for place in self._places:
                place.hurry()
        else:
            end_process_within(GONE_WITHIN_S)
            self._told_to_leave.set()

    async def _renew_when_told(self) -> None:
        """Renew the workers when told. If it is told again meanwhile, it starts once more after this replacement."""
        while True:
            await self._told_to_renew.wait()
            self._told_to_renew.clear()
            if await self._renew():
                logger.info("All workers were replaced.")
            else:
                logger.error("Some workers could not be replaced; the remaining old workers keep running.")

    async def _renew(self) -> bool:
        """One slot after the other, so that most people can reconnect at any time."""
        prepare = await asyncio.create_subprocess_exec(
            *installation.prepare_command(), stdin=asyncio.subprocess.DEVNULL
        )
        try:
            is_prepared = await prepare.wait() == 0
        finally:
            if prepare.returncode is None:  # we are leaving, and it may wait for a database that is gone
                prepare.kill()
                await prepare.wait()
        if not is_prepared:
            return False
        for place in self._places:
            if not await place.replace():
                return False
        return True
