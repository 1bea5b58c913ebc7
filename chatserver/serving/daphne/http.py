"""Twisted's HTTP channel with the limits of a plain connection.

Twisted itself writes bodies of any size into a file, parses forms in the event loop, and never stops an application
whose client reads slowly.
"""

import asyncio
import time
from typing import Any, override

from twisted.internet.error import ConnectionAborted
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel

from chatserver.serving.clients.plain_connection import Phase, PlainConnection, RequestHead, RequestRefused
from chatserver.serving.daphne.sockets import waiting_bytes
from chatserver.serving.process.connections import connections


class LimitedHttpChannel(PlainConnection, HTTPChannel):
    length: int | None
    """The length of the body that is arriving; None if it is chunked. Twisted's own attribute."""

    abortTimeout = 5  # noqa: N815 -- Twisted's word
    """Seconds in which a client that was idle for too long has to read its last answer."""

    _clear: asyncio.Event | None = None
    """Set while the client reads as fast as the application sends; None while that has always been so."""

    # What PlainConnection asks for.

    @override
    def cut_off(self) -> None:
        self.transport.abortConnection()

    @override
    def let_go(self) -> None:
        """Free the file at once: an abort does so in the next turn, and until then a burst has used up all files."""
        self.transport.connectionLost(Failure(ConnectionAborted()))

    @override
    def unread_bytes(self) -> int:
        return waiting_bytes(self.transport)

    @override
    def begin_handshake(self) -> None:
        self.phase = Phase.WHOLE
        super().allContentReceived()
        if self.transport is not None and self.transport.protocol is not self:
            self.stop_watching()
            connections.go(self)

    @override
    def write_last(self, answer: bytes) -> bool:
        self.persistent = 0
        self.setTimeout(None)
        self.transport.write(answer)
        self.transport.loseWriteConnection()
        return True

    # Incoming data.

    @override
    def connectionMade(self) -> None:
        super().connectionMade()
        self.come(self.transport.getPeer().host, self.transport.socket)

    @override
    def connectionLost(self, reason: Any) -> None:
        self.go()
        super().connectionLost(reason)

    @override
    def dataReceived(self, data: bytes) -> None:
        if self.is_for_parser(data):
            try:
                super().dataReceived(data)
            except RequestRefused:
                self.clearLineBuffer()

    @override
    def allHeadersReceived(self) -> None:
        headers = self.requests[-1].requestHeaders.getAllRawHeaders()
        in_small_letters = [(name.lower(), value) for name, values in headers for value in values]
        self.begin_body(RequestHead(self._path, in_small_letters, self._version.removeprefix(b"HTTP/")))
        super().allHeadersReceived()
        if self._transferDecoder is not None:
            self._transferDecoder.dataCallback = self._take_body  # Twisted itself counts nothing

    def _take_body(self, data: bytes) -> None:
        """What has arrived of the body, or of a chunk."""
        if self.length is None and self._transferDecoder.state == "CRLF":  # the state after the end of a chunk
            self.count_chunk()
        self.count_body(len(data))
        self.requests[-1].handleContentChunk(data)

    @override
    def allContentReceived(self) -> None:
        self.end_body()
        # Twisted would parse forms here, in the event loop: 3 MB take seconds, and no code needs it.
        self.requests[-1]._parsePOSTFormSubmission = False  # noqa: SLF001
        if self.requests[-1].requestHeaders.hasHeader(b"Upgrade"):
            self.await_handshake()
        else:
            super().allContentReceived()

    @override
    def requestDone(self, request: Any) -> None:
        """This reads what the client has sent meanwhile, which may be a whole request or the beginning of one."""
        self.phase = Phase.IDLE
        connections.end_answer(self)
        super().requestDone(request)
        if self.phase is Phase.IDLE and self.requests:
            self.expect_head()

    # Outgoing data.

    async def until_clear(self) -> None:
        """Wait while the client has too much of the answer to read, or until it is gone."""
        if self._clear is not None:
            await self._clear.wait()

    @override
    def pauseProducing(self) -> None:
        super().pauseProducing()
        if self._clear is None:
            self._clear = asyncio.Event()
        self._clear.clear()
        self.watch()

    @override
    def resumeProducing(self) -> None:
        self.stop_watching()
        self._note_that_it_moves()
        super().resumeProducing()

    @override
    def stop_watching(self) -> None:
        super().stop_watching()
        if self._clear is not None:
            self._clear.set()

    @override
    def note_unread(self, unread: int) -> None:
        super().note_unread(unread)
        self._note_that_it_moves()

    def _note_that_it_moves(self) -> None:
        """Daphne ends an answer that takes a minute, as if it were whole: never that of a client that reads."""
        for request in self.requests:
            request.request_start = time.monotonic()
