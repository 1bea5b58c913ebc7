"""uvicorn's WebSocket protocol as a frame port: ready frames go out at once, and no client is waited for for ever.

uvicorn itself closes a transport only once all is written, even to a client that reads nothing. It answers every ping,
and no handshake that its parser cannot read. It logs bytes that are no UTF-8 and a late send as faults of the
application, and keeps the whole handshake as long as the socket lives.
"""

import asyncio
from collections.abc import Callable
from typing import Any, cast, override
from urllib.parse import urlsplit

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

from chatserver.live.timing.throttle import RecentFaults
from chatserver.live.wire.frames import EXTENSION
from chatserver.serving.clients.incoming_frames import IncomingFrames
from chatserver.serving.clients.light_queue import LightEvent, LightQueue
from chatserver.serving.clients.short_messages import read_short_text
from chatserver.serving.clients.socket_limits import (
    FLOODER_LEAVES_WITHIN_S,
    FULL,
    MAX_PINGS_A_MINUTE,
    MOVES_WITHIN_S,
    PING_EVERY_S,
)
from chatserver.serving.process.connections import connections


class UvicornFrameProtocol(WebSocketsSansIOProtocol):
    """One WebSocket, which is its own frame port (see chatserver.live.wire.frames)."""

    __slots__ = (
        "_guard",
        "_incoming",
        "_is_counted",
        "_is_flooded",
        "_is_full",
        "_is_open",
        "_pings",
        "_was_heard",
        "conn",
        "on_clear",
        "on_flood",
        "on_text",
        "transport",
    )
    # Also for what uvicorn sets itself: in the dictionary of its forty attributes, each costs a frame one more wait for
    # the memory, and a full room does not fit into the processor's cache.

    @override
    def __init__(self, *how: Any, **named: Any) -> None:
        self.on_clear: Callable[[], object] | None = None
        self.on_text: Callable[[bytes], bool] | None = None
        self.on_flood: Callable[[], object] | None = None
        self._guard: asyncio.TimerHandle | None = None
        """The call that checks again whether a full transport moves; None while nothing is stuck."""
        self._is_open = False
        """From the end of the handshake to the goodbye or our close frame. Afterwards the transport knows."""
        self._is_full = False
        self._was_heard = False
        """Whether the client has sent anything since the last time that a ping was due."""
        self._pings: RecentFaults | None = None
        self._incoming: IncomingFrames | None = None
        """Set at the end of the handshake."""
        self._is_flooded = False
        self._is_counted = False
        """Whether it counts among the sockets of this process."""
        super().__init__(*how, **named)
        self.queue = cast("Any", LightQueue())
        self.writable = cast("Any", LightEvent())

    # The frame port.

    def write(self, frame: bytes) -> None:
        if self._is_open and not self.transport.is_closing():
            self.transport.write(frame)

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

    # The handshake.

    @override
    def data_received(self, data: bytes) -> None:
        incoming = self._incoming
        if incoming is not None:
            text = read_short_text(data) if incoming.to_come == 0 else None
            is_allowed = incoming.take(data) if text is None else incoming.take_whole(data)
            if not is_allowed or self._is_flooded:
                self._end_flood()
                return
            if text is not None and self._is_heard_at_once(text):
                return
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self._refuse(400, "The request cannot be read.\n")  # uvicorn itself would never answer it

    @override
    def handle_connect(self, event: Request) -> None:
        if not _are_origins(event.headers.get_all("Origin")):
            self._refuse(400, "The Origin cannot be one.\n")
            return
        if not connections.take_socket():
            self._refuse(503, FULL)
            return
        self._is_counted = True
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
        """As uvicorn's, which blames the application for a send on a connection that uvicorn has closed itself."""
        await self.writable.wait()
        opening = not self.handshake_complete
        if not opening and self.conn.state is not State.OPEN:
            raise ClientDisconnected
        await super().send(message)
        if opening and self.conn.state is State.OPEN:
            self._is_open, self._incoming = True, IncomingFrames()
            self._forget_handshake()
        elif self.close_sent:
            self._is_open = False
        if self.close_timer is not None:
            self._close_in_any_case(self.close_timer)

    @override
    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text" and not self.close_sent:
            text = b"".join(self.frames)
            if not _is_utf8(text):  # uvicorn would log it as our fault
                self.frames = []
                self.conn.send_close(1007)
                self.handle_parser_exception()
                return
            if self.on_text is not None and self.on_text(text):
                self.frames = []
                return
        super().send_receive_event_to_app()

    def _is_heard_at_once(self, text: bytes) -> bool:
        """Whether the application has dealt with this short message: then the parser need not see it."""
        is_whole = self._is_open and self.conn.current_size is None  # no message of several frames has begun
        self._was_heard = is_whole and self.on_text is not None and self.on_text(text)
        return self._was_heard

    def _end_flood(self) -> None:
        """Stop reading from this client. It is told why, if it reads at all, and is cut off a moment later."""
        if self._is_flooded:
            return
        self._is_flooded = True
        self.transport.pause_reading()
        if self.on_flood is None:
            self.transport.abort()
        else:
            self.loop.call_later(FLOODER_LEAVES_WITHIN_S, self.transport.abort)
            self.on_flood()

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
        super().pause_writing()
        self._is_full = True
        if self._guard is None:
            waiting = self.transport.get_write_buffer_size()
            self._guard = self.loop.call_later(MOVES_WITHIN_S, self._look_whether_it_moves, waiting)

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        self._is_full = False
        self._stop_guard()
        if self.on_clear is not None and self.is_clear():
            self.on_clear()

    @override
    def handle_ping(self) -> None:
        """Answer, unless there are too many: browsers send none at all."""
        self._pings = self._pings or RecentFaults(MAX_PINGS_A_MINUTE)
        if self._pings.add(self.loop.time()):
            self.transport.abort()
        else:
            super().handle_ping()

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
        if self._is_counted:
            connections.leave_socket()
        self._stop_guard()
        self.on_clear = self.on_text = self.on_flood = None
        super().connection_lost(exc)

    def _look_whether_it_moves(self, before: int) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._guard = None
        if waiting >= before:
            self.transport.abort()
        else:
            self._guard = self.loop.call_later(MOVES_WITHIN_S, self._look_whether_it_moves, waiting)

    def _stop_guard(self) -> None:
        if self._guard is not None:
            self._guard.cancel()
            self._guard = None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _are_origins(values: list[str]) -> bool:
    """At most one origin, and a well-formed one; the application decides whether it is one of ours."""
    if not values or values == ["null"]:
        return True
    try:
        parts = urlsplit(values[0])
        return len(values) == 1 and bool(parts.scheme and parts.hostname) and parts.port != 0
    except ValueError:
        return False
