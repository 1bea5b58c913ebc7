"""uvicorn's WebSocket protocol as a frame port: ready frames go out at once, and no client is waited for for ever.

uvicorn itself closes a transport only once all is written, even to a client that reads nothing. It answers no handshake
that its parser cannot read. It logs a late send as a fault of the application, and keeps the whole handshake as long as
the socket lives.
"""

import asyncio
from typing import Any, cast, override
from urllib.parse import urlsplit

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

from chatserver.live.wire.frames import EXTENSION
from chatserver.serving.clients.light_queue import LightQueue
from chatserver.serving.clients.socket_connection import SocketConnection
from chatserver.serving.clients.socket_limits import FULL
from sessions.contract.limits import PING_EVERY_S

WRITABLE = asyncio.Event()
"""Event of all sockets whose transport is not full: one for each socket would take a kilobyte."""

WRITABLE.set()


class UvicornFrameProtocol(SocketConnection, WebSocketsSansIOProtocol):
    """One WebSocket, which is its own frame port."""

    __slots__ = ("_is_full", "_is_open", "_was_heard", "conn", "transport")
    # Also for what uvicorn sets itself: in the dictionary of its forty attributes, each costs a frame one more wait for
    # the memory, and a full room does not fit into the processor's cache.

    @override
    def __init__(self, *how: Any, **named: Any) -> None:
        self._is_open = False
        """Whether the socket is open, from the end of the handshake to the goodbye or our close frame. Afterwards the
        transport knows."""
        self._is_full = False
        self._was_heard = False
        """Whether the client has sent anything since the last time that a ping was due."""
        super().__init__(*how, **named)
        self.queue = cast("Any", LightQueue())
        self.writable = WRITABLE

    # The frame port.

    def write(self, frame: bytes) -> None:
        if self._is_open and not self.transport.is_closing():
            self.transport.write(frame)

    @override
    def is_clear(self) -> bool:
        return self._is_open and not self._is_full and not self.transport.is_closing()

    def offer(self, frame: bytes) -> bool:
        transport = self.transport
        if not self._is_open or self._is_full or transport.is_closing():
            return False
        transport.write(frame)
        return True

    def shut(self) -> None:
        self._is_open = False

    # What SocketConnection asks for.

    @override
    def cut_off(self) -> None:
        self.transport.abort()

    @override
    def unread_bytes(self) -> int:
        return self.transport.get_write_buffer_size()

    @override
    def stop_reading(self) -> None:
        self.transport.pause_reading()

    @override
    def is_heard_at_once(self, text: bytes) -> bool:
        is_whole = self._is_open and self.conn.current_size is None  # no message of several frames has begun
        self._was_heard = is_whole and self.on_text is not None and self.on_text(text)
        return self._was_heard

    # The handshake.

    @override
    def data_received(self, data: bytes) -> None:
        if self.is_dealt_with(data):
            return
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self._refuse(400, "The request cannot be read.\n")  # uvicorn itself would never answer it

    @override
    def handle_connect(self, event: Request) -> None:
        if not all(map(_is_origin, event.headers.get_all("Origin"))):
            self._refuse(400, "The Origin cannot be one.\n")
            return
        if not self.take_place():
            self._refuse(503, FULL)
            return
        super().handle_connect(event)
        event.headers.clear()  # they are in the scope now, and the parser would keep them
        if self.response.status_code == 101:
            cast("dict[str, Any]", self.scope["extensions"])[EXTENSION] = {"port": self}

    def _refuse(self, status: int, reason: str) -> None:
        self.handshake_initiated = self.handshake_complete = self.close_sent = True
        self.transport.write(self.conn.reject(status, reason).serialize())
        self.transport.close()

    # Called by the application.

    @override
    async def send(self, message: Any) -> None:
        """Send like uvicorn, but raise ClientDisconnected on a connection that uvicorn itself has closed.

        Uvicorn would blame the application for that send.
        """
        await self.writable.wait()
        opening = not self.handshake_complete
        if not opening and self.conn.state is not State.OPEN:
            raise ClientDisconnected
        await super().send(message)
        if opening and self.conn.state is State.OPEN:
            self._is_open = True
            self.count_frames()
            self._forget_handshake()
        elif self.close_sent:
            self._is_open = False
        if self.close_timer is not None:
            self._close_in_any_case(self.close_timer)

    @override
    def send_receive_event_to_app(self) -> None:
        on_text = self.on_text if self.curr_msg_data_type == "text" and not self.close_sent else None
        if on_text is not None and on_text(b"".join(self.frames)):
            self.frames = []
        else:
            super().send_receive_event_to_app()

    def _forget_handshake(self) -> None:
        forgotten: Any = None
        self.request = self.response = self.scope = forgotten

    def _close_in_any_case(self, timer: asyncio.TimerHandle) -> None:
        """uvicorn would wait until all is written, even to a client that reads nothing."""
        timer.cancel()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    # Called by the transport.

    @override
    def pause_writing(self) -> None:
        self._is_full = True
        self.writable = asyncio.Event()
        self.watch()

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        self.writable, self._is_full = WRITABLE, False
        self.become_clear()

    @override
    def send_keepalive_ping(self) -> None:
        """A client that has just sent anything is pinged later: in a busy room each sends every two seconds."""
        if self._was_heard:
            self._was_heard = False
            self.ping_timer = self.loop.call_later(PING_EVERY_S / 2, self.send_keepalive_ping)
        else:
            super().send_keepalive_ping()

    @override
    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()  # such a client never reads what waits for it

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.go()
        super().connection_lost(exc)


def _is_origin(value: str) -> bool:
    """Whether it is well-formed; the application decides whether it is one of ours."""
    if value == "null":
        return True
    try:
        parts = urlsplit(value)
        return bool(parts.scheme and parts.hostname) and parts.port != 0
    except ValueError:
        return False
