"""uvicorn's HTTP protocol with limits: requests arrive whole, in time, and of bounded size.

uvicorn itself waits for ever: for the first byte of a request, for its last, and for a client that reads nothing of an
answer. It takes bodies of any size, and if a client asks for several pages at once and goes, it does not tell the
application that nobody reads them. It accepts connections until the process has no file left.
"""

import asyncio
from typing import Any, override

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chatserver.accounts.limits.client_address import counted_address
from chatserver.serving.clients.body_framing import CONTENT_LENGTH, UNCLEAR_ANSWER, is_end_clear
from chatserver.serving.clients.handshakes import handshakes
from chatserver.serving.clients.request_limits import (
    HEAD_WITHIN_S,
    MAX_CHUNKS,
    MAX_HEAD_BYTES,
    lingers,
    max_body_bytes,
    time_for_body_s,
)
from chatserver.serving.clients.resets import is_reset
from chatserver.serving.clients.socket_limits import MOVES_WITHIN_S
from chatserver.serving.clients.too_large import too_large_answer
from chatserver.serving.process.connections import connections

TRAILER_SIGNS = len(b":\r\n")


class LimitedHttp(HttpToolsProtocol):
    _overdue: asyncio.TimerHandle | None = None
    _is_head = True
    _message_bytes = 0
    """The largest arriving request, with everything around its body: chunks have heads of their own, and trailers."""
    _body_began_at = 0.0
    _body_bytes = _chunks = _trailer_bytes = 0
    _is_refused = False
    _is_begun = False
    """The arriving request is the application's: the cycle is its own, and not that of the request before."""

    _awaits_handshake = False
    """It waits for its turn."""

    _answering: Any = None
    """The application works on the request. Data that the client sends before the answer waits behind it."""

    _stuck: asyncio.TimerHandle | None = None
    """The call that checks whether a client reads anything of an answer; None while nothing is stuck."""

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if connections.come(self):
            self._expect_head()
        else:
            transport.abort()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        connections.go(self)
        handshakes.leave(self._line(), self)
        self._stop_waiting()
        self._stop_watching()
        self._give_up_answer()
        super().connection_lost(exc)

    def let_go(self) -> None:
        self.transport.abort()

    # Incoming data.

    @override
    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            self._throw_away(data)
            return
        if self._awaits_handshake:
            self.transport.abort()  # no client may send anything before it is answered
            return
        if self._is_head and is_reset(self.transport.get_extra_info("socket")):
            self.transport.abort()
            return
        super().data_received(data)
        self._message_bytes += len(data)
        if self._message_bytes <= MAX_HEAD_BYTES or self.transport.is_closing():
            return
        if self._is_head:
            self.send_400_response("Request head too large.")
        elif self._message_bytes > MAX_HEAD_BYTES + 2 * max_body_bytes(self.url):
            self.transport.abort()

    @override
    def on_message_begin(self) -> None:
        if self._is_refused:
            return
        super().on_message_begin()
        self._is_head, self._message_bytes = True, 0
        self._is_begun = False
        self._expect_head()

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        """Trailers after a body are no headers: an application that begins now would believe them (RFC 9110 6.5.1)."""
        if self._is_head:
            super().on_header(name, value)
        elif not self._is_refused:
            self._trailer_bytes += len(name) + len(value) + TRAILER_SIGNS
            if self._trailer_bytes > MAX_HEAD_BYTES:
                self._refuse(self._too_large())

    @override
    def on_headers_complete(self) -> None:
        if self._is_refused:
            return
        self._is_head = False
        self._stop_waiting()
        refusal = self._refusal_of_head()
        if refusal:
            self._refuse(refusal)
            return
        super().on_headers_complete()
        self._is_begun = True
        self._body_bytes, self._body_began_at = 0, self.loop.time()
        self._chunks = self._trailer_bytes = 0
        self._overdue = self.loop.call_later(time_for_body_s(0), self._look_at_body)

    def on_chunk_header(self) -> None:
        self._chunks += 1
        if self._chunks > MAX_CHUNKS and not self._is_refused:
            self._refuse(self._too_large())

    @override
    def on_body(self, body: bytes) -> None:
        if self._is_refused:
            return
        self._body_bytes += len(body)
        if self._body_bytes > max_body_bytes(self.url):
            self._refuse(self._too_large())
            return
        super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        if self._is_refused:
            return
        self._stop_waiting()
        connections.begin_answer(self)
        super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        connections.end_answer(self)
        super().on_response_complete()

    @override
    def send_400_response(self, msg: str) -> None:
        if self._is_refused:  # the parser still reads what came in the same packet
            return
        self._give_up_answer()
        super().send_400_response(msg)

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
    def handle_websocket_upgrade(self) -> None:
        if self._is_refused:
            return
        self._stop_waiting()
        connections.begin_answer(self)
        self._awaits_handshake = True
        handshakes.take_turn(self._line(), self, self._begin_handshake)

    def _begin_handshake(self) -> None:
        """The transport passes to the socket's protocol, which needs nothing of the request."""
        self._awaits_handshake = False
        connections.go(self)
        super().handle_websocket_upgrade()
        forgotten: Any = None
        self.parser = self.cycle = self.flow = self.scope = self.headers = self._answering = forgotten

    def _line(self) -> str:
        return counted_address(self.client[0] if self.client else "")

    def _expect_head(self) -> None:
        if self._overdue is None:
            self._overdue = self.loop.call_later(HEAD_WITHIN_S, self.transport.abort)

    def _look_at_body(self) -> None:
        """A client that we do not read from, because the application has enough for now, is not to blame."""
        self._overdue = None
        rest_s = self._body_began_at + time_for_body_s(self._body_bytes) - self.loop.time()
        if rest_s <= 0 and not self.flow.read_paused:
            self.transport.abort()
        else:
            self._overdue = self.loop.call_later(max(rest_s, 1.0), self._look_at_body)

    def _refusal_of_head(self) -> bytes:
        """The whole answer to a request whose body may not even begin; empty for any other."""
        if not is_end_clear(self.headers, self.parser.get_http_version().encode()):
            return UNCLEAR_ANSWER
        return self._too_large() if _length_of(self.headers) > max_body_bytes(self.url) else b""

    def _too_large(self) -> bytes:
        return too_large_answer(self.url, self.headers)

    def _refuse(self, answer: bytes) -> None:
        """Send this, unless this request or an earlier one is being answered, and read no more."""
        self._stop_waiting()
        self._is_refused, self._body_bytes = True, 0
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if self._is_begun:
            is_answering = self.cycle.response_started
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if is_answering or self.pipeline:
            self.transport.abort()
            return
        self.flow.resume_reading()
        self.transport.write(answer)
        self.transport.write_eof()
        _most_bytes, seconds = lingers(self.url)
        self._overdue = self.loop.call_later(seconds, self.transport.abort)

    def _throw_away(self, data: bytes) -> None:
        self._body_bytes += len(data)
        most_bytes, _seconds = lingers(self.url)
        if self._body_bytes > most_bytes:
            self.transport.abort()

    def _stop_waiting(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None

    # Outgoing data.

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        if self._stuck is None:
            self._watch(self.transport.get_write_buffer_size())

    @override
    def resume_writing(self) -> None:
        self._stop_watching()
        super().resume_writing()

    @override
    def timeout_keep_alive_handler(self) -> None:
        """uvicorn would wait until all is written, even to a client that reads nothing."""
        self.transport.abort()

    def _watch(self, waiting: int) -> None:
        connections.slow_readers.note(self, self._line(), waiting)
        self._stuck = self.loop.call_later(MOVES_WITHIN_S, self._look_whether_it_moves, waiting)

    def _look_whether_it_moves(self, before: int) -> None:
        self._stuck = None
        waiting = self.transport.get_write_buffer_size()
        if waiting >= before:
            self.transport.abort()
        else:
            self._watch(waiting)

    def _stop_watching(self) -> None:
        connections.slow_readers.forget(self)
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None


def _length_of(headers: list[tuple[bytes, bytes]]) -> int:
    """The announced length; 0 without one. The parser has checked that it is one number."""
    return max((int(value) for name, value in headers if name == CONTENT_LENGTH), default=0)
