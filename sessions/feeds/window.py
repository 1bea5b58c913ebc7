"""Which dates the feeds hold: a year back, so that nothing vanishes from a calendar at once, and what lies ahead."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from sessions.calendar.shown.entries import Occasion, occasions_between
from sessions.models import Ward

KEPT = relativedelta(months=12)
AHEAD = relativedelta(years=2)


def dates_of(wards: list[Ward] | None) -> list[Occasion]:
    """Those of these wards, or (None) of all, in the order of time."""
    today = timezone.localdate()
    return occasions_between(today - KEPT, today + AHEAD, wards=wards)
