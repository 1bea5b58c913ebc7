"""The sending side of one socket.

It writes straight through the server's own send, past the dispatch of channels. Under Daphne a send never waits. Under
other servers it waits while the client's line is full: then the line is stalled, and whoever broadcasts passes it by.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from autobahn.exception import Disconnected

from chatserver.faults import log_fault
from chatserver.live import protocol as wire

logger = logging.getLogger(__name__)

Send = Callable[[Any], Awaitable[None]]
"""An ASGI server's send, for one connection."""


GONE = (OSError, Disconnected)
"""How uvicorn and Daphne say that the client has gone already; its disconnect follows."""


class Line:
    """on_free is called when a stalled line can take more. One that is over takes nothing and complains of nothing."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._stalled: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self.is_over = False
        self.on_free: Callable[[], object] | None = None

    @property
    def is_free(self) -> bool:
        return self._stalled is None and not self.is_over

    def write(self, text: str) -> None:
        """Send a frame now, without waiting. Only while the line is free."""
        task = asyncio.Task(
            self._deliver({"type": "websocket.send", "text": text}), loop=asyncio.get_running_loop(), eager_start=True
        )
        if not task.done():
            self._stalled = task
            task.add_done_callback(self._become_free)

    async def send(self, text: str) -> None:
        """Send a frame to this one client, waiting while its line is full."""
        if not self.is_over:
            await self._deliver({"type": "websocket.send", "text": text})

    def end(self, code: wire.Close, why: str, after_ms: int | None = None) -> None:
        """Say goodbye and close, without waiting."""
        self._ending = asyncio.Task(
            self.hang_up(code, why, after_ms), loop=asyncio.get_running_loop(), eager_start=True
        )

    async def hang_up(self, code: wire.Close, why: str, after_ms: int | None = None) -> None:
        """Say goodbye and close. The words stand in the frame: browsers never see the reason of a close."""
        if self.is_over:
            return
        self.is_over = True
        await self._deliver(
            {"type": "websocket.send", "text": wire.encode(wire.Bye(code=code, why=why, after_ms=after_ms))}
        )
        await self._deliver({"type": "websocket.close", "code": int(code)})

    def lose(self) -> None:
        """The client is gone."""
        self.is_over = True
        self.on_free = None
        if self._stalled is not None:
            self._stalled.cancel()

    async def _deliver(self, message: dict[str, Any]) -> None:
        try:
            await self._send(message)
        except GONE:
            self.is_over = True
        except Exception as error:  # noqa: BLE001 -- one socket's error touches no other
            self.is_over = True
            log_fault(logger, "A frame could not be sent; its socket is given up.", error)

    def _become_free(self, _task: asyncio.Task[None]) -> None:
        self._stalled = None
        if self.on_free is not None and not self.is_over:
            self.on_free()
