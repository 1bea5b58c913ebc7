"""Tell the public log who was given a duty by whom, that it ended, and that an end was taken back.

Each event stands in the log of one ward or borough, in the transaction that changes the duty. A duty for the whole city
stands in the log of the borough that was entered first, which keeps the city's (of a city without boroughs: the first
ward's). Where there is no ward yet, the clock tells it once there is one.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import DateField, Q
from django.utils import timezone
from msgspec import UNSET

from sessions.log.audit import CLOCK, OPERATOR
from sessions.log.events.staff import DutyEnded, DutyGiven, DutyResumed
from sessions.log.months.current import append_to_month
from sessions.log.pseudonyms import pseudonym_in
from sessions.log.steps.steps import actor
from sessions.models import Appointment, Borough, Duty, Ward
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.people import Person

type Kind = type[DutyGiven | DutyEnded | DutyResumed]


def log_of(held: Appointment) -> Ward | Borough | None:
    """Find the ward or borough whose log tells of this duty; None if no ward is known yet."""
    return held.ward or held.borough or Borough.objects.order_by("pk").first() or Ward.objects.order_by("pk").first()


def tell_given(held: Appointment, *, by: Person | None) -> None:
    """Tell in the caller's transaction that a duty was given. by: the clerk; None for the operator."""
    held.is_begin_told = _tell(DutyGiven, held, by, OPERATOR)
    held.save(update_fields=["is_begin_told"])


def tell_ended(held: Appointment, *, by: Person | None, otherwise: str = OPERATOR) -> None:
    """Tell in the caller's transaction that a duty ended: its end is saved, or the caller deletes the row.

    otherwise: the actor where no person acted.
    """
    held.is_end_told = _tell(DutyEnded, held, by, otherwise)
    Appointment.objects.filter(pk=held.pk).update(is_end_told=held.is_end_told)


def tell_resumed(held: Appointment, *, by: Person | None) -> None:
    """Tell in the caller's transaction that a duty's end was taken back. by: the clerk; None for the operator."""
    _tell(DutyResumed, held, by, OPERATOR)
    held.is_end_told = False
    held.save(update_fields=["is_end_told"])


def tell_due_duties(now: datetime) -> list[str]:
    """Tell, for the clock, ends by date and beginnings from before there was a ward; one query if nothing is due."""
    due = _due_query.rows(today=timezone.localdate(now))
    if due and not Ward.objects.exists():
        return []
    return [word for each in due if (word := _tell_due(each.pk, now))]


_due_query = PreparedQuery(
    lambda: Appointment.objects.filter(
        Q(is_begin_told=False) | Q(is_end_told=False, to_on__lt=Given("today", DateField()))
    ).order_by("pk")
)


@transaction.atomic
def _tell_due(pk: int, now: datetime) -> str:
    """Tell a due duty; does nothing if another clock was faster."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person", "ward", "borough")
    held = rows.filter(pk=pk).first()
    if held is None:
        return ""
    if not held.is_begin_told:
        tell_given(held, by=held.appointed_by)
        return f"told duty {pk}"
    if held.to_on is not None and held.to_on < timezone.localdate(now) and not held.is_end_told:
        tell_ended(held, by=None, otherwise=CLOCK)
        return f"told the end of duty {pk}"
    return ""


def _tell(kind: Kind, held: Appointment, by: Person | None, otherwise: str) -> bool:
    owner, now = log_of(held), timezone.now()
    if owner is None:
        return False
    event = kind(
        person=pseudonym_in(held.duty, held.person.public_id, now),
        duty=held.duty,
        place=held.place_code,
        from_on=held.from_on.isoformat(),
        to_on=held.to_on.isoformat() if held.to_on is not None else UNSET,
        role=str(Duty.CLERK) if by is not None else otherwise,
        by=clerks_name(by, now) if by is not None else UNSET,
    )
    append_to_month(owner, event, actor=actor("clerk", by) if by is not None else otherwise)
    return True


def clerks_name(clerk: Person, at: datetime) -> str:
    return pseudonym_in(Duty.CLERK, clerk.public_id, at)
