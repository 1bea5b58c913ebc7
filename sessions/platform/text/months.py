"""Months, each as its first day, and the years with pages; pure."""

import re
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""The years with pages; the limits stop a crawler from following "next" for ever."""

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")


def first_of(year: int, month: int) -> date:
    """The month's first day. Raises ValueError for a month without a page."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no calendar is kept for the year {year}")
    return date(year, month, 1)


def read_year_and_month(written: str) -> date | None:
    """The first day of a month written as 2027-01, in ASCII digits; None for anything else."""
    found = _WRITTEN.fullmatch(written)
    try:
        return first_of(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def read_year(written: str) -> int | None:
    """A year with pages, in ASCII digits; None for anything else."""
    is_year = written.isascii() and written.isdigit() and len(written) <= len(str(LAST_YEAR))
    return int(written) if is_year and FIRST_YEAR <= int(written) <= LAST_YEAR else None


def next_month(day: date) -> date:
    """The first day of the month after the one with this day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_before(day: date) -> date:
    """The first day of the month before the one with this day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
