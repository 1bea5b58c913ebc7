"""Ask the person who lodged a complaint whether it is done: once it is claimed, and again after 14 days.

Where nobody answers for 28 days, it is "done, not confirmed", and shown as such.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from sessions.matters.resolving.claims import ASK_AGAIN_DAYS, CLAIMED_STATES, MATTER_VERDICT_DAYS
from sessions.matters.resolving.clock.alerts import resident_asked
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import Matter, MatterAlert, MatterState, Ward
from sessions.models.matters.matter import MatterQuerySet
from sessions.models.matters.transitions import By
from sessions.platform.clock.city_zone import city_moment

ASKED_WITHIN = timedelta(days=120)
"""Claims older than this are no news: an earlier list that was taken over, or a very long freeze."""


def ask_residents(ward: Ward, now: datetime, *, at_most: int) -> list[str]:
    """Ask the residents of the ward who were not asked since the claim, or have not answered for 14 days."""
    claimed = _claimed(ward).filter(ended_at__gt=now - ASKED_WITHIN)
    first = claimed.filter(state__in=CLAIMED_STATES).exclude(_asked("claimed"))
    again = claimed.filter(state=MatterState.CLAIMED_DONE).exclude(_asked("claimed_again"))
    asked_before = city_moment(timezone.localdate(now) - timedelta(days=ASK_AGAIN_DAYS - 1))
    again = again.filter(Exists(_alerts("claimed").filter(at__lt=asked_before)))
    asked: list[str] = []
    for kind, rows in (("claimed", first), ("claimed_again", again)):
        for matter_id in list(rows.values_list("pk", flat=True)[: at_most - len(asked)]):
            asked += _ask(matter_id, kind)
    return asked


@transaction.atomic
def _ask(matter_id: UUID, kind: str) -> list[str]:
    matter = lock_matter(matter_id)
    return [f"asked whether it is done: {matter.number}"] if ask_resident_of(matter, kind) else []


def ask_resident_of(matter: Matter, kind: str) -> bool:
    """Ask the resident of a locked matter that is claimed done; answers whether it was not asked before."""
    if matter.state not in CLAIMED_STATES or matter.ended_at is None:
        return False
    _alert, is_new = MatterAlert.objects.get_or_create(
        matter=matter, kind=kind, clock_from=timezone.localdate(matter.ended_at), defaults={"at": timezone.now()}
    )
    if is_new:
        resident_asked(matter=matter, kind=kind)
    return is_new


def let_lapse(ward: Ward, today: date, *, at_most: int) -> list[str]:
    """Clocks run in a freeze, too; who could not be asked may still answer after it (claims.py)."""
    before = city_moment(today - timedelta(days=MATTER_VERDICT_DAYS))
    silent = _claimed(ward).filter(state=MatterState.CLAIMED_DONE, ended_at__lt=before)
    return [
        line for matter_id in list(silent.values_list("pk", flat=True)[:at_most]) for line in _lapse(matter_id, before)
    ]


@transaction.atomic
def _lapse(matter_id: UUID, before: datetime) -> list[str]:
    matter = lock_matter(matter_id)
    if matter.state != MatterState.CLAIMED_DONE or matter.ended_at is None or matter.ended_at >= before:
        return []
    take_matter_step(matter, "lapse", by=By.CLOCK)
    return [f"not confirmed: {matter.number}"]


def _claimed(ward: Ward) -> MatterQuerySet:
    rows = Matter.objects.filter(ward=ward, state__in=CLAIMED_STATES, ended_at__isnull=False)
    return rows.order_by("ended_at", "number")


def _alerts(kind: str) -> QuerySet[MatterAlert]:
    return MatterAlert.objects.filter(matter=OuterRef("pk"), kind=kind, at__gte=OuterRef("ended_at"))


def _asked(kind: str) -> Exists:
    return Exists(_alerts(kind))
