"""Asks other programs by HTTP, each request within one time limit as a whole, with an answer of limited size.

Redirects are not followed and no proxy of the environment is used, so that a secret goes to one host only. ask() keeps
no connection: a second answer that nobody asked for would be taken for that of the next request. Where only the status
of an answer counts, keeping_client() keeps them.
"""

import ssl
import threading
import time
from contextlib import suppress
from functools import cache
from typing import Any, override

import httpcore
import httpx

from sessions.platform.database.release import release_connection

NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
"""Errors before the request was sent, where it was surely not taken."""

RETRY_LATER = frozenset({408, 425, 429, 503})
"""Statuses of an answer to a request that was not carried out, and may be repeated later."""


def forget_location(answer: httpx.Response) -> None:
    """Forget the location, for the hooks of a client.

    httpx reads where a redirect leads, also without following it, and raises InvalidURL for an address that is none: as
    if nothing had been sent, and what was taken already would be sent again.
    """
    answer.headers.pop("location", None)


STAYS_THERE = {"response": [forget_location]}

READ_OF_ANSWER = 64 * 1024
"""Bytes of an answer of which only the status counts: a connection is kept where no more come."""


class NotConnected(Exception):
    """Nothing was sent."""


class NoAnswer(Exception):
    """The request was sent, perhaps, and no answer came in time."""


class TooLarge(NoAnswer):
    """An answer came, of more bytes than are read."""


def ask(method: str, url: str, *, seconds: float, largest: int, **request: Any) -> httpx.Response:
    """The whole answer, read. seconds: for the request as a whole, however slowly the answer drips.

    Raises NotConnected, NoAnswer. Neither says where: an address may hold a token.
    """
    release_connection()
    try:
        with (
            _client(seconds, _InTime(seconds)) as client,
            client.stream(method, url, **_plain(request)) as answer,
        ):
            body = _read(answer, largest)
            return httpx.Response(answer.status_code, headers=_without_coding(answer.headers), content=body)
    except NOT_CONNECTED:
        raise NotConnected from None
    except httpx.HTTPError:
        raise NoAnswer from None


def keeping_client(*, seconds: float, keep_idle_s: float) -> httpx.Client:
    """A client for many threads, with as many connections as they need. seconds: for each request as a whole."""
    limits = httpx.Limits(max_connections=None, keepalive_expiry=keep_idle_s)
    return _client(seconds, _InTime(seconds, limits))


def ask_for_status(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    """The answer's status and headers; once they have come, nothing that goes wrong changes them.

    Raises httpx.HTTPError.
    """
    answer = client.send(request, stream=True)
    try:
        with suppress(httpx.HTTPError):
            size = 0
            for piece in answer.iter_raw():
                size += len(piece)
                if size > READ_OF_ANSWER:
                    break
    finally:
        answer.close()
    return answer


def _client(seconds: float, transport: httpx.BaseTransport) -> httpx.Client:
    return httpx.Client(
        timeout=seconds, trust_env=False, follow_redirects=False, event_hooks=STAYS_THERE, transport=transport
    )


def _plain(request: dict[str, Any]) -> dict[str, Any]:
    """A plain body, not compressed: a small body may be a large text."""
    headers = {"Accept-Encoding": "identity", "Connection": "close"}
    return request | {"headers": headers | request.get("headers", {})}


def _read(answer: httpx.Response, largest: int) -> bytes:
    """Read the body as it came: one that is compressed, though nobody asked for that, stays so. Raises TooLarge."""
    body = b""
    for piece in answer.iter_raw():
        body += piece
        if len(body) > largest:
            raise TooLarge
    return body


def _without_coding(headers: httpx.Headers) -> list[tuple[str, str]]:
    told_of_body = {"content-encoding", "content-length", "transfer-encoding"}
    return [(name, value) for name, value in headers.multi_items() if name.lower() not in told_of_body]


class _Deadline(threading.local):
    """Monotonic seconds, for the request of this thread: it is sent and its answer is read in one thread."""

    ends_at = 0.0


class _InTime(httpx.HTTPTransport):
    """Ends each request at a moment: httpx itself only limits how long each piece may take."""

    def __init__(self, seconds: float, limits: httpx.Limits | None = None) -> None:
        super().__init__(verify=_trusted(), trust_env=False, limits=limits or httpx.Limits())
        self._seconds, self._deadline = seconds, _Deadline()
        self._pool._network_backend = _Backend(self._deadline)  # noqa: SLF001 -- there is no other way in

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._deadline.ends_at = time.monotonic() + self._seconds
        return super().handle_request(request)


@cache
def _trusted() -> ssl.SSLContext:
    """Made once: it reads all certificates."""
    return httpx.create_ssl_context(trust_env=False)


class _Backend(httpcore.SyncBackend):
    def __init__(self, deadline: _Deadline) -> None:
        self._deadline = deadline

    @override
    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *rest: Any, **more: Any) -> Any:
        left = _left(self._deadline, timeout, httpcore.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, left, *rest, **more), self._deadline)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout, httpcore.ReadTimeout))

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout, httpcore.WriteTimeout))

    @override
    def close(self) -> None:
        self._stream.close()

    @override
    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:
        left = _left(self._deadline, timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: _Deadline, timeout: float | None, too_late: type[Exception]) -> float:
    left = deadline.ends_at - time.monotonic()
    if left <= 0:
        raise too_late
    return left if timeout is None else min(left, timeout)
