"""Restore an appointment that was ended by mistake: for a day, by a clerk who may appoint to that duty there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.duties.events import tell_resumed
from sessions.city.people.appointing import (
    AppointmentPlace,
    appointment_places_of,
    may_appoint,
    places_named,
    require_may_appoint,
)
from sessions.city.people.invites import appointment_facts
from sessions.log import audit
from sessions.models import Appointment, Change, Invite
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

RESTORED_WITHIN = timedelta(days=1)
TOLD_AS = ("appointment", "restoring")
"""Kinds of audit entries: about appointments and their ends, and about restored appointments."""


@dataclass(frozen=True, slots=True)
class EndedAppointment:
    """An appointment as it was before its end. change: the entry of the audit that tells of the end."""

    change: Change
    person: Person
    duty: str
    place: AppointmentPlace
    from_on: date
    to_on: date | None


def restorable_by(clerk: Person) -> list[EndedAppointment]:
    """The appointments of the last day that this clerk may restore, those that ended last first; five queries."""
    since = timezone.now() - RESTORED_WITHIN
    changes = Change.objects.filter(subject__in=TOLD_AS, at__gt=since).order_by("-pk")
    last: dict[str, Change] = {}
    for change in changes:
        last.setdefault(change.subject_id, change)
    own = appointment_places_of(clerk)
    ended = _ended_appointments(change for change in last.values() if change.after is None)
    return [each for each in ended if each.person.pk != clerk.pk and may_appoint(own, each.duty, each.place)]


@transaction.atomic
def restore_appointment(change_id: int, *, clerk: Person) -> Appointment:
    """Make the appointment what it was before its end, which this entry of the audit tells; it keeps its beginning.

    One that began on the day of its end was deleted: it comes back under its id, without an official's title.
    Raises Refused: forbidden (the clerk may not appoint to that there, or it is their own), stale (restored already,
    over, ended more than a day ago, or the account is no longer in use).
    """
    locked = Change.objects.select_for_update(of=("self",)).filter(
        pk=change_id, subject="appointment", after__isnull=True
    )
    change = locked.first()
    ended = next(iter(_ended_appointments([change] if change else [])), None)
    if change is None or ended is None or change.at <= timezone.now() - RESTORED_WITHIN or _is_outdated(change, ended):
        raise Refused("stale", _("This role can no longer be given back. Invite the person instead."))
    require_may_appoint(clerk, ended.duty, ended.place)
    if ended.person.pk == clerk.pk:
        raise Refused("forbidden", _("This was your own role. Nobody appoints themselves."))
    as_before = {
        "person": ended.person,
        "duty": ended.duty,
        "ward": ended.place.ward,
        "borough": ended.place.borough,
        "is_for_city": ended.place.is_city,
        "from_on": ended.from_on,
        "to_on": ended.to_on,
    }
    held, _is_new = Appointment.objects.update_or_create(
        pk=int(change.subject_id),
        defaults=as_before,
        create_defaults=as_before | _given_by(ended),
    )
    tell_resumed(held, by=clerk)
    audit.note("restoring", held.pk, ward=held.ward, clerk=clerk, before=None, after=appointment_facts(held))
    return held


def _ended_appointments(changes: Iterable[Change]) -> list[EndedAppointment]:
    """Return the ended appointments that would not be over by now, of people whose account can be used."""
    told = [(change, facts) for change in changes if (facts := change.before)]
    accounts = {facts["account"] for _change, facts in told}
    people = {str(each.public_id): each for each in _active(accounts)}
    places = places_named({facts["place"] for _change, facts in told})
    today = timezone.localdate()
    return [
        EndedAppointment(change, people[facts["account"]], facts["duty"], places[facts["place"]], begins, ends)
        for change, facts in told
        for begins, ends in [(date.fromisoformat(facts["from"]), _day_in(facts["to"]))]
        if facts["account"] in people and facts["place"] in places and (ends is None or ends >= today)
    ]


def _given_by(ended: EndedAppointment) -> dict[str, Any]:
    """Return who gave the deleted appointment, so that restoring it hides nobody's act; {} without an invitation."""
    place = ended.place
    accepted = Invite.objects.filter(used_by=ended.person, duty=ended.duty, from_on=ended.from_on)
    accepted = accepted.filter(ward=place.ward, borough=place.borough, is_for_city=place.is_city)
    row = accepted.order_by("-used_at").first()
    return {"appointed_by": row.made_by, "appointed_at": row.used_at} if row is not None else {}


def _is_outdated(change: Change, ended: EndedAppointment) -> bool:
    """Whether it was restored already, or the person was given the same role anew."""
    later = Change.objects.filter(subject__in=TOLD_AS, subject_id=change.subject_id, pk__gt=change.pk)
    again = Appointment.objects.held_on(timezone.localdate()).filter(
        person=ended.person, duty=ended.duty, ward=ended.place.ward, borough=ended.place.borough
    )
    return later.exists() or again.exists()


def _active(accounts: Iterable[str]) -> Iterable[Any]:
    return get_user_model().objects.filter(public_id__in=list(accounts), is_active=True)


def _day_in(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
