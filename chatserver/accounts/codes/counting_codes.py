"""Tell the public log of each ward, once a month is over, how many codes were printed in it and how many were used.

A month's number and not each use: nobody is to see in a quiet ward who has just signed in with a slip.
"""

from datetime import datetime, timedelta

from django.db import transaction

from chatserver.accounts.models.printed_code import PrintedCode
from sessions.log.audit import CLOCK
from sessions.log.event_form import tag_of
from sessions.log.events.staff import CodesCounted
from sessions.log.months.current import append_to_month, current_month_log, month_of_moment
from sessions.models import Event, Ward
from sessions.platform.clock.city_zone import city_moment

LOOKED_BACK = timedelta(days=366)
"""Older months are told no longer; a server that stands still for a year has other cares."""

type Months = dict[tuple[int, str], list[int]]
"""Counts by month, by the id of a ward and the first day of a month: how many were printed, and how many used."""


def tell_counted_codes(now: datetime) -> list[str]:
    """What is not told yet; answers of which wards and months. Two queries where nothing is due; safe to run twice."""
    counted = _count(now)
    wanted = counted.keys() - _told() if counted else set()
    return [
        f"told the printed codes of {ward} in {month}" for ward, month in sorted(wanted) if _tell(ward, month, counted)
    ]


def _count(now: datetime) -> Months:
    until = city_moment(month_of_moment(now))
    found: Months = {}
    for place, rows in enumerate(
        (
            PrintedCode.objects.filter(batch__made_at__gte=until - LOOKED_BACK, batch__made_at__lt=until).values_list(
                "batch__ward", "batch__made_at"
            ),
            PrintedCode.objects.filter(used_at__gte=until - LOOKED_BACK, used_at__lt=until, is_void=False).values_list(
                "batch__ward", "used_at"
            ),
        )
    ):
        for ward, at in rows:
            assert at is not None, "the query asks for it"
            found.setdefault((ward, month_of_moment(at).isoformat()), [0, 0])[place] += 1
    return found


def _told(ward: int | None = None) -> set[tuple[int, str]]:
    rows = Event.objects.filter(type=tag_of(CodesCounted), stream__month_log__isnull=False)
    if ward is not None:
        rows = rows.filter(stream__month_log__ward=ward)
    return set(rows.values_list("stream__month_log__ward", "body__month"))


@transaction.atomic
def _tell(ward_id: int, month: str, counted: Months) -> bool:
    """The ward's log is locked first: another process may have told it meanwhile."""
    ward = Ward.objects.get(pk=ward_id)
    current_month_log(ward)
    if (ward_id, month) in _told(ward_id):
        return False
    printed, used = counted[ward_id, month]
    append_to_month(ward, CodesCounted(month=month, printed=printed, used=used), actor=CLOCK)
    return True
