"""Twisted's HTTP channel with limits: requests arrive whole, in time, and of bounded size.

Twisted itself waits as long as one byte arrives each minute, writes bodies of any size into a file, and parses forms in
the event loop. It accepts connections until the process has no file left.
"""

import time
from enum import Enum, auto
from typing import Any, override

from twisted.internet import reactor
from twisted.internet.error import ConnectionAborted
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel

from chatserver.accounts.limits.client_address import counted_address
from chatserver.serving.clients.body_framing import UNCLEAR_ANSWER, is_end_clear
from chatserver.serving.clients.handshakes import handshakes
from chatserver.serving.clients.light_queue import LightEvent
from chatserver.serving.clients.request_limits import (
    HEAD_WITHIN_S,
    MAX_CHUNKS,
    lingers,
    max_body_bytes,
    time_for_body_s,
)
from chatserver.serving.clients.resets import is_reset
from chatserver.serving.clients.socket_limits import MOVES_WITHIN_S
from chatserver.serving.clients.too_large import too_large_answer
from chatserver.serving.process.connections import connections


class Phase(Enum):
    IDLE = auto()
    """Between two requests; Twisted itself closes a connection that is idle for a minute."""
    HEAD = auto()
    BODY = auto()
    HANDSHAKE = auto()
    """It waits for its turn."""
    ANSWER = auto()
    REFUSED = auto()


class TooManyChunks(Exception):
    """Leaves Twisted's decoder in the middle of a chunk of data."""


