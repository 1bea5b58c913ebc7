"""Numbers of promises: ward, P, year and serial, such as 95-P-2027-12; pure but for the next one."""

from datetime import date

from django.db.models import Max

from sessions.models import Promise, Ward
from sessions.platform.text.text_input import match_number, number_pattern

_WRITTEN = number_pattern("([0-9]{1,3})", "[Pp]", "([0-9]{4})", "([0-9]{1,7})")


def promise_number(ward: int, year: int, serial: int) -> str:
    return f"{ward}-P-{year}-{serial}"


def read_promise_number(words: str) -> str | None:
    """The number as it is stored, from digits of any script and any dashes; None where it cannot be one."""
    found = match_number(_WRITTEN, words)
    return promise_number(int(found[1]), int(found[2]), int(found[3])) if found else None


def next_promise_serial(ward: Ward, day: date) -> int:
    """The next one of the ward in the year of this day. The caller has locked the ward's month log."""
    last = Promise.objects.filter(ward=ward, year=day.year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1
