"""Moments as GeoReport v2 writes them: ISO 8601 (W3C) with the zone. Pure but for the city's zone."""

import re
from datetime import date, datetime, time, timedelta
from http import HTTPStatus

from chatserver.outside.open311.server.errors import ServiceError
from sessions.platform.clock.city_zone import city_moment, city_zone

LONGEST = 40
_PLUS_AS_BLANK = re.compile(r"(T[0-9:.]+) ([0-9]{2}:?[0-9]{2})")
"""A client that did not escape the plus sign of the zone: in an address it means a blank."""


def write_moment(at: datetime | None) -> str | None:
    """Write a moment to the second, in the city's zone."""
    return at.astimezone(city_zone()).isoformat(timespec="seconds") if at is not None else None


def write_end_of_day(day: date | None) -> str | None:
    return write_moment(city_moment(day, time(23, 59, 59))) if day is not None else None


def read_moment(name: str, written: str, *, is_end: bool = False) -> datetime:
    """A moment, or a day. Without a zone it is meant in the city's. is_end: a day means its end.

    Raises ServiceError.
    """
    if len(written) > LONGEST:
        raise _unreadable(name)
    text = _PLUS_AS_BLANK.sub(r"\1+\2", written.strip())
    try:
        at = datetime.fromisoformat(text)
        if len(text) <= len("2027-01-01") and is_end:
            at += timedelta(days=1, microseconds=-1)
        at = at if at.tzinfo is not None else at.replace(tzinfo=city_zone())
        at.astimezone(city_zone())  # near the first and the last year there may be no such moment
    except (ValueError, OverflowError):
        raise _unreadable(name) from None
    return at


def _unreadable(name: str) -> ServiceError:
    return ServiceError(
        HTTPStatus.BAD_REQUEST, f"{name} is not a moment in ISO 8601, such as 2027-01-31T09:00:00+05:30."
    )
