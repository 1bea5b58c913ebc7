"""Closed days that were entered after deadlines were counted: they move them, never to an earlier day.

The calendar's audit says when each was entered, changed or removed; so each deadline is counted anew once, with the
closed days as they were when it was counted and as they are now.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.matters.deadlines import closed_days_of
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.matters.working_days import Days, add_working_days, working_days_between
from sessions.models import WORK_STATES, Change, ClosureKind, Matter, Ward
from sessions.models.matters.transitions import By

type Span = tuple[date, date]


def count_anew(ward: Ward, today: date, *, at_most: int) -> list[str]:
    """Move what later closed days concern, each told in the ward's log. Two queries where there is nothing."""
    last = _changes(ward).order_by("-at").first()
    if last is None:
        return []
    rows = Matter.objects.in_work().filter(ward=ward, counted_at__lt=last.at, clock_from__isnull=False)
    ids = list(rows.order_by("counted_at").values_list("pk", flat=True)[:at_most])
    return [line for matter_id in ids for line in _count_anew(matter_id, today)]


@transaction.atomic
def _count_anew(matter_id: UUID, today: date) -> list[str]:
    matter = lock_matter(matter_id)
    if matter.state not in WORK_STATES or matter.counted_at is None or matter.clock_from is None:
        return [f"left: {matter.number}"]
    if not move_days(matter, today):
        matter.save(update_fields=["counted_at"])
        return [f"counted: {matter.number}"]
    days = (("due_on", matter.due_on), ("acknowledge_by", matter.acknowledge_by))
    take_matter_step(matter, "delay", by=By.CLOCK, told={name: day.isoformat() for name, day in days if day})
    return [f"moved by closed days: {matter.number}"]


def move_days(matter: Matter, today: date) -> bool:
    """Move a locked matter's days by the closed days entered since they were counted; answers whether one changed.

    The caller saves the matter. Call this before counting its days in another way: changes of the calendar up to now
    are not looked at again.
    """
    if matter.counted_at is None or matter.clock_from is None:
        return False
    changes = _changes(matter.ward).filter(at__gt=matter.counted_at).order_by("-at", "-pk")
    now = closed_days_of(matter.ward)
    before = closed_before(now, changes)
    matter.counted_at = timezone.now()
    due_on = _moved(matter.due_on, matter.clock_from, before, now)
    acknowledge_by = matter.acknowledge_by
    if not matter.is_acknowledged:
        acknowledge_by = _moved(matter.acknowledge_by, matter.clock_from, before, now)
    if (due_on, acknowledge_by) == (matter.due_on, matter.acknowledge_by):
        return False
    matter.due_on, matter.acknowledge_by = due_on, acknowledge_by
    if due_on is not None and due_on >= today:
        matter.overdue_stage = 0
    return True


def closed_before(now: Days, later: Iterable[Change]) -> list[Span]:
    """The closed days as they were, from those of now and what was changed since, the last change first."""
    spans = list(now)
    for change in later:
        if (after := _span_of(change.after)) is not None and after in spans:
            spans.remove(after)
        if (before := _span_of(change.before)) is not None:
            spans.append(before)
    return spans


def _span_of(facts: dict[str, Any] | None) -> Span | None:
    if facts is None or facts["kind"] != ClosureKind.CLOSED:
        return None
    return date.fromisoformat(facts["from"]), date.fromisoformat(facts["to"])


def _moved(day: date | None, first: date, before: Days, now: Days) -> date | None:
    """The day with as many working days after the first one as before the change; never earlier than was told."""
    if day is None or day <= first:
        return day
    return max(day, add_working_days(first, working_days_between(first, day, before), now))


def _changes(ward: Ward) -> QuerySet[Change]:
    return Change.objects.filter(Q(ward=None) | Q(ward=ward), subject="closure")
