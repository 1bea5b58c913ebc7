"""Reads how long another program's answer asks us to wait (Retry-After, RFC 9110, 10.2.3); pure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MOST_DIGITS_OF_SECONDS = 11


def read_retry_after(written: str, now: datetime) -> timedelta | None:
    """Read the header from seconds or an HTTP date, which may be past: then it is negative. None for anything else."""
    written = written.strip()
    if written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS_OF_SECONDS:
        return timedelta(seconds=int(written))
    try:
        return with_zone(parsedate_to_datetime(written)) - now
    except (ValueError, OverflowError):
        return None


def with_zone(moment: datetime) -> datetime:
    """HTTP's moments are those of UTC, said or not."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
