"""What a client asks of the list of requests, read from the address; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Self

from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.moments import read_moment
from sessions.matters.matter_numbers import read_matter_number

SPAN = timedelta(days=90)
MOST_AT_ONCE = 1000
MOST_NUMBERS = 1000
LAST_PAGE = 100_000
STATUSES = ("open", "closed")
SLUG = re.compile(r"[a-zA-Z0-9_-]{1,32}")
"""What can be the code of a service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingQuery:
    """The query of a list of requests.

    numbers: of the requests that are asked for; they override all else, and None asks for no certain ones.

    since, until: by when it was lodged; None for any time. changed_after, changed_before: by when it was changed last,
    None where that is not asked. codes: of services, all of them unless asks_for_codes. status: open, closed
    or None for both.
    """

    numbers: tuple[str, ...] | None
    codes: tuple[str, ...]
    asks_for_codes: bool
    since: datetime | None
    until: datetime | None
    changed_after: datetime | None
    changed_before: datetime | None
    status: str | None
    page: int
    page_size: int

    @classmethod
    def of(cls, query: Mapping[str, str], now: datetime) -> Self:
        """Raises ServiceError. Unknown parameters are left alone: clients add their own."""
        numbers = _numbers(query)
        filters = query if numbers is None else {}
        changed_after, changed_before = _changed(filters)
        since, until = _span(filters, now, is_bounded=changed_after is None and changed_before is None)
        return cls(
            numbers=numbers,
            codes=tuple(code for code in _list(filters, "service_code") if SLUG.fullmatch(code)),
            asks_for_codes=bool(_list(filters, "service_code")),
            since=since,
            until=until,
            changed_after=changed_after,
            changed_before=changed_before,
            status=_status(filters),
            page=_count(query, "page", 1, LAST_PAGE),
            page_size=_count(query, "page_size", MOST_AT_ONCE, MOST_AT_ONCE),
        )

    @property
    def asks_for_changes(self) -> bool:
        return self.changed_after is not None or self.changed_before is not None

    @property
    def begin(self) -> int:
        return (self.page - 1) * self.page_size


def _list(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in query.get(name, "").split(",") if each.strip())


def _numbers(query: Mapping[str, str]) -> tuple[str, ...] | None:
    """Words that cannot be a number find nothing, as a number that does not exist."""
    asked = _list(query, "service_request_id")
    if len(asked) > MOST_NUMBERS:
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"service_request_id: at most {MOST_NUMBERS} at once.")
    return tuple(number for each in asked if (number := read_matter_number(each))) if asked else None


def _changed(query: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """An extension that many servers have: copies elsewhere ask for what has changed since they asked last."""
    after, before = query.get("updated_after", "").strip(), query.get("updated_before", "").strip()
    return (
        read_moment("updated_after", after) if after else None,
        read_moment("updated_before", before, is_end=True) if before else None,
    )


def _span(query: Mapping[str, str], now: datetime, *, is_bounded: bool) -> tuple[datetime | None, datetime | None]:
    """The span of time. Without dates the last ninety days; with one of them, ninety days from or up to it.

    is_bounded: False where another filter bounds the list, and no dates mean any time.
    """
    start, end = query.get("start_date", "").strip(), query.get("end_date", "").strip()
    since = read_moment("start_date", start) if start else None
    until = read_moment("end_date", end, is_end=True) if end else None
    if not (start or end or is_bounded):
        return None, None
    try:
        until = until or (since + SPAN if since else now)
        since = since or until - SPAN
    except OverflowError:
        raise ServiceError(HTTPStatus.BAD_REQUEST, "start_date or end_date lies too far away.") from None
    if since > until:
        raise ServiceError(HTTPStatus.BAD_REQUEST, "start_date comes after end_date.")
    if until - since > SPAN + timedelta(days=1):
        raise ServiceError(HTTPStatus.BAD_REQUEST, "start_date and end_date may lie at most 90 days apart.")
    return since, until


def _status(query: Mapping[str, str]) -> str | None:
    asked = {each.lower() for each in _list(query, "status")}
    if asked - set(STATUSES):
        raise ServiceError(HTTPStatus.BAD_REQUEST, "status is open or closed.")
    return asked.pop() if len(asked) == 1 else None


def _count(query: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    written = query.get(name, "").strip()
    if not written:
        return otherwise
    if not (written.isascii() and written.isdigit() and len(written) <= 6 and 1 <= int(written) <= most):
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"{name} is a whole number from 1 to {most}.")
    return int(written)
