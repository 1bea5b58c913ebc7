"""Reads what another program answers: JSON, whatever its shape and character set. XML is not read; pure."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from chatserver.outside.open311.client.outcomes import Numbered, RemoteStatus, Tokened

LONGEST_NUMBER = 200
LONGEST_NOTES = 1000
STATUSES = ("open", "closed")

type Row = dict[str, Any]


class UnreadableAnswer(Exception):
    """The answer is no list of requests in JSON."""


def read_request_rows(body: bytes) -> list[Row]:
    """The requests in an answer: a bare list, or one below service_requests. Raises UnreadableAnswer."""
    try:
        answer = json.loads(_decode(body))
    except (ValueError, RecursionError):
        raise UnreadableAnswer from None
    if isinstance(answer, dict):
        answer = answer.get("service_requests", answer.get("service_request", [answer]))
    if isinstance(answer, dict):
        answer = answer.get("request", [answer])
    if not isinstance(answer, list):
        raise UnreadableAnswer
    return [row for row in answer if isinstance(row, dict)]


def taken_from(rows: Sequence[Row]) -> Numbered | Tokened | None:
    """The number or the token of what was posted; None where it has neither."""
    number = next((found for row in rows if (found := _word(row, "service_request_id"))), "")
    token = next((found for row in rows if (found := _word(row, "token"))), "")
    if number:
        return Numbered(number)
    return Tokened(token) if token else None


def find_ours(rows: Iterable[Row], our_number: str) -> str | None:
    """The number of the request in whose description ours stands, whole."""
    ours = re.compile(rf"(?<![0-9-]){re.escape(our_number)}(?![0-9-])")
    for row in rows:
        number, words = _word(row, "service_request_id"), row.get("description")
        if number and isinstance(words, str) and ours.search(words):
            return number
    return None


def read_remote_status(rows: Iterable[Row], number: str) -> RemoteStatus | None:
    for row in rows:
        status = _word(row, "status").lower()
        if _word(row, "service_request_id") == number and status in STATUSES:
            notes = row.get("status_notes")
            return RemoteStatus(status, notes[:LONGEST_NOTES] if isinstance(notes, str) else "")
    return None


def _word(row: Row, name: str) -> str:
    """A number or a token as text; blank where it is none, or too long to be one."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    word = str(value).strip()
    return word if len(word) <= LONGEST_NUMBER and word.isprintable() else ""


def _decode(body: bytes) -> str:
    """UTF-8, as the specification says, otherwise Latin-1, which some send."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")
