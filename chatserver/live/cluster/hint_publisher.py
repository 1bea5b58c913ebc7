"""Tells the hubs about commits of a process without a hub: the clock's, `manage.py tick`, and the like.

A thread of its own sends the hints, and lives while there are any. So no commit waits for Redis, and a process that
ends waits no longer than the sending may take.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from chatserver.live.cluster.channel_layers import layer_makers
from chatserver.live.cluster.messages import ClusterMessage, Hints
from chatserver.live.cluster.subscription import GATHER_COMMITS_S, GROUP

logger = logging.getLogger(__name__)

WITHIN_S = 2.0
NOT_AGAIN_FOR_S = 5.0
"""Seconds of pause after a failure: until then the hubs find news by polling."""


class HintPublisher:
    """Any thread may call it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._untold = Hints()
        self._thread: threading.Thread | None = None
        self._not_before = 0.0
        self._has_failed = False

    def tell(self, hints: Hints) -> None:
        """Have hints sent soon, all of one moment together. Raises nothing."""
        with self._lock:
            if time.monotonic() < self._not_before:
                return
            self._untold |= hints
            if self._thread is None:
                self._start()

    def _start(self) -> None:
        thread = threading.Thread(target=self._work, name="hints")
        try:
            thread.start()
        except RuntimeError:  # the process is about to end, or has no room for a thread
            self._untold = Hints()
        else:
            self._thread = thread

    def _work(self) -> None:
        while True:
            time.sleep(GATHER_COMMITS_S)
            with self._lock:
                hints, self._untold = self._untold, Hints()
                if not hints:
                    self._thread = None
                    return
            self._settle(asyncio.run(_send_everywhere(ClusterMessage(process=uuid4().hex, hints=hints, is_last=True))))

    def _settle(self, errors: list[BaseException | None]) -> None:
        """Log once when the sending begins to fail, and once when it works again."""
        has_failed = all(errors)
        if has_failed:
            self._not_before = time.monotonic() + NOT_AGAIN_FOR_S
        if has_failed is not self._has_failed:
            self._has_failed = has_failed
            names = ", ".join(sorted({type(error).__qualname__ for error in errors if error is not None}))
            said = (
                f"cannot be sent from this process ({names}); other processes find new events by polling"
                if names
                else "are sent again"
            )
            logger.warning("Hints %s.", said)


async def _send_everywhere(message: ClusterMessage) -> list[BaseException | None]:
    """Send it to each Redis; answers each one's error, or None where it succeeded."""
    return await asyncio.gather(*(_send(make, message) for make in layer_makers()), return_exceptions=True)


async def _send(make_layer: Callable[[], Any], message: ClusterMessage) -> None:
    layer = make_layer()
    try:
        async with asyncio.timeout(WITHIN_S):
            await layer.group_send(GROUP, message.as_message())
    finally:
        async with asyncio.timeout(WITHIN_S):
            await layer.flush()
