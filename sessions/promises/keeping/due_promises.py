"""Promises that are due and overdue, as plain facts for other programs; no names and no words."""

from datetime import date, timedelta
from typing import Any

from sessions.models import Promise


def due_promises(today: date, *, within_days: int = 0, wards: list[int] | None = None) -> list[dict[str, Any]]:
    """Each promise that is due on the day or earlier, or within so many days after it; the first due first.

    wards: numbers of wards; None for all. Each: number, ward, kind (act, answer, suggestion), state, due_on,
    first_due_on, overdue_days (0 while it is in time), to_adopt (whether its holder has it from an earlier one and has
    not said whether to keep it). Days are days of the city in ISO form.
    """
    rows = Promise.objects.owed().filter(due_on__lte=today + timedelta(days=within_days)).select_related("ward")
    if wards is not None:
        rows = rows.filter(ward__number__in=wards)
    return [_facts(each, today) for each in rows.order_by("due_on", "number")]


def _facts(promise: Promise, today: date) -> dict[str, Any]:
    assert promise.due_on is not None, "what is owed has a day"
    first = promise.first_due_on or promise.due_on
    return {
        "number": promise.number,
        "ward": promise.ward.number,
        "kind": promise.kind,
        "state": promise.state,
        "due_on": promise.due_on.isoformat(),
        "first_due_on": first.isoformat(),
        "overdue_days": max(0, (today - promise.due_on).days),
        "to_adopt": promise.is_to_adopt,
    }
