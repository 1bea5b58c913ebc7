"""Whom the clock tells what, stored once for each kind, complaint or suggestion, and start of its clock.

An alert tells an office of its work, or asks the person who lodged a complaint whether it is done. Messages are written
in the same transaction, by its hearers (sessions/notifications/matter_rounds.py). In a freeze nothing
is told; afterwards, what is still true then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sessions.log.steps.locks import lock_ward
from sessions.matters.resolving.clock.stages import BOROUGH_STAGE
from sessions.models import Matter, MatterAlert, MatterClock, Ward
from sessions.platform.hooks import Hook

MATTER_DUE_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class OfficeAlert:
    """A message to the office about a matter. kind: acknowledge, due_soon, due, overdue or borough."""

    matter: Matter
    kind: str


@Hook
def office_alerted(*, ward: Ward, alerts: Sequence[OfficeAlert], day: date) -> None:
    """Called in the transaction."""


@Hook
def resident_asked(*, matter: Matter, kind: str) -> None:
    """Called in the transaction. kind: claimed or claimed_again."""


@transaction.atomic
def alert_office(ward: Ward, today: date) -> list[str]:
    """Once a day: what its people have to know today and have not been told. Two queries where there is nothing."""
    lock_ward(ward)
    clock, _is_new = MatterClock.objects.get_or_create(ward=ward)
    if clock.alerted_on is not None and clock.alerted_on >= today:
        return []
    clock.alerted_on = today
    clock.save(update_fields=["alerted_on"])
    alerts = _not_told(_due_alerts(ward, today))
    if not alerts:
        return []
    now = timezone.now()
    rows = [
        MatterAlert(matter=each.matter, kind=each.kind, clock_from=each.matter.clock_from, at=now)
        for each in alerts
        if each.matter.clock_from is not None  # as each has, by the query
    ]
    MatterAlert.objects.bulk_create(rows, batch_size=500)
    office_alerted(ward=ward, alerts=alerts, day=today)
    return [f"told the office of ward {ward.number}: {len(alerts)}"]


def _due_alerts(ward: Ward, today: date) -> list[OfficeAlert]:
    to_acknowledge = Q(is_acknowledged=False, acknowledge_by__lte=today)
    rows = Matter.objects.in_work().filter(ward=ward, clock_stopped_on=None, clock_from__isnull=False)
    rows = rows.filter(to_acknowledge | Q(due_on__lte=today + MATTER_DUE_SOON)).order_by("due_on", "number")
    return [OfficeAlert(matter, kind) for matter in rows for kind in kinds_on(matter, today)]


def kinds_on(matter: Matter, today: date) -> list[str]:
    """What is to be told of a matter in work on this day; what a downtime has overtaken is not."""
    kinds = []
    if not matter.is_acknowledged and matter.acknowledge_by is not None and matter.acknowledge_by <= today:
        kinds.append("acknowledge")
    if matter.due_on is None or matter.due_on > today + MATTER_DUE_SOON:
        return kinds
    if matter.due_on > today:
        return [*kinds, "due_soon"]
    if matter.due_on == today:
        return [*kinds, "due"]
    return [*kinds, "overdue", *(["borough"] if matter.overdue_stage >= BOROUGH_STAGE else [])]


def _not_told(alerts: Sequence[OfficeAlert]) -> list[OfficeAlert]:
    told = MatterAlert.objects.filter(matter__in={each.matter.pk for each in alerts})
    known = set(told.values_list("matter", "kind", "clock_from"))
    return [each for each in alerts if (each.matter.pk, each.kind, each.matter.clock_from) not in known]
