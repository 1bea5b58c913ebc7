"""Asks another office's program: one request each, answered by what came of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from chatserver import web_client
from chatserver.config.open311_receivers import Receiver
from chatserver.outside.open311.client.answers import (
    Row,
    UnreadableAnswer,
    find_ours,
    read_remote_status,
    read_request_rows,
    taken_from,
)
from chatserver.outside.open311.client.outcomes import LodgingOutcome, NotLodged, Numbered, PerhapsLodged, RemoteStatus
from chatserver.web_client import RETRY_LATER

MULTIPLE_CHOICES, BAD_REQUEST, SERVER_ERROR = 300, 400, 500
LARGEST = 2 * 1024 * 1024
"""Bytes of an answer that are read."""

MOST_PAGES = 10


class AskingFailed(Exception):
    """A question failed that may be asked again. The message is a few words of our own."""


class Calls:
    """The requests to one receiver; each may take its timeout_seconds, however slowly the answer drips."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def post(self, fields: Mapping[str, str]) -> LodgingOutcome:
        """Lodge it there."""
        told = {"api_key": self._receiver.key, **self._jurisdiction(), **fields}
        try:
            status, body = self._ask("POST", "requests.json", data=told)
        except web_client.NotConnected:
            return NotLodged("no connection", may_retry=True)
        except web_client.NoAnswer:
            return PerhapsLodged("no answer")
        return _judge(status, body)

    def find_number(self, our_number: str, since: datetime, until: datetime) -> str | None:
        """The number of the request with ours in its description, among those lodged then. Raises AskingFailed."""
        span = {"start_date": _moment(since), "end_date": _moment(until)}
        seen: list[Row] = []
        for page in range(1, MOST_PAGES + 1):
            rows = self._rows("requests.json", span | {"page": str(page)})
            if not rows or rows == seen:  # the last page, or a program that knows no pages
                return None
            found = find_ours(rows, our_number)
            if found is not None:
                return found
            seen = rows
        return None

    def number_of_token(self, token: str) -> str | None:
        """None as long as it has no number. Raises AskingFailed."""
        taken = taken_from(self._rows(f"tokens/{quote(token, safe='')}.json", {}))
        return taken.number if isinstance(taken, Numbered) else None

    def remote_status(self, number: str) -> RemoteStatus | None:
        """Raises AskingFailed."""
        return read_remote_status(self._rows(f"requests/{quote(number, safe='')}.json", {}), number)

    def _rows(self, path: str, query: Mapping[str, str]) -> list[Row]:
        try:
            status, body = self._ask("GET", path, params={**self._jurisdiction(), **query})
            if status != HTTPStatus.OK:
                raise AskingFailed(f"answered {status}")
            return read_request_rows(body)
        except web_client.TooLarge:
            raise AskingFailed("answered too much") from None
        except (web_client.NotConnected, web_client.NoAnswer):
            raise AskingFailed("no answer") from None
        except UnreadableAnswer:
            raise AskingFailed("answered in another form") from None

    def _ask(self, method: str, path: str, **request: Mapping[str, str]) -> tuple[int, bytes]:
        """The status and the body. request: data or params. Raises NotConnected and NoAnswer of web_client."""
        address = f"{self._receiver.url.rstrip('/')}/{path}"
        seconds = self._receiver.timeout_seconds
        answer = web_client.ask(method, address, seconds=seconds, largest=LARGEST, **request)
        return answer.status_code, answer.content

    def _jurisdiction(self) -> dict[str, str]:
        return {"jurisdiction_id": self._receiver.jurisdiction} if self._receiver.jurisdiction else {}


def _judge(status: int, body: bytes) -> LodgingOutcome:
    if BAD_REQUEST <= status < SERVER_ERROR or status in RETRY_LATER:
        return NotLodged(f"answered {status}", may_retry=status in RETRY_LATER)
    if status >= MULTIPLE_CHOICES:
        return PerhapsLodged(f"answered {status}")
    try:
        return taken_from(read_request_rows(body)) or PerhapsLodged("answered without a number")
    except UnreadableAnswer:
        return PerhapsLodged("answered in another form")


def search_span(asked_at: datetime, now: datetime) -> tuple[datetime, datetime]:
    """The span of time in which their clock may have seen it; never more than the ninety days that may be asked for."""
    return asked_at - timedelta(days=1), min(now + timedelta(days=1), asked_at + timedelta(days=80))


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
