"""Daphne's WebSocket protocol as a frame port: ready frames go out at once, and no client is waited for for ever.

Daphne and autobahn themselves keep writing for a client that reads nothing, keep reading from one that sends without
end, answer every ping, keep the whole handshake as long as the socket lives, and apply the limit for a client's
messages to the server's.
"""

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, ClassVar, override

from autobahn.websocket.types import ConnectionDeny
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor

from chatserver.live.timing.throttle import RecentFaults
from chatserver.serving.clients.incoming_frames import IncomingFrames
from chatserver.serving.clients.short_messages import read_short_text
from chatserver.serving.clients.socket_limits import (
    FLOODER_LEAVES_WITHIN_S,
    FULL,
    MAX_MESSAGE_BYTES,
    MAX_PINGS_A_MINUTE,
    MOVES_WITHIN_S,
)
from chatserver.serving.process.connections import connections

STATE_OPEN = WebSocketProtocol.STATE_OPEN

NO_REQUEST = SimpleNamespace(path="")
"""At its end, Daphne asks every socket for its path, without using it."""


class DaphneFrameProtocol(WebSocketProtocol):
    """One WebSocket. It is its own frame port (see chatserver.live.wire.frames) and its transport's push producer.

    No traceback is logged for a handshake that autobahn itself refuses.
    """

    on_clear: Callable[[], object] | None = None
    on_text: Callable[[bytes], bool] | None = None
    on_flood: Callable[[], object] | None = None

    _guard: Any = None
    """The call that checks again whether a full transport moves; None while nothing is stuck."""

    _pings: RecentFaults | None = None

    _incoming: IncomingFrames | None = None
    """Set at the end of the handshake."""

    _is_flooded = False

    _is_shut = False
    """No frame is taken any longer."""

    _is_counted = False
    """Whether it counts among the sockets of this process."""

    # Autobahn copies its settings to each socket, and formats all of them for a log that nobody reads: a sixth of what
    # each handshake costs. Here they stand once, in the class.
    CONFIG_ATTRS: ClassVar[list[str]] = []

    @classmethod
    def share_settings(cls, factory: Any) -> None:
        """Take the factory's settings for all sockets; called once, before the first of them."""
        for name in WebSocketProtocol.CONFIG_ATTRS:
            value = getattr(factory, name)
            setattr(cls, name, staticmethod(value) if callable(value) else value)

    # The frame port.

    def write(self, frame: bytes) -> None:
        """Straight to the kernel if nothing waits before it: this saves a reactor's turn for each socket."""
        if self.state != STATE_OPEN or self._is_shut:
            return
        transport = self.transport
        if transport.dataBuffer or transport._tempDataLen or self.send_queue:  # noqa: SLF001 -- Twisted tells it no other way
            self.sendData(frame)
            return
        try:
            taken = transport.socket.send(frame)
        except OSError:  # it is full, or the connection is lost; the reactor notices that when it writes
            taken = 0
        if taken < len(frame):
            transport.write(frame[taken:])

    def is_clear(self) -> bool:
        return self.state == STATE_OPEN and not self._is_shut and not self.transport.producerPaused

    def offer(self, frame: bytes) -> bool:
        if self.state != STATE_OPEN or self.transport.producerPaused or self._is_shut:
            return False
        self.write(frame)
        return True

    def shut(self) -> None:
        self._is_shut = True

    # Called by autobahn.

    @override
    def onConnect(self, request: Any) -> Any:
        if not _is_ascii(request):  # Daphne would fail, with an error in the log
            raise ConnectionDeny(ConnectionDeny.BAD_REQUEST, "headers")  # type: ignore[no-untyped-call]
        if not connections.take_socket():
            raise ConnectionDeny(ConnectionDeny.SERVICE_UNAVAILABLE, FULL.strip())  # type: ignore[no-untyped-call]
        self._is_counted = True
        return super().onConnect(request)

    @override
    def onOpen(self) -> None:
        super().onOpen()
        self._incoming = IncomingFrames()
        self._forget_handshake()
        self.unregisterProducer()  # the HTTP channel from before the handshake
        self.registerProducer(self, True)

    def _forget_handshake(self) -> None:
        """Nobody needs what autobahn and Daphne would keep of it as long as the socket lives."""
        self.request = NO_REQUEST
        self.clean_headers = self.http_headers = self.http_request_data = self.http_request_params = None

    @override
    def dataReceived(self, data: bytes) -> None:
        incoming = self._incoming
        if incoming is not None:
            text = read_short_text(data) if incoming.to_come == 0 else None
            is_allowed = incoming.take(data) if text is None else incoming.take_whole(data)
            if not is_allowed or self._is_flooded:
                self._end_flood()
                return
            if text is not None and self._is_heard_at_once(text):
                return
        super().dataReceived(data)

    def _is_heard_at_once(self, text: bytes) -> bool:
        """Whether the application has dealt with this short message: then the parser need not see it."""
        is_between_messages = not self.data and self.current_frame is None and not self.inside_message
        return is_between_messages and self.state == STATE_OPEN and self._is_dealt_with(text)

    def _is_dealt_with(self, text: bytes) -> bool:
        is_done = self.on_text is not None and not self.muted and self.on_text(text)
        if is_done:
            self.last_ping = time.monotonic()
        return is_done

    def _end_flood(self) -> None:
        """Stop reading from this client. It is told why, if it reads at all, and is cut off a moment later."""
        if self._is_flooded:
            return
        self._is_flooded = True
        self.transport.pauseProducing()
        if self.on_flood is None:
            self.transport.abortConnection()
        else:
            reactor.callLater(FLOODER_LEAVES_WITHIN_S, self.transport.abortConnection)
            self.on_flood()

    @override
    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        if isBinary or not self._is_dealt_with(payload):
            super().onMessage(payload, isBinary)

    @override
    def onPing(self, payload: bytes) -> None:
        """Answer, unless there are too many: browsers send none at all."""
        self._pings = self._pings or RecentFaults(MAX_PINGS_A_MINUTE)
        if self._pings.add(time.monotonic()):
            self.transport.abortConnection()
        else:
            super().onPing(payload)

    @override
    def onClose(self, wasClean: bool, code: int | None, reason: str | None) -> None:
        """Daphne expects to be told about every connection first; an invalid handshake ends before that."""
        self.on_clear = self.on_text = self.on_flood = None
        if hasattr(self, "server"):
            super().onClose(wasClean, code, reason)

    @override
    def sendMessage(self, payload: bytes, isBinary: bool = False, **how: Any) -> None:
        """A message that is sent as a stream has no limit. Raises ConnectionResetError if the connection is closed.

        That is an OSError, as ASGI asks for; autobahn's own error is none.
        """
        if self.state != STATE_OPEN:
            raise ConnectionResetError("The client has gone.")
        if len(payload) <= MAX_MESSAGE_BYTES:
            super().sendMessage(payload, isBinary, **how)
        else:
            self.beginMessage(isBinary)
            self.sendMessageFrame(payload)
            self.endMessage()

    # Called by the transport.

    def pauseProducing(self) -> None:  # noqa: N802 -- Twisted's word
        if self._guard is None:
            self._guard = reactor.callLater(MOVES_WITHIN_S, self._look_whether_it_moves, self._waiting_bytes())

    def resumeProducing(self) -> None:  # noqa: N802
        self._stop_guard()
        if self.on_clear is not None and self.is_clear():
            self.on_clear()

    def stopProducing(self) -> None:  # noqa: N802
        """The connection is lost; onClose follows."""

    @override
    def connectionLost(self, *reason: Any) -> None:
        if self._is_counted:
            connections.leave_socket()
        self._stop_guard()
        super().connectionLost(*reason)

    def _waiting_bytes(self) -> int:
        transport = self.transport
        waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen  # noqa: SLF001
        return waiting

    def _look_whether_it_moves(self, before: int) -> None:
        """Goes on even after the closing handshake has removed the producer: especially then nothing may linger."""
        waiting = self._waiting_bytes()
        self._guard = None
        if waiting >= before:
            self.transport.abortConnection()
        elif waiting:
            self._guard = reactor.callLater(MOVES_WITHIN_S, self._look_whether_it_moves, waiting)

    def _stop_guard(self) -> None:
        if self._guard is not None:
            self._guard.cancel()
            self._guard = None


def _is_ascii(request: Any) -> bool:
    """Whether everything that Daphne reads as ASCII is that: the path, the headers' names, the protocols offered."""
    read = (request.path, *request.headers, request.headers.get("sec-websocket-protocol", ""))
    return all(each.isascii() for each in read)
