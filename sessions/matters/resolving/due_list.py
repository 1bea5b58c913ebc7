"""What is due and overdue, as plain facts for other programs; no names and no words of residents."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from sessions.matters.deadlines import closed_days_of
from sessions.matters.resolving.assigning import office_people_of
from sessions.matters.resolving.clock.stages import stage_on
from sessions.matters.working_days import Days, working_days_between
from sessions.models import Matter

FORMAT = "councillor-live-chat/due/1"
"""Fields may be added under this name; none is changed or taken away."""


def due_document(today: date, *, within_days: int = 0, wards: list[int] | None = None) -> dict[str, Any]:
    """{"format", "day", "within_days", "matters"}: each matter that is due on the day or earlier, or within so many
    days after it, and each that has to be acknowledged by then; the first due first.

    wards: numbers of wards; None for all. Each matter: number, ward, kind, category (its slug), state, due_on,
    first_due_on, acknowledge_by (None once it is acknowledged), overdue ({"days", "working_days"}, 0 while it is in
    time), stage (0 to 3), assigned (councillor, delegate, official, clerk; blank for nobody). Days are days of the city
    in ISO form. What waits for a resident's answer has a clock that stands still, and is not listed.
    """
    until = today + timedelta(days=within_days)
    rows = Matter.objects.in_work().filter(clock_stopped_on=None).select_related("ward", "category")
    rows = rows.filter(Q(due_on__lte=until) | Q(is_acknowledged=False, acknowledge_by__lte=until))
    if wards is not None:
        rows = rows.filter(ward__number__in=wards)
    found = list(rows.order_by("due_on", "number"))
    owners = list({matter.ward_id: matter.ward for matter in found}.values())
    people = office_people_of(owners)
    closed = {ward.pk: closed_days_of(ward) for ward in owners}
    matters = [
        _facts(each, today, closed[each.ward_id]) | {"assigned": people.role_of(each.ward_id, each.assigned_to_id)}
        for each in found
    ]
    return {"format": FORMAT, "day": today.isoformat(), "within_days": within_days, "matters": matters}


def _facts(matter: Matter, today: date, closed: Days) -> dict[str, Any]:
    over = max(0, (today - matter.due_on).days) if matter.due_on is not None else 0
    working = working_days_between(matter.due_on, today, closed) if matter.due_on is not None and over else 0
    return {
        "number": matter.number,
        "ward": matter.ward.number,
        "kind": matter.kind,
        "category": matter.category.slug,
        "state": matter.state,
        "due_on": _iso(matter.due_on),
        "first_due_on": _iso(matter.first_due_on),
        "acknowledge_by": None if matter.is_acknowledged else _iso(matter.acknowledge_by),
        "overdue": {"days": over, "working_days": working},
        "stage": max(matter.overdue_stage, min(1, stage_on(matter.due_on, today, closed))),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
