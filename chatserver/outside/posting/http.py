"""Asks a service by HTTP, with a small answer in JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from chatserver import web_client
from chatserver.retry_after import MOST_DIGITS_OF_SECONDS, read_retry_after, with_zone

LARGEST = 512 * 1024
"""Bytes of an answer that are read."""

LONGEST_RETRY_AFTER = timedelta(days=1)
USUAL_WAIT = timedelta(minutes=15)


class NoUsableAnswer(Exception):
    """The request was sent, perhaps, without a usable answer. The message is one of our reasons."""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """The answer of a service.

    told: the JSON object of the body; rows: its list; None where there is none that can be read.
    """

    status: int
    told: dict[str, Any] | None
    rows: list[Any] | None = None
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

    def number(self, *names: str) -> int | None:
        """A whole number there, of up to nine digits."""
        found = self.dig(*names)
        is_number = isinstance(found, int) and not isinstance(found, bool) and abs(found) < 10**9
        return found if is_number else None

    def word(self, *names: str) -> str:
        """A name or a number there, as text; blank where it is none, or too long."""
        found = self.dig(*names)
        if isinstance(found, bool) or not isinstance(found, str | int):
            return ""
        word = str(found)
        return word if len(word) <= 200 and word.isprintable() else ""


class ServiceCaller:
    """Requests to one service. timeout: seconds for each request as a whole, however slowly the answer drips."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout

    def ask(self, method: str, url: str, **request: Any) -> ServiceAnswer:
        """Raises NotConnected, NoUsableAnswer. Neither says where: an address may hold a token."""
        headers = {"Accept": "application/json"} | request.pop("headers", {})
        try:
            answer = web_client.ask(method, url, seconds=self._timeout, largest=LARGEST, headers=headers, **request)
        except web_client.TooLarge:
            raise NoUsableAnswer("unreadable") from None
        except web_client.NoAnswer:
            raise NoUsableAnswer("no_answer") from None
        return _answer(answer, answer.content)


def wait_of(answer: ServiceAnswer, now: datetime) -> timedelta:
    """How long the service asks us to wait: Retry-After, or a moment in one of the headers for limits."""
    headers = answer.headers
    asked = read_retry_after(headers.get("retry-after", ""), now)
    for name in ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"):
        asked = _until(headers.get(name, ""), now) if asked is None else asked
    return USUAL_WAIT if asked is None else max(timedelta(seconds=1), min(asked, LONGEST_RETRY_AFTER))


def _until(written: str, now: datetime) -> timedelta | None:
    """Read the waiting time from seconds since 1970 or an ISO moment."""
    written = written.strip()
    if written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS_OF_SECONDS:
        return timedelta(seconds=int(written) - now.timestamp())
    try:
        return with_zone(datetime.fromisoformat(written)) - now
    except (ValueError, OverflowError):
        return None


def _answer(answer: httpx.Response, body: bytes) -> ServiceAnswer:
    """What follows the first JSON value is not read: some services answer twice."""
    try:
        told, _end = json.JSONDecoder().raw_decode(body.decode("utf-8-sig").lstrip())
    except (ValueError, RecursionError):
        told = None
    rows = told if isinstance(told, list) else None
    return ServiceAnswer(answer.status_code, told if isinstance(told, dict) else None, rows, dict(answer.headers))
