"""How a server goes: it takes nobody new, says goodbye, lets running requests end, all within thirty seconds."""

import asyncio
import logging
import os
import signal
import threading
import time
from typing import Protocol

from chatserver.faults import log_fault

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
GOODBYE_WITHIN_S = 20.0
LEFT_ALONE_WITHIN_S = 24.0
"""Whatever still runs so long after the signal is not waited for."""
GONE_WITHIN_S = 28.0
"""Then not even a thread that hangs keeps the process: whoever started us may kill us after thirty seconds."""
GONE_AT_ONCE_WITHIN_S = 4.0
LOOK_EVERY_S = 0.05


class Leaver(Protocol):
    """A server, as far as going down is concerned. All is called in its event loop."""

    def stop_accepting(self) -> None:
        """Take no new connection, and no new request on those that are open."""

    def is_deserted(self) -> bool:
        """Whether every request has been answered and every connection is gone."""

    def quit(self) -> None:
        """End the event loop; what is still open is cut."""


def leave_when_told(leaver: Leaver, lifeline: int | None = None) -> None:
    """To be called in the running event loop: SIGTERM, SIGINT and the end of the lifeline make the server leave."""
    loop = asyncio.get_running_loop()
    departure = _Departure(leaver)
    for number in SIGNALS:
        loop.add_signal_handler(number, departure.hear_signal)
    if lifeline is not None:
        os.set_blocking(lifeline, False)
        loop.add_reader(lifeline, departure.hear_lifeline, lifeline)


class _Departure:
    def __init__(self, leaver: Leaver) -> None:
        self._leaver = leaver
        self._leaving: asyncio.Task[None] | None = None

    def hear_signal(self) -> None:
        if self._leaving is None:
            self._begin()
        else:
            end_process_within(GONE_AT_ONCE_WITHIN_S)
            self._leaver.quit()

    def hear_lifeline(self, lifeline: int) -> None:
        """Nothing is ever written to it: what can be read is its end."""
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
            await _say_goodbye()
            while not self._leaver.is_deserted() and time.monotonic() < by:  # noqa: ASYNC110 -- no server tells
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._leaver.quit()


async def _say_goodbye() -> None:
    from chatserver.live import hub  # late: a server can be run with another application, which has no hub

    try:
        async with asyncio.timeout(GOODBYE_WITHIN_S):
            await hub.say_goodbye()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the server goes
        log_fault(logger, "Not every socket could be told that the server goes.", error)


def end_process_within(seconds: float) -> None:
    """End this process by then, whatever it is doing."""
    deadline = threading.Timer(seconds, _end_process, [seconds])
    deadline.daemon = True
    deadline.start()


def _end_process(seconds: float) -> None:
    logger.error("Something still ran %d seconds after the server was asked to go; it is left unfinished.", seconds)
    os._exit(1)
