"""uvicorn's HTTP protocol with the limits of a plain connection.

uvicorn itself bounds no head, takes trailers for headers, and waits for ever for a client that reads nothing of an
answer. If a client asks for several pages at once and goes, it does not tell the application that nobody reads them.
"""

import asyncio
from typing import Any, override

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chatserver.serving.clients.plain_connection import Phase, PlainConnection, RequestHead
from chatserver.serving.process.connections import connections
from sessions.contract.limits import MAX_HEAD_BYTES

TRAILER_SIGNS = len(b":\r\n")


class LimitedHttp(PlainConnection, HttpToolsProtocol):
    """The parser turns a RequestRefused into an error of its own, which ends in send_400_response()."""

    _message_bytes = 0
    """The largest arriving request, with everything around its body: chunks have heads of their own, and trailers."""

    _trailer_bytes = 0
    _is_begun = False
    """The arriving request is the application's: the cycle is its own, and not that of the request before."""

    _answering: Any = None
    """The application works on the request. Data that the client sends before the answer waits behind it."""

    # What PlainConnection asks for.

    @override
    def cut_off(self) -> None:
        self.transport.abort()

    @override
    def unread_bytes(self) -> int:
        return self.transport.get_write_buffer_size()

    @override
    def begin_handshake(self) -> None:
        """The transport passes to the socket's protocol, which needs nothing of the request."""
        self.phase = Phase.WHOLE
        self.stop_watching()
        connections.go(self)
        super().handle_websocket_upgrade()
        forgotten: Any = None
        self.parser = self.cycle = self.flow = self.scope = self.headers = self._head = self._answering = forgotten

    @override
    def write_last(self, answer: bytes) -> bool:
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if self._is_begun:
            is_answering = self.cycle.response_started
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if is_answering or self.pipeline:
            return False
        self.flow.resume_reading()
        self.transport.write(answer)
        self.transport.write_eof()
        return True

    @override
    def is_held_back(self) -> bool:
        """The application has enough of the body for now."""
        return self.flow.read_paused

    # Incoming data.

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.come(self.client[0] if self.client else "", transport.get_extra_info("socket"))

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.go()
        self._give_up_answer()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if not self.is_for_parser(data):
            return
        super().data_received(data)
        self._message_bytes += len(data)
        if self._message_bytes <= MAX_HEAD_BYTES or self.transport.is_closing() or self.phase is Phase.REFUSED:
            return
        if self.phase is Phase.HEAD:
            self.send_400_response("Request head too large.")
        elif self._message_bytes > MAX_HEAD_BYTES + 2 * self._max_body_bytes:
            self.transport.abort()

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._message_bytes = self._trailer_bytes = 0
        self._is_begun = False
        self.expect_head()

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        """Trailers after a body are no headers: an application that begins now would believe them (RFC 9110 6.5.1)."""
        if self.phase is Phase.HEAD:
            super().on_header(name, value)
            return
        self._trailer_bytes += len(name) + len(value) + TRAILER_SIGNS
        if self._trailer_bytes > MAX_HEAD_BYTES:
            self.refuse_too_large()

    @override
    def on_headers_complete(self) -> None:
        self.begin_body(RequestHead(self.url, self.headers, self.parser.get_http_version().encode()))
        super().on_headers_complete()
        self._is_begun = True

    def on_chunk_header(self) -> None:
        self.count_chunk()

    @override
    def on_body(self, body: bytes) -> None:
        self.count_body(len(body))
        super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        self.end_body()
        super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        connections.end_answer(self)
        super().on_response_complete()

    @override
    def send_400_response(self, msg: str) -> None:
        if self.phase is not Phase.REFUSED:
            self._give_up_answer()
            super().send_400_response(msg)

    @override
    def handle_websocket_upgrade(self) -> None:
        self.await_handshake()

    # The answer.

    @override
    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _give_up_answer(self) -> None:
        """Nobody reads it any longer: the application is told, and what it sends is dropped."""
        if self._answering is not None and not self._answering.response_complete:
            self._answering.disconnected = True
            self._answering.message_event.set()

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self.watch()

    @override
    def resume_writing(self) -> None:
        self.stop_watching()
        super().resume_writing()

    @override
    def timeout_keep_alive_handler(self) -> None:
        """uvicorn would wait until all is written, even to a client that reads nothing."""
        self.transport.abort()
