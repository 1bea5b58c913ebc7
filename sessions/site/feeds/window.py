"""The dates in the feeds: everything ahead, and a year back, so that no date vanishes from a calendar at once."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from sessions.activities.public.planned import PlannedDay, planned_between
from sessions.chats.calendar.public.entries import Occasion, occasions_between
from sessions.models import Ward

KEPT = relativedelta(months=12)
AHEAD = relativedelta(years=2)


def dates_of(wards: list[Ward] | None) -> list[Occasion]:
    """The dates of these wards, or (None) of all wards, in the order of time."""
    today = timezone.localdate()
    return occasions_between(today - KEPT, today + AHEAD, wards=wards)


def planned_work_of(wards: list[Ward] | None) -> list[PlannedDay]:
    """The planned work in the same window, with what was withdrawn since."""
    today = timezone.localdate()
    return planned_between(today - KEPT, today + AHEAD, today=today, wards=wards, with_off=True)
