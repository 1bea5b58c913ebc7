"""Shut a server down gracefully: take no new clients, say goodbye, finish running requests; in thirty seconds.

By themselves, Daphne cuts every connection at once, and uvicorn's shutdown says no goodbye and never ends if a thread
hangs.
"""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from chatserver.monitoring.faults import log_fault
from chatserver.serving.process.heartbeat import hear_supervisor
from chatserver.serving.process.service import ServedApplication

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
GOODBYE_WITHIN_S = 20.0
LEFT_ALONE_WITHIN_S = 24.0
"""Seconds after the signal from which the process no longer waits for anything that still runs."""
GONE_WITHIN_S = 28.0
"""Then the process ends even if a thread hangs: its starter may kill it after thirty seconds."""
CLOSED_WITHIN_S = 2.0
GONE_AT_ONCE_WITHIN_S = 4.0
LOOK_EVERY_S = 0.05
MAX_BEATS = 4096
"""Read at once; several beats may have come while this process was stopped."""


class GracefulShutdown(Protocol):
    """A server's part in its shutdown. All methods are called in its event loop."""

    def stop_accepting(self) -> None:
        """Take no new connection, and no new request on the open ones."""

    def is_deserted(self) -> bool:
        """Whether every request has been answered and every connection is gone."""

    def quit(self) -> None:
        """End the event loop; connections that are still open are cut."""


def leave_when_told(leaver: GracefulShutdown, service: ServedApplication) -> None:
    """Call it in the running event loop: SIGTERM, SIGINT and the end of the lifeline begin the shutdown.

    So does SIGHUP, unless it is ignored: by `nohup`, or by a worker, because it is meant for its supervisor.
    """
    loop = asyncio.get_running_loop()
    shutdown = _Shutdown(leaver, service)
    for number in SIGNALS:
        loop.add_signal_handler(number, shutdown.hear_signal)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        loop.add_signal_handler(signal.SIGHUP, shutdown.hear_signal)
    if service.lifeline is not None:
        loop.add_reader(service.lifeline, shutdown.hear_lifeline, service.lifeline)


class _Shutdown:
    def __init__(self, leaver: GracefulShutdown, service: ServedApplication) -> None:
        self._leaver = leaver
        self._service = service
        self._leaving: asyncio.Task[None] | None = None

    def hear_signal(self) -> None:
        if self._leaving is None:
            self._begin()
        else:
            end_process_within(GONE_AT_ONCE_WITHIN_S)
            self._leaver.quit()

    def hear_lifeline(self, lifeline: int) -> None:
        """The readable bytes are the supervisor's heartbeats; no byte means the end."""
        if os.read(lifeline, MAX_BEATS):
            hear_supervisor()
            return
        asyncio.get_running_loop().remove_reader(lifeline)
        if self._leaving is None:
            self._begin()

    def _begin(self) -> None:
        end_process_within(GONE_WITHIN_S)
        self._leaving = asyncio.get_running_loop().create_task(self._leave())

    async def _leave(self) -> None:
        by = time.monotonic() + LEFT_ALONE_WITHIN_S
        try:
            self._leaver.stop_accepting()
            await _within(GOODBYE_WITHIN_S, self._service.close_sockets)
            while not self._leaver.is_deserted() and time.monotonic() < by:  # noqa: ASYNC110 -- no server tells
                await asyncio.sleep(LOOK_EVERY_S)
            await _within(CLOSED_WITHIN_S, self._service.close)
        finally:
            self._leaver.quit()


async def _within(seconds: float, say: Callable[[], Awaitable[None]]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await say()
    except Exception as error:  # noqa: BLE001 -- after any error, the server goes
        log_fault(logger, "Some clients could not be notified of the shutdown.", error)


def end_process_within(seconds: float) -> None:
    """End this process by then, even if it is busy."""
    deadline = threading.Timer(seconds, _end_process, [seconds])
    deadline.daemon = True
    deadline.start()


def _end_process(seconds: float) -> None:
    logger.error("Shutdown timed out after %d s; unfinished work was abandoned.", seconds)
    os._exit(1)
