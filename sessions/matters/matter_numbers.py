"""Numbers of complaints and suggestions: ward, year and serial, such as 95-2027-0143; pure but for the next one."""

from datetime import date

from django.db.models import BigIntegerField, IntegerField

from sessions.log.steps.locks import lock_ward
from sessions.models import Matter, Ward
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.text.text_input import match_number, number_pattern

_WRITTEN = number_pattern("([0-9]{1,3})", "([0-9]{4})", "([0-9]{1,7})")


def matter_number(ward: int, year: int, serial: int) -> str:
    return f"{ward}-{year}-{serial:04}"


def read_matter_number(words: str) -> str | None:
    """The number as it is stored, from digits of any script and any dashes; None where it cannot be one."""
    found = match_number(_WRITTEN, words)
    return matter_number(int(found[1]), int(found[2]), int(found[3])) if found else None


def next_serial(ward: Ward, day: date) -> int:
    """The next one of the ward in the year of this day. The ward stays locked until the transaction ends."""
    lock_ward(ward)
    last: int | None = _last_query.first(ward=ward.pk, year=day.year)
    return (last or 0) + 1


_last_query = PreparedQuery(
    lambda: (
        Matter.objects.filter(ward=Given("ward", BigIntegerField()), year=Given("year", IntegerField()))
        .order_by("-serial")
        .values_list("serial", flat=True)[:1]
    )
)
