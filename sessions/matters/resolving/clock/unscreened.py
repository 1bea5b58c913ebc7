"""Tells a ward's moderators when the oldest complaint or suggestion has waited too long for their decision.

Once when it has waited for SCREENING_ALERT_HOURS, and once more at three times that. What the message says is counted
when it is sent, so that one message serves for all that wait.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sessions.log.steps.locks import lock_ward
from sessions.models import Matter, MatterAlert, Ward
from sessions.models.matters.matter import MatterQuerySet
from sessions.platform.hooks import Hook

STAGES = {"unscreened": 1, "unscreened_long": 3}
"""The kinds of alerts, with after how many times the hours each is due."""


@Hook
def moderators_alerted(*, ward: Ward, now: datetime) -> None:
    """Called in the transaction."""


def hours_allowed() -> timedelta:
    return timedelta(hours=settings.SCREENING_ALERT_HOURS)


def waiting_too_long(ward: Ward, now: datetime) -> MatterQuerySet:
    """The oldest first."""
    rows = Matter.objects.to_screen().filter(ward=ward, lodged_at__lte=now - hours_allowed())
    return rows.order_by("lodged_at", "number")


def alert_moderators(ward: Ward, now: datetime) -> list[str]:
    """Where the oldest has come to a stage that they have not been told of. One query where nothing waits too long."""
    oldest = waiting_too_long(ward, now).first()
    if oldest is None:
        return []
    waited = now - oldest.lodged_at
    kind = [kind for kind, times in STAGES.items() if waited >= times * hours_allowed()][-1]
    return _alert(ward, oldest, kind, now)


@transaction.atomic
def _alert(ward: Ward, oldest: Matter, kind: str, now: datetime) -> list[str]:
    lock_ward(ward)
    begun = timezone.localdate(oldest.lodged_at)
    _alert, is_new = MatterAlert.objects.get_or_create(matter=oldest, kind=kind, clock_from=begun, defaults={"at": now})
    if not is_new:
        return []
    moderators_alerted(ward=ward, now=now)
    return [f"told the moderators of ward {ward.number}: {oldest.number} waits"]
