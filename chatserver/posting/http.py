"""Asks a service by HTTP: one request for each connection, within one time limit, with a small answer in JSON.

Redirects are not followed and no proxy of the environment is used, so that a token goes to one host only. Connections
are not kept: a second answer that nobody asked for would be taken for that of the next request.
"""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, override

import httpcore
import httpx

LARGEST = 512 * 1024
"""Bytes of an answer that are read."""

LONGEST_WAIT = timedelta(days=1)
USUAL_WAIT = timedelta(minutes=15)
NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
"""Errors before the request was sent, where it was surely not taken."""


class NotConnected(Exception):
    """Nothing was sent."""


class NoAnswer(Exception):
    """It was sent, perhaps. The message is one of our reasons."""


@dataclass(frozen=True, slots=True)
class Answer:
    """told: the JSON object of the body; None where there is none that can be read."""

    status: int
    told: dict[str, Any] | None
    rows: list[Any] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return httpx.codes.is_success(self.status)

    @property
    def is_trouble(self) -> bool:
        """The service may have done what it was asked before it failed, or a proxy before it answered otherwise."""
        return self.status >= 500 or self.status in {408, 425} or 300 <= self.status < 400

    def dig(self, *names: str) -> Any:
        """A value inside of the object; None where it is missing."""
        found: Any = self.told
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def word(self, *names: str) -> str:
        """A name or a number there, as text; blank where it is none, or too long."""
        found = self.dig(*names)
        if isinstance(found, bool) or not isinstance(found, str | int):
            return ""
        word = str(found)
        return word if len(word) <= 200 and word.isprintable() else ""


class Caller:
    """Requests to one service. timeout: seconds for each request as a whole, however slowly the answer drips."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout

    def ask(self, method: str, url: str, **request: Any) -> Answer:
        """Raises NotConnected, NoAnswer. Neither says where: an address may hold a token."""
        ends_at = time.monotonic() + self._timeout
        try:
            with (
                httpx.Client(
                    timeout=self._timeout,
                    trust_env=False,
                    follow_redirects=False,
                    transport=_InTime(ends_at),
                ) as client,
                client.stream(method, url, **_plain(request)) as answer,
            ):
                return _answer(answer, _read(answer))
        except NOT_CONNECTED:
            raise NotConnected from None
        except httpx.HTTPError:
            raise NoAnswer("no_answer") from None


def wait_of(answer: Answer, now: datetime) -> timedelta:
    """How long the service asks us to wait: Retry-After, or a moment in one of the headers for limits."""
    headers = answer.headers
    asked = _seconds(headers.get("retry-after", ""), now)
    for name in ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"):
        asked = _seconds(headers.get(name, ""), now, is_moment=True) if asked is None else asked
    return USUAL_WAIT if asked is None else max(timedelta(seconds=1), min(asked, LONGEST_WAIT))


def _seconds(written: str, now: datetime, *, is_moment: bool = False) -> timedelta | None:
    """From seconds, seconds since 1970, an HTTP date or an ISO moment."""
    written = written.strip()
    if written.isascii() and written.isdecimal() and len(written) <= 11:
        number = int(written)
        return timedelta(seconds=number - now.timestamp() if is_moment else number)
    try:
        moment = datetime.fromisoformat(written) if is_moment else parsedate_to_datetime(written)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now


def _plain(request: dict[str, Any]) -> dict[str, Any]:
    """Not compressed: a small body may be a large text."""
    headers = {"Accept-Encoding": "identity", "Connection": "close", "Accept": "application/json"}
    return request | {"headers": headers | request.get("headers", {})}


def _read(answer: httpx.Response) -> bytes:
    body = b""
    for piece in answer.iter_raw():
        body += piece
        if len(body) > LARGEST:
            raise NoAnswer("unreadable")
    return body


def _answer(answer: httpx.Response, body: bytes) -> Answer:
    """What follows the first JSON value is not read: some services answer twice."""
    try:
        told, _end = json.JSONDecoder().raw_decode(body.decode("utf-8-sig").lstrip())
    except (ValueError, RecursionError):
        told = None
    rows = told if isinstance(told, list) else []
    return Answer(answer.status_code, told if isinstance(told, dict) else None, rows, dict(answer.headers))


class _InTime(httpx.HTTPTransport):
    """Ends all reading and writing at a moment: httpx itself only limits how long each piece may take."""

    def __init__(self, ends_at: float) -> None:
        super().__init__(verify=_trusted(), trust_env=False)
        self._pool._network_backend = _Backend(ends_at)  # noqa: SLF001 -- there is no other way in


@cache
def _trusted() -> ssl.SSLContext:
    """Made once: it reads all certificates."""
    return httpx.create_ssl_context(trust_env=False)


class _Backend(httpcore.SyncBackend):
    def __init__(self, ends_at: float) -> None:
        self._ends_at = ends_at

    @override
    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *rest: Any, **more: Any) -> Any:
        left = _left(self._ends_at, timeout, httpcore.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, left, *rest, **more), self._ends_at)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, ends_at: float) -> None:
        self._stream, self._ends_at = stream, ends_at

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._ends_at, timeout, httpcore.ReadTimeout))

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._ends_at, timeout, httpcore.WriteTimeout))

    @override
    def close(self) -> None:
        self._stream.close()

    @override
    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:
        left = _left(self._ends_at, timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._ends_at)

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends_at: float, timeout: float | None, too_late: type[Exception]) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise too_late
    return left if timeout is None else min(left, timeout)
