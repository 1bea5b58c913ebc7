"""Checks again and again whether people may stay: one task for all sockets of a hub, each within seconds."""

import asyncio
import logging
import time
from itertools import islice
from typing import Protocol

from chatserver.database.pools import DatabasePool
from chatserver.faults import log_fault
from chatserver.live.admission.revalidation import SignedInSocket, find_leavers
from sessions.refusals import Refused

logger = logging.getLogger(__name__)

AROUND_IN_S = 3.0
"""How often each is checked; a person who may no longer stay is gone within five seconds."""

MAX_TOGETHER = 500


class RevalidatedSocket(SignedInSocket, Protocol):
    def send_away(self, no: Refused) -> None:
        """Tell the reason, and close."""


class RevalidationTask:
    """Belongs to the event loop's thread.

    It checks one batch after another, never two at once, so that newcomers never wait for it. While the database is
    away, it sends nobody away.
    """

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._sockets: dict[RevalidatedSocket, None] = {}
        self._is_blind = False
        self._going_around = asyncio.create_task(self._go_around())

    def add(self, socket: RevalidatedSocket) -> None:
        """A person who is signed in has just been let in."""
        self._sockets[socket] = None

    def remove(self, socket: RevalidatedSocket) -> None:
        self._sockets.pop(socket, None)

    async def _go_around(self) -> None:
        """A checked batch goes to the end of the queue. The pauses are such that all are checked in time."""
        while True:
            began, batch = time.monotonic(), list(islice(self._sockets, MAX_TOGETHER))
            if batch:
                await self._ask(batch)
            share = len(batch) / len(self._sockets) if len(self._sockets) > len(batch) else 1.0
            await asyncio.sleep(max(0.0, began + AROUND_IN_S * share - time.monotonic()))

    async def _ask(self, batch: list[RevalidatedSocket]) -> None:
        for one in batch:
            del self._sockets[one]
            self._sockets[one] = None
        try:
            for one, no in await self._pool.run(find_leavers, batch):
                if one in self._sockets:
                    del self._sockets[one]
                    one.send_away(no)
        except Exception as error:  # noqa: BLE001 -- after any error, everybody stays, and is checked again
            if not self._is_blind:
                log_fault(logger, "Whether people may stay could not be asked; it is asked again.", error)
            self._is_blind = True
        else:
            self._is_blind = False
