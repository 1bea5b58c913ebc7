"""Daphne's WebSocket protocol as a frame port: ready frames go out at once, and no client is waited for for ever.

Daphne and autobahn themselves keep writing for a client that reads nothing, keep reading from one that sends without
end, and keep the whole handshake as long as the socket lives.
"""

import time
from types import SimpleNamespace
from typing import Any, ClassVar, override

from autobahn.websocket.types import ConnectionDeny
from daphne.ws_protocol import WebSocketProtocol

from chatserver.serving.clients.socket_connection import SocketConnection
from chatserver.serving.clients.socket_limits import FULL

STATE_OPEN = WebSocketProtocol.STATE_OPEN

NO_REQUEST = SimpleNamespace(path="")
"""Stand-in for a request. At its end, Daphne asks every socket for its path, without using it."""


class DaphneFrameProtocol(SocketConnection, WebSocketProtocol):
    """One WebSocket. It is its own frame port and its transport's push producer.

    No traceback is logged for a handshake that autobahn itself refuses.
    """

    _is_shut = False
    """No frame is taken any longer."""

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

    @override
    def is_clear(self) -> bool:
        return self.state == STATE_OPEN and not self._is_shut and not self.transport.producerPaused

    def offer(self, frame: bytes) -> bool:
        if self.state != STATE_OPEN or self.transport.producerPaused or self._is_shut:
            return False
        self.write(frame)
        return True

    def shut(self) -> None:
        self._is_shut = True

    # What SocketConnection asks for.

    @override
    def cut_off(self) -> None:
        self.transport.abortConnection()

    @override
    def unread_bytes(self) -> int:
        return waiting_bytes(self.transport)

    @override
    def stop_reading(self) -> None:
        self.transport.pauseProducing()

    @override
    def is_heard_at_once(self, text: bytes) -> bool:
        is_between_messages = not self.data and self.current_frame is None and not self.inside_message
        return is_between_messages and self.state == STATE_OPEN and self._is_heard(text)

    def _is_heard(self, text: bytes) -> bool:
        is_done = self.on_text is not None and not self.muted and self.on_text(text)
        if is_done:
            self.last_ping = time.monotonic()
        return is_done

    # Called by autobahn.

    @override
    def onConnect(self, request: Any) -> Any:
        if not _is_ascii(request):  # Daphne would fail, with an error in the log
            raise ConnectionDeny(ConnectionDeny.BAD_REQUEST, "headers")  # type: ignore[no-untyped-call]
        if not self.take_place():
            raise ConnectionDeny(ConnectionDeny.SERVICE_UNAVAILABLE, FULL.strip())  # type: ignore[no-untyped-call]
        return super().onConnect(request)

    @override
    def onOpen(self) -> None:
        super().onOpen()
        self.count_frames()
        self._forget_handshake()
        self.unregisterProducer()  # the HTTP channel from before the handshake
        self.registerProducer(self, True)

    def _forget_handshake(self) -> None:
        """Nobody needs what autobahn and Daphne would keep of it as long as the socket lives."""
        self.request = NO_REQUEST
        self.clean_headers = self.http_headers = self.http_request_data = self.http_request_params = None

    @override
    def dataReceived(self, data: bytes) -> None:
        if not self.is_dealt_with(data):
            super().dataReceived(data)

    @override
    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        if isBinary or not self._is_heard(payload):
            super().onMessage(payload, isBinary)

    @override
    def onClose(self, wasClean: bool, code: int | None, reason: str | None) -> None:
        """Daphne expects to be told about every connection first; an invalid handshake ends before that."""
        if hasattr(self, "server"):
            super().onClose(wasClean, code, reason)

    @override
    def sendMessage(self, payload: bytes, isBinary: bool = False, **how: Any) -> None:
        """Raises ConnectionResetError if the connection is closed: an OSError, as ASGI asks for."""
        if self.state != STATE_OPEN:
            raise ConnectionResetError("The client has gone.")
        super().sendMessage(payload, isBinary, **how)

    # Called by the transport.

    def pauseProducing(self) -> None:  # noqa: N802 -- Twisted's word
        self.watch()

    def resumeProducing(self) -> None:  # noqa: N802
        self.become_clear()

    def stopProducing(self) -> None:  # noqa: N802
        """The connection is lost; onClose follows."""

    @override
    def connectionLost(self, *reason: Any) -> None:
        self.go()
        super().connectionLost(*reason)


def waiting_bytes(transport: Any) -> int:
    """How much waits in a Twisted transport for its client."""
    waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen  # noqa: SLF001 -- Twisted tells it no other way
    return waiting


def _is_ascii(request: Any) -> bool:
    """Whether everything that Daphne reads as ASCII is that: the path, the headers' names, the protocols offered."""
    read = (request.path, *request.headers, request.headers.get("sec-websocket-protocol", ""))
    return all(each.isascii() for each in read)
