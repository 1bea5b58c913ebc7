"""uvicorn's HTTP protocol with an end to its patience: requests come in whole, in time and with heads of some size."""

import asyncio
from typing import Any, override

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chatserver.serving.limits import MAX_HEAD_BYTES, REQUEST_WITHIN_S


class PatientHttp(HttpToolsProtocol):
    """uvicorn itself waits for ever, for the first byte of a request as for its last, and takes heads of any size."""

    _overdue: asyncio.TimerHandle | None = None
    _is_head = True
    _head_bytes = 0

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_request()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_head:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("Request head too large.")

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_head, self._head_bytes = True, 0
        self._expect_request()

    @override
    def on_headers_complete(self) -> None:
        self._is_head = False
        super().on_headers_complete()

    @override
    def on_message_complete(self) -> None:
        self._stop_waiting()
        super().on_message_complete()

    @override
    def handle_websocket_upgrade(self) -> None:
        """The transport goes to the socket's protocol; nothing of a request is kept for it."""
        self._stop_waiting()
        super().handle_websocket_upgrade()
        forgotten: Any = None
        self.parser = self.cycle = self.flow = self.scope = self.headers = forgotten

    def _expect_request(self) -> None:
        if self._overdue is None:
            self._overdue = self.loop.call_later(REQUEST_WITHIN_S, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None
