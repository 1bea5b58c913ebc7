"""Numbers of activities: ward or borough, A, year and serial, such as 95-A-2027-3."""

from datetime import date

from django.db.models import Max

from sessions.models import Activity, Borough, Ward


def activity_number(owner: Ward | Borough, year: int, serial: int) -> str:
    name = owner.number if isinstance(owner, Ward) else owner.code
    return f"{name}-A-{year}-{serial}"


def next_activity_serial(owner: Ward | Borough, day: date) -> int:
    """The next one of the ward or borough in the year of this day. The caller has locked its month log."""
    rows = Activity.objects.filter(year=day.year)
    rows = rows.filter(ward=owner) if isinstance(owner, Ward) else rows.filter(borough=owner)
    return (rows.aggregate(last=Max("serial"))["last"] or 0) + 1
