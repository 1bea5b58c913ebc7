"""Events in the ward's log that say how many support a complaint or suggestion: at most one an hour for each."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, Q, QuerySet

from sessions.log.events.months import MatterSupported
from sessions.matters.steps import append_about, lock_matter
from sessions.models import SHOWN_STATES, Matter
from sessions.models.matters.transitions import By
from sessions.platform.database.prepared_query import Given, PreparedQuery

APART = timedelta(hours=1)
MOST_AT_ONCE = 50


def log_support(now: datetime) -> list[str]:
    """Append the numbers that have changed, the oldest change first; answers a line for each. Safe to run twice."""
    due = _due_query.rows(told_before=now - APART)
    return [f"told the support of {number}" for pk in due if (number := _tell(pk, now))]


def _due() -> "QuerySet[Matter, UUID]":
    waited = Q(support_told_at=None) | Q(support_told_at__lte=Given("told_before", DateTimeField()))
    rows = Matter.objects.exclude(support=F("support_told")).filter(waited, state__in=SHOWN_STATES)
    return rows.order_by(F("support_told_at").asc(nulls_first=True)).values_list("pk", flat=True)[:MOST_AT_ONCE]


_due_query = PreparedQuery(_due)


@transaction.atomic
def _tell(pk: UUID, now: datetime) -> str:
    """The number; blank where another clock was faster."""
    matter = lock_matter(pk)
    if matter.support == matter.support_told or not matter.is_shown:
        return ""
    append_about(matter, MatterSupported(id=str(matter.pk), number=matter.number, support=matter.support), by=By.CLOCK)
    Matter.objects.filter(pk=matter.pk).update(support_told=matter.support, support_told_at=now)
    return matter.number
