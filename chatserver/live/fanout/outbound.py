"""The sending side of one socket.

It writes straight to the server, without the dispatch of Channels: shared frames through the server's frame port if it
has one, else through its ordinary send. Neither waits. While the client's connection is full, the socket is not free,
and a broadcast skips it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from chatserver.live.wire import protocol as wire
from chatserver.live.wire.frames import FramePort, Prepared, ready_frame
from chatserver.monitoring.faults import log_fault

logger = logging.getLogger(__name__)

Send = Callable[[Any], Awaitable[None]]
"""An ASGI server's send, for one connection."""


class Outbound:
    """on_free is called when a full connection can take more. A closed one takes nothing and raises nothing.

    port: the server's frame port, if it has one.
    """

    __slots__ = ("_closing", "_send", "_stalled", "is_closed", "on_free", "port")

    def __init__(self, send: Send, port: FramePort | None = None) -> None:
        self._send = send
        self.port = port
        self._stalled: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self.is_closed = False
        self.on_free: Callable[[], object] | None = None
        if port is not None:
            port.on_clear = self._become_free

    @property
    def is_free(self) -> bool:
        if self.is_closed:
            return False
        return self.port.is_clear() if self.port is not None else self._stalled is None

    def write(self, message: Prepared) -> None:
        """Send a message now, without waiting. Only while the socket is free."""
        if self.port is not None:
            self.port.write(message.frame)
        else:
            self._write_by_send(message.text)

    def hear(self, on_text: Callable[[bytes], bool]) -> None:
        """Show messages to on_text before they are received, if the server can do that; see FramePort."""
        if self.port is not None:
            self.port.on_text = on_text

    def close_on_flood(self, close: Callable[[], object]) -> None:
        """Call close for a client that sends without end, if the server can notice it; see FramePort."""
        if self.port is not None:
            self.port.on_flood = close

    async def send(self, text: str) -> None:
        """Send a frame to this one client, waiting while its connection is full."""
        if not self.is_closed and (self.port is None or not self.port.offer(ready_frame(text.encode()))):
            await self._deliver({"type": "websocket.send", "text": text})

    def start_closing(self, code: wire.Close, why: str, after_ms: int | None = None) -> None:
        """Begin to close(), without waiting for the end."""
        self._closing = _start(self.close(code, why, after_ms))

    async def close(self, code: wire.Close, why: str, after_ms: int | None = None) -> None:
        """Send a bye and close. The words are in the bye: scripts in browsers do not get the reason of a close."""
        if self.is_closed:
            return
        self.is_closed = True
        if self.port is not None:
            self.port.shut()
        await self._deliver(
            {"type": "websocket.send", "text": wire.encode(wire.Bye(code=code, why=why, after_ms=after_ms))}
        )
        await self._deliver({"type": "websocket.close", "code": int(code)})

    def mark_closed(self) -> None:
        """The client is gone."""
        self.is_closed = True
        self.on_free = None
        if self._stalled is not None:
            self._stalled.cancel()

    def _write_by_send(self, text: str) -> None:
        """A send that cannot be finished at once goes on in a task; until then the connection counts as full."""
        task = _start(self._deliver({"type": "websocket.send", "text": text}))
        if not task.done():
            self._stalled = task
            task.add_done_callback(self._become_free)

    async def _deliver(self, message: dict[str, Any]) -> None:
        try:
            await self._send(message)
        except OSError:  # the client has gone, as ASGI says it; its disconnect follows
            self.is_closed = True
        except Exception as error:  # noqa: BLE001 -- one socket's error touches no other
            self.is_closed = True
            log_fault(logger, "Sending a frame failed; closing its socket.", error)

    def _become_free(self, _task: asyncio.Task[None] | None = None) -> None:
        self._stalled = None
        if self.on_free is not None and not self.is_closed:
            self.on_free()


def _start(work: Any) -> asyncio.Task[None]:
    """Run a coroutine as far as it goes at once, and the rest in a task."""
    return asyncio.Task(work, loop=asyncio.get_running_loop(), eager_start=True)
