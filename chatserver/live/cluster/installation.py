"""Tells the messages of this installation's processes from those of others that use the same Redis.

A copy of an installation, such as one restored for a trial, has chat sessions with the same ids, and its people are
not here. The name is the token of the database: a database that is served from another place gets another one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from chatserver.live.cluster.messages import ClusterMessage
from chatserver.monitoring.faults import log_fault

logger = logging.getLogger(__name__)

MAX_OTHERS = 64
MAX_UNJUDGED = 100

ReadOwnId = Callable[[], Awaitable[str]]
Hear = Callable[[ClusterMessage], None]


class OwnInstallation:
    """Belongs to one event loop. name: blank until the database has told it; such messages are heard by everybody.

    The name is asked for at the start, and again when a message has a new one: the epochs may have been renewed, which
    renames the installation, and the sender may know it first.
    """

    def __init__(self, ask: ReadOwnId, hear: Hear) -> None:
        """`ask` queries the name; `hear` takes the messages of this installation."""
        self.name = ""
        self._ask, self._hear = ask, hear
        self._others: set[str] = set()
        self._unjudged: list[ClusterMessage] = []
        self._asking = asyncio.create_task(self._learn())

    def take(self, message: ClusterMessage) -> None:
        """Pass it on if it is ours: at once, or as soon as that is known."""
        if message.installation in ("", self.name):
            self._hear(message)
        elif message.installation not in self._others and len(self._unjudged) < MAX_UNJUDGED:
            self._unjudged.append(message)
            if self._asking.done():
                self._asking = asyncio.create_task(self._learn())

    def close(self) -> None:
        self._asking.cancel()

    async def _learn(self) -> None:
        """Messages that came while the database could not tell are left out, as if they had been lost."""
        try:
            self.name = await self._ask()
        except Exception as error:  # noqa: BLE001 -- after any error the next message makes it ask again
            log_fault(logger, "Cannot determine whether another process belongs to this installation.", error)
            self._unjudged.clear()
            return
        unjudged, self._unjudged = self._unjudged, []
        for message in unjudged:
            if self.name in ("", message.installation):
                self._hear(message)
            else:
                self._note_other(message.installation)

    def _note_other(self, name: str) -> None:
        if len(self._others) >= MAX_OTHERS:
            self._others.clear()
        self._others.add(name)
