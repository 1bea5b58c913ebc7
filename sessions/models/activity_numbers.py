"""Numbers of activities: ward or borough, A, year and serial, such as 95-A-2027-3."""

from datetime import date

from django.db.models import Max

from sessions.models import Activity, Borough, Ward
from sessions.platform.text.text_input import match_number, number_pattern

_WRITTEN = number_pattern("([0-9A-Za-z]{1,8})", "[Aa]", "([0-9]{4})", "([0-9]{1,7})")


def activity_number(owner: Ward | Borough, year: int, serial: int) -> str:
    name = owner.number if isinstance(owner, Ward) else owner.code
    return f"{name}-A-{year}-{serial}"


def read_activity_number(words: str) -> str | None:
    """The number as it is stored, from digits of any script and any dashes; None where it cannot be one."""
    found = match_number(_WRITTEN, words)
    if found is None:
        return None
    owner = str(int(found[1])) if found[1].isdigit() else found[1].upper()
    return f"{owner}-A-{int(found[2])}-{int(found[3])}"


def next_activity_serial(owner: Ward | Borough, day: date) -> int:
    """The next one of the ward or borough in the year of this day. The caller has locked its month log."""
    rows = Activity.objects.filter(year=day.year)
    rows = rows.filter(ward=owner) if isinstance(owner, Ward) else rows.filter(borough=owner)
    return (rows.aggregate(last=Max("serial"))["last"] or 0) + 1
