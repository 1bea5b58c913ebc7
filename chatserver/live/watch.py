"""Asks again and again whether those who are in may stay: one task for all sockets of a hub, and all within seconds."""

import asyncio
import logging
import time
from itertools import islice
from typing import Protocol

from chatserver.faults import log_fault
from chatserver.live.pools import DatabasePool
from chatserver.live.staying import Seated, find_leavers
from sessions.refusals import Refused

logger = logging.getLogger(__name__)

AROUND_IN_S = 3.0
"""How long after the last time each is asked about again; whoever is out shall be gone within five seconds."""

MAX_TOGETHER = 500


class Watched(Seated, Protocol):
    def send_away(self, no: Refused) -> None:
        """Say why, and close."""


class Watch:
    """Belongs to the event loop's thread.

    It goes around, a batch at a time and never two at once, so that newcomers never wait for those who are in. A
    database that is away sends nobody away.
    """

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._seated: dict[Watched, None] = {}
        self._is_blind = False
        self._going_around = asyncio.create_task(self._go_around())

    def add(self, seated: Watched) -> None:
        """Somebody who is signed in has just been let in."""
        self._seated[seated] = None

    def remove(self, seated: Watched) -> None:
        self._seated.pop(seated, None)

    async def _go_around(self) -> None:
        """Whoever was asked about goes to the end of the row. Pauses are such that all of it has its turn in time."""
        while True:
            began, batch = time.monotonic(), list(islice(self._seated, MAX_TOGETHER))
            if batch:
                await self._ask(batch)
            share = len(batch) / len(self._seated) if len(self._seated) > len(batch) else 1.0
            await asyncio.sleep(max(0.0, began + AROUND_IN_S * share - time.monotonic()))

    async def _ask(self, batch: list[Watched]) -> None:
        for one in batch:
            del self._seated[one]
            self._seated[one] = None
        try:
            for one, no in await self._pool.run(find_leavers, batch):
                if one in self._seated:
                    del self._seated[one]
                    one.send_away(no)
        except Exception as error:  # noqa: BLE001 -- whatever it is, everybody stays, and is asked about again
            if not self._is_blind:
                log_fault(logger, "Whether people may stay could not be asked; it is asked again.", error)
            self._is_blind = True
        else:
            self._is_blind = False
