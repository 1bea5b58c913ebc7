"""What is planned, for the calendar and its feeds: a whole day each, with what may be said of it today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sessions.activities.public.facts import ACTIVITY_RELATIONS, PublicActivity
from sessions.chats.calendar.lifecycle.freezes import Freezes
from sessions.models import Activity, ActivityState, Ward


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day for which an activity is planned.

    is_off: it was withdrawn after it had been public; calendars take it away then.
    """

    facts: PublicActivity
    is_off: bool

    @property
    def id(self) -> UUID:
        return self.facts.activity.pk

    @property
    def day(self) -> date:
        return self.facts.activity.on_day

    @property
    def changed_at(self) -> datetime:
        return self.facts.activity.changed_at

    @property
    def terms(self) -> list[str]:
        """Terms for the categories of a calendar: what it is about, in the reader's language."""
        category = self.facts.activity.category
        return [category.name] if category is not None and not self.facts.is_hidden else []


def planned_between(
    from_on: date, before_on: date, *, today: date, wards: Collection[Ward] | None = None, with_off: bool = False
) -> list[PlannedDay]:
    """Work planned for these days (before_on excluded), in the order of days; one query, or two.

    wards: only theirs and their boroughs'; None for all. with_off: withdrawn work, too.
    """
    rows = Activity.objects.filter(is_planned=True, published_at__isnull=False, on_day__gte=from_on)
    rows = rows.filter(on_day__lt=before_on)
    rows = rows if with_off else rows.public()
    if wards is not None:
        boroughs = {ward.borough_id for ward in wards if ward.borough_id is not None}
        rows = rows.filter(Q(ward__in=wards) | Q(borough__in=boroughs))
    found = list(rows.select_related(*ACTIVITY_RELATIONS).order_by("on_day", "number"))
    if not found:
        return []
    freezes = Freezes(today)
    return [
        PlannedDay(PublicActivity(each, freezes.of(each), today), each.state == ActivityState.WITHDRAWN)
        for each in found
    ]
