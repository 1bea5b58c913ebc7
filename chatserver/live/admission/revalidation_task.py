"""Checks again and again whether people may stay: one task for all sockets of a hub, each within seconds."""

import asyncio
import logging
import time
from itertools import islice
from typing import Protocol

from chatserver.database.pools import DatabasePool
from chatserver.live.admission.revalidation import SignedInSocket, find_sockets_to_close
from chatserver.monitoring.faults import log_fault
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)

CHECK_ALL_WITHIN_S = 3.0
"""How often each is checked; a person who may no longer stay is gone within five seconds."""

MAX_TOGETHER = 500


class RevalidatedSocket(SignedInSocket, Protocol):
    def close_for_refusal(self, no: Refused) -> None:
        """Tell the reason, and close."""


class RevalidationTask:
    """Belongs to the event loop's thread.

    It checks one batch after another, never two at once, so that people who join never wait for it. While the database
    is away, it closes no socket.
    """

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._sockets: dict[RevalidatedSocket, None] = {}
        self._has_failed = False
        self._checking = asyncio.create_task(self._check_all())

    def add(self, socket: RevalidatedSocket) -> None:
        """Check this socket of a signed-in person from now on."""
        self._sockets[socket] = None

    def remove(self, socket: RevalidatedSocket) -> None:
        self._sockets.pop(socket, None)

    async def _check_all(self) -> None:
        """A checked batch goes to the end of the queue. The pauses are such that all are checked in time."""
        while True:
            began, batch = time.monotonic(), list(islice(self._sockets, MAX_TOGETHER))
            if batch:
                await self._ask(batch)
            share = len(batch) / len(self._sockets) if len(self._sockets) > len(batch) else 1.0
            await asyncio.sleep(max(0.0, began + CHECK_ALL_WITHIN_S * share - time.monotonic()))

    async def _ask(self, batch: list[RevalidatedSocket]) -> None:
        for one in batch:
            del self._sockets[one]
            self._sockets[one] = None
        try:
            for one, no in await self._pool.run(find_sockets_to_close, batch):
                if one in self._sockets:
                    del self._sockets[one]
                    one.close_for_refusal(no)
        except Exception as error:  # noqa: BLE001 -- after any error, everybody stays, and is checked again
            if not self._has_failed:
                log_fault(logger, "Rechecking who may stay connected failed; the server will retry.", error)
            self._has_failed = True
        else:
            self._has_failed = False
