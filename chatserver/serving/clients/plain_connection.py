"""A connection of plain requests, on either server: they arrive whole, in time and of bounded size, and are read.

Twisted waits for the rest of a request as long as one byte arrives each minute, uvicorn for ever. Both take bodies of
any size, and accept connections until the process has no file left.
"""

import asyncio
import socket
from collections.abc import Collection
from enum import Enum, auto
from typing import Any, NamedTuple, NoReturn, override

from chatserver.accounts.limits.client_address import counted_address
from chatserver.serving.clients.handshakes import handshakes
from chatserver.serving.clients.request_limits import lingers, max_body_bytes, time_for_body_s
from chatserver.serving.clients.too_large import too_large_answer
from chatserver.serving.clients.watched_transport import WatchedTransport
from chatserver.serving.process.connections import connections
from sessions.contract.limits import HEAD_WITHIN_S, MAX_CHUNKS


class RequestHead(NamedTuple):
    """The head of a request.

    path: as the client wrote it. headers: with names in small letters. version: as in b"1.1".
    """

    path: bytes
    headers: list[tuple[bytes, bytes]]
    version: bytes


class RequestRefused(Exception):
    """Leaves the server's parser in the middle of a request: its answer is written, and nothing more of it is read."""


class Phase(Enum):
    """Phase of the request that arrives."""

    IDLE = auto()
    """No request has begun."""
    HEAD = auto()
    BODY = auto()
    WHOLE = auto()
    HANDSHAKE = auto()
    """The handshake waits for its turn."""
    REFUSED = auto()


class PlainConnection(WatchedTransport):
    """A part of a server's protocol class."""

    phase = Phase.IDLE
    _line = ""
    """The client's address, as limits count it."""

    _socket: Any = None
    _head: Any = None
    """The RequestHead of the request that arrives."""

    _deadline: asyncio.TimerHandle | None = None
    """The call that ends the connection; None while nothing is expected."""

    _body_began_at = 0.0
    _body_bytes = _max_body_bytes = _chunks = 0

    _may_linger_bytes = 0
    """How much of a refused body is still dropped."""

    # The server's part, besides that of WatchedTransport.

    def begin_handshake(self) -> None:
        """Begin the handshake, whose turn has come."""
        raise NotImplementedError

    def write_last(self, answer: bytes) -> bool:
        """Write a whole answer, and that no other follows; False if another one is on its way."""
        raise NotImplementedError

    def is_held_back(self) -> bool:
        """Whether we read nothing more from the client for now, so that it is not to blame."""
        return False

    def let_go(self) -> None:
        """End the connection, so that its file is free."""
        self.cut_off()

    # The part of both.

    def come(self, host: str, tcp_socket: Any) -> None:
        self._line, self._socket = counted_address(host), tcp_socket
        if connections.come(self):
            self.expect_head()
        else:
            self.cut_off()

    def go(self) -> None:
        connections.go(self)
        handshakes.leave(self._line, self)
        self._stop_waiting()
        self.stop_watching()

    def is_for_parser(self, data: bytes) -> bool:
        """Whether the server may read what has arrived. If not, it has been dealt with."""
        match self.phase:
            case Phase.REFUSED:
                self._may_linger_bytes -= len(data)
                if self._may_linger_bytes < 0:
                    self.cut_off()
                return False
            case Phase.HANDSHAKE:
                self.cut_off()  # no client may send anything before it is answered
                return False
            case Phase.IDLE:
                self.expect_head()
        if self.phase is Phase.HEAD and is_reset(self._socket):
            self.let_go()
            return False
        return True

    def expect_head(self) -> None:
        self.phase = Phase.HEAD
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().call_later(HEAD_WITHIN_S, self.cut_off)

    def begin_body(self, head: RequestHead) -> None:
        """Raises RequestRefused."""
        self._stop_waiting()
        self._head, self._max_body_bytes = head, max_body_bytes(head.path)
        if not is_end_clear(head.headers, head.version):
            self.refuse(UNCLEAR_ANSWER)
        lengths = [int(value) for name, value in head.headers if name == CONTENT_LENGTH]  # the parser knows them, too
        if lengths and max(lengths) > self._max_body_bytes:
            self.refuse_too_large()
        self.phase, self._body_bytes, self._chunks = Phase.BODY, 0, 0
        self._body_began_at = asyncio.get_running_loop().time()
        self._look_at_body()

    def count_body(self, size: int) -> None:
        """Count the body. So many more bytes of the body have arrived. Raises RequestRefused."""
        self._body_bytes += size
        if self._body_bytes > self._max_body_bytes:
            self.refuse_too_large()

    def count_chunk(self) -> None:
        """Raises RequestRefused."""
        self._chunks += 1
        if self._chunks > MAX_CHUNKS:
            self.refuse_too_large()

    def end_body(self) -> None:
        """The request has arrived whole."""
        self._stop_waiting()
        self.phase = Phase.WHOLE
        connections.begin_answer(self)

    def await_handshake(self) -> None:
        """begin_handshake(), at once or later."""
        self.phase = Phase.HANDSHAKE
        handshakes.take_turn(self._line, self, self.begin_handshake)

    def refuse_too_large(self) -> NoReturn:
        self.refuse(too_large_answer(self._head.path, self._head.headers))

    def refuse(self, answer: bytes) -> NoReturn:
        """Answer with this, and drop what still comes for a while; or end the connection."""
        self._stop_waiting()
        self.phase = Phase.REFUSED
        if self.write_last(answer):
            self._may_linger_bytes, seconds = lingers(self._head.path)
            self._deadline = asyncio.get_running_loop().call_later(seconds, self.cut_off)
        else:
            self.cut_off()
        raise RequestRefused

    def _look_at_body(self) -> None:
        loop = asyncio.get_running_loop()
        self._deadline = None
        rest_s = self._body_began_at + time_for_body_s(self._body_bytes) - loop.time()
        if rest_s <= 0 and not self.is_held_back():
            self.cut_off()
        else:
            self._deadline = loop.call_later(max(rest_s, 1.0), self._look_at_body)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    @override
    def note_unread(self, unread: int) -> None:
        connections.slow_readers.note(self, self._line, unread)

    @override
    def stop_watching(self) -> None:
        super().stop_watching()
        connections.slow_readers.forget(self)