class LimitedHttpChannel(HTTPChannel):
    length: int | None
    """The length of the body that is arriving; None if it is chunked. Twisted's own attribute."""

    abortTimeout = 5  # noqa: N815 -- Twisted's word
    """Seconds in which a client that was idle for too long has to read its last answer."""

    _phase = Phase.IDLE
    _overdue: Any = None
    """The call that ends the connection; None while nothing is expected."""

    _body_began_at = 0.0
    _body_bytes = _chunks = 0

    _clear: LightEvent | None = None
    """Closed while a client reads more slowly than the application sends; None while that has never been so."""

    _guard: Any = None
    """The call that checks again whether such a client reads anything."""

    @override
    def connectionMade(self) -> None:
        super().connectionMade()
        if connections.come(self):
            self._expect_head()
        else:
            self.transport.abortConnection()

    @override
    def connectionLost(self, reason: Any) -> None:
        connections.go(self)
        handshakes.leave(self._line(), self)
        self._stop_waiting()
        self._clear_up()
        super().connectionLost(reason)

    def let_go(self) -> None:
        """Free the file at once: an abort does so in the next turn, and until then a burst has used up all files."""
        self.transport.connectionLost(Failure(ConnectionAborted()))

    @override
    def dataReceived(self, data: bytes) -> None:
        if self._phase is Phase.REFUSED:
            self._throw_away(data)
            return
        if self._phase is Phase.HANDSHAKE:
            self.transport.abortConnection()  # no client may send anything before it is answered
            return
        if self._phase is Phase.IDLE:
            self._expect_head()
        if self._phase is Phase.HEAD and is_reset(self.transport.socket):
            self.let_go()
            return
        super().dataReceived(data)

    @override
    def rawDataReceived(self, data: bytes) -> None:
        if self._phase is Phase.BODY:
            self._body_bytes += len(data)
            if self.length is None and self._body_bytes > max_body_bytes(self._path):
                self._refuse(self._too_large())
        if self._phase is not Phase.REFUSED:
            try:
                super().rawDataReceived(data)
            except TooManyChunks:
                self._refuse(self._too_large())

    @override
    def allHeadersReceived(self) -> None:
        self._stop_waiting()
        refusal = self._refusal_of_head()
        if refusal:
            self._refuse(refusal)
            self.length = None  # not 0: so all data after the head goes to rawDataReceived()
            return
        super().allHeadersReceived()
        if self.length is None:
            self._transferDecoder.dataCallback = self._take_chunk  # Twisted itself counts none
        self._phase, self._body_bytes, self._body_began_at = Phase.BODY, 0, reactor.seconds()
        self._chunks = 0
        self._overdue = reactor.callLater(time_for_body_s(0), self._look_at_body)

    @override
    def allContentReceived(self) -> None:
        self._stop_waiting()
        connections.begin_answer(self)
        # Twisted would parse forms here, in the event loop: 3 MB take seconds, and no code needs it.
        self.requests[-1]._parsePOSTFormSubmission = False  # noqa: SLF001
        if self.requests[-1].requestHeaders.hasHeader(b"Upgrade"):
            self._phase = Phase.HANDSHAKE
            handshakes.take_turn(self._line(), self, self._begin_handshake)
        else:
            self._phase = Phase.ANSWER
            super().allContentReceived()

    @override
    def requestDone(self, request: Any) -> None:
        """This reads what the client has sent meanwhile, which may be a whole request or the beginning of one."""
        self._phase = Phase.IDLE
        connections.end_answer(self)
        super().requestDone(request)
        if self._phase is Phase.IDLE and self.requests:
            self._expect_head()

    async def until_clear(self) -> None:
        """Wait while the client has too much of the answer to read, or until it is gone."""
        if self._clear is not None:
            await self._clear.wait()

    @override
    def pauseProducing(self) -> None:
        super().pauseProducing()
        if self._clear is None:
            self._clear = LightEvent()
        self._clear.clear()
        if self._guard is None:
            self._watch()

    @override
    def resumeProducing(self) -> None:
        self._clear_up()
        self._note_that_it_moves()
        super().resumeProducing()

    def _clear_up(self) -> None:
        connections.slow_readers.forget(self)
        if self._clear is not None:
            self._clear.set()
        if self._guard is not None and self._guard.active():
            self._guard.cancel()
        self._guard = None

    def _watch(self) -> None:
        unread = self._unread()
        connections.slow_readers.note(self, self._line(), unread)
        self._guard = reactor.callLater(MOVES_WITHIN_S, self._look_whether_it_moves, unread)

    def _look_whether_it_moves(self, before: int) -> None:
        self._guard = None
        if self._unread() >= before:
            self.transport.abortConnection()
            return
        self._note_that_it_moves()
        self._watch()

    def _note_that_it_moves(self) -> None:
        """Daphne ends an answer that takes a minute, as if it were whole: never that of a client that reads."""
        for request in self.requests:
            request.request_start = time.monotonic()

    def _unread(self) -> int:
        transport = self.transport
        waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen  # noqa: SLF001 -- Twisted tells it no other way
        return waiting

    def _begin_handshake(self) -> None:
        self._phase = Phase.ANSWER
        super().allContentReceived()
        if self.transport is not None and self.transport.protocol is not self:
            connections.go(self)

    def _line(self) -> str:
        return counted_address(self.transport.getPeer().host)

    def _expect_head(self) -> None:
        self._stop_waiting()
        self._phase = Phase.HEAD
        self._overdue = reactor.callLater(HEAD_WITHIN_S, self.transport.abortConnection)

    def _take_chunk(self, data: bytes) -> None:
        """A whole chunk, its end, or a part of it that arrived alone. Raises TooManyChunks."""
        self._chunks += self._transferDecoder.state == "CRLF"  # the state after the end of a chunk
        if self._chunks > MAX_CHUNKS:
            raise TooManyChunks
        self.requests[-1].handleContentChunk(data)

    def _look_at_body(self) -> None:
        self._overdue = None
        rest_s = self._body_began_at + time_for_body_s(self._body_bytes) - reactor.seconds()
        if rest_s <= 0:
            self.transport.abortConnection()
        else:
            self._overdue = reactor.callLater(rest_s, self._look_at_body)

    def _refusal_of_head(self) -> bytes:
        """The whole answer to a request whose body may not even begin; empty for any other."""
        if not is_end_clear(self._headers(), self._version.removeprefix(b"HTTP/")):
            return UNCLEAR_ANSWER
        is_too_large = self.length is not None and self.length > max_body_bytes(self._path)
        return self._too_large() if is_too_large else b""

    def _too_large(self) -> bytes:
        return too_large_answer(self._path, self._headers())

    def _headers(self) -> list[tuple[bytes, bytes]]:
        headers = self.requests[-1].requestHeaders.getAllRawHeaders()
        return [(name.lower(), value) for name, values in headers for value in values]

    def _refuse(self, answer: bytes) -> None:
        self._stop_waiting()
        self._phase, self._body_bytes = Phase.REFUSED, 0
        self.persistent = 0
        self.setTimeout(None)
        self.transport.write(answer)
        self.transport.loseWriteConnection()
        _most_bytes, seconds = lingers(self._path)
        self._overdue = reactor.callLater(seconds, self.transport.abortConnection)

    def _throw_away(self, data: bytes) -> None:
        self._body_bytes += len(data)
        most_bytes, _seconds = lingers(self._path)
        if self._body_bytes > most_bytes:
            self.transport.abortConnection()

    def _stop_waiting(self) -> None:
        if self._overdue is not None:
            if self._overdue.active():
                self._overdue.cancel()
            self._overdue = None