def is_reset(connection: Any) -> bool:
    """Whether a client has reset its connection already, so that no work is done for it.

    The question costs a microsecond, while a request's head costs some hundred. Data from before the reset can still be
    read, and the server would read it before it notices that nobody waits for an answer. The kernel reports the reset
    once: a caller that gets True has to close the connection.
    """
    error: int = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    return error != 0


# Whether it is clear where the body of a request ends (RFC 9112 section 6.3); pure.
#
# A proxy and a server that see the end in different places take a part of one client's body for another one's request.
# Both servers accept more than one way to say it, as `identity` before `chunked`, and chunks in HTTP/1.0.

TRANSFER_ENCODING, CONTENT_LENGTH = b"transfer-encoding", b"content-length"
CHUNKED = b"chunked"
WITHOUT_CHUNKS = frozenset({b"0.9", b"1.0"})
"""Versions of HTTP."""

_WORDS = b"It is not clear where the body of the request ends.\n"
UNCLEAR_ANSWER = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(_WORDS), _WORDS)
)
"""The whole answer, after which the connection ends: what follows may be meant as anything."""


def is_end_clear(headers: Collection[tuple[bytes, bytes]], version: bytes) -> bool:
    """A length or chunks, and nothing else. headers: with names in small letters; version: as in b"1.1"."""
    encodings = [value.strip(b" \t").lower() for name, value in headers if name == TRANSFER_ENCODING]
    if not encodings:
        return True
    has_length = any(name == CONTENT_LENGTH for name, _value in headers)
    return encodings == [CHUNKED] and not has_length and version not in WITHOUT_CHUNKS
