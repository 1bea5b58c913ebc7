"""Invite people to a duty or an office by a link that works once, and end their appointments."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.duties.events import tell_ended, tell_given
from sessions.city.people.appointing import AppointmentPlace, appointment_places_of, require_may_appoint
from sessions.city.people.chairs import facts_of_chair as chair_facts
from sessions.city.people.permissions import CHAIR
from sessions.city.people.terms_of_office import facts_of_term as office_facts
from sessions.contract.limits import MAX_NAME_GRAPHEMES
from sessions.log import audit
from sessions.log.steps.locks import lock_ward
from sessions.models import Appointment, Borough, Chair, Duty, Invite, Office, OfficeKind, Ward
from sessions.models.people.invite import InviteQuerySet
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line

LASTS = timedelta(days=7)
OFFICE = "office"
"""What an invitation may be to besides a duty: to be the account that answers for the ward's office."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, and the token of its link, which nobody can read again later."""

    invite: Invite
    token: str


@transaction.atomic
def invite(
    clerk: Person, *, name: str, duty: str, place: AppointmentPlace, from_on: date, to_on: date | None = None
) -> Invited:
    """Make a link for one person; it works once, within seven days.

    duty: one of Duty, or OFFICE or CHAIR, whose days are those of the term. name: the person whom the clerk means,
    shown to clerks alone. Raises Refused: forbidden (the clerk may not appoint to that there), bad_field (facts: part),
    empty, too_long, bad_characters.
    """
    name = clean_line(name, max_graphemes=MAX_NAME_GRAPHEMES)
    require_may_appoint(clerk, duty, place)
    office = _office_to_fill(place.ward) if duty == OFFICE else None
    chair = _chair_to_fill(place.borough) if duty == CHAIR else None
    today, term = timezone.localdate(), office or chair
    if term is not None:
        from_on, to_on = max(term.from_on, today), term.to_on
    if from_on < today:
        raise Refused("bad_field", _("That day is past. Let the term begin today or later."), facts={"part": "from"})
    if to_on is not None and to_on < from_on:
        message = _("The last day comes before the first. Change one of them.")
        raise Refused("bad_field", message, facts={"part": "to"})
    token, now = secrets.token_urlsafe(24), timezone.now()
    row = Invite.objects.create(
        token_hash=_hash(token),
        name=name,
        duty="" if term is not None else duty,
        office=office,
        chair=chair,
        ward=place.ward,
        borough=place.borough,
        is_for_city=place.is_city,
        from_on=from_on,
        to_on=to_on,
        made_at=now,
        made_by=clerk,
        expires_at=now + LASTS,
    )
    audit.note("invite", row.pk, ward=place.ward, clerk=clerk, before=None, after=facts_of_invite(row))
    return Invited(row, token)


def find_invite(token: str) -> Invite | None:
    """The invitation of a link, while it can still be accepted."""
    return _rows().open(timezone.now()).filter(token_hash=_hash(token)).first()


def find_open_invite(invite_id: int) -> Invite | None:
    return _rows().open(timezone.now()).filter(pk=invite_id).first()


@transaction.atomic
def accept_invite(invite_id: int, *, person: Person, is_proven: bool) -> Invite:
    """Begin the term for this person; if several people accept at the same moment, only one succeeds.

    Raises Refused: second_factor (it comes first), stale (used, revoked or too old), forbidden (one's own), bad_field
    (somebody else has been entered for the office meanwhile).
    """
    if not is_proven:
        raise Refused("second_factor", _("Please do the second step of your sign-in first."))
    now = timezone.now()
    if not Invite.objects.open(now).filter(pk=invite_id).update(used_at=now, used_by=person):
        raise Refused("stale", _("This invitation is no longer valid. Ask for a new one."))
    row = _rows().get(pk=invite_id)
    clerk = row.made_by
    if clerk is None or not may_still_invite(clerk, row):
        raise Refused("stale", _("This invitation is no longer valid. Ask for a new one."))
    if clerk.pk == person.pk:
        raise Refused("forbidden", _("You made this invitation yourself. Nobody appoints themselves."))
    if row.office is not None:
        _take_office(row.office, person, clerk)
    elif row.chair is not None:
        _take_chair(row.chair, person, clerk)
    else:
        held = Appointment.objects.create(
            person=person,
            duty=row.duty,
            ward=row.ward,
            borough=row.borough,
            is_for_city=row.is_for_city,
            from_on=row.from_on,
            to_on=row.to_on,
            appointed_by=clerk,
            appointed_at=now,
        )
        audit.note("appointment", held.pk, ward=row.ward, clerk=clerk, before=None, after=appointment_facts(held))
        tell_given(held, by=clerk)
    return row


def may_still_invite(clerk: Person, row: Invite) -> bool:
    """Whether the clerk who made the invitation could make it today: a clerk's links end with the clerk's own duty."""
    try:
        require_may_appoint(clerk, duty_of(row), appointment_place_of(row))
    except Refused:
        return False
    return clerk.is_active


@transaction.atomic
def revoke_invite(row: Invite, *, clerk: Person) -> None:
    """Revoke a link. Raises Refused: forbidden, stale."""
    require_may_appoint(clerk, duty_of(row), appointment_place_of(row))
    if not Invite.objects.open(timezone.now()).filter(pk=row.pk).update(revoked_at=timezone.now()):
        raise Refused("stale", _("This invitation is no longer valid."))
    audit.note("invite", row.pk, ward=row.ward, clerk=clerk, before=facts_of_invite(row), after=None)


@transaction.atomic
def end_appointment(held: Appointment, *, clerk: Person) -> None:
    """End an appointment at once. Raises Refused: forbidden, stale."""
    require_may_appoint(clerk, held.duty, appointment_place_of(held))
    yesterday = timezone.localdate() - timedelta(days=1)
    row = Appointment.objects.select_for_update(of=("self",)).filter(pk=held.pk).first()
    if row is None or (row.to_on is not None and row.to_on <= yesterday):
        raise Refused("stale", _("This role has ended already."))
    before = appointment_facts(row)
    has_begun = row.from_on <= yesterday
    row.to_on = yesterday if has_begun else row.to_on
    tell_ended(row, by=clerk)
    if has_begun:
        row.save()
    else:
        row.delete()
    audit.note("appointment", held.pk, ward=held.ward, clerk=clerk, before=before, after=None)


@transaction.atomic
def appoint_clerk(person: Person, place: AppointmentPlace) -> Appointment:
    """Make a person a clerk from today on, as the server's operator: there is nobody else to appoint the first one.

    Raises Refused stale if they are one there already.
    """
    today = timezone.localdate()
    if place in appointment_places_of(person):
        raise Refused("stale", _("This account is a clerk there already."))
    held = Appointment.objects.create(
        person=person,
        duty=Duty.CLERK,
        ward=place.ward,
        borough=place.borough,
        is_for_city=place.is_city,
        from_on=today,
        appointed_at=timezone.now(),
    )
    tell_given(held, by=None)
    by, facts = audit.changed_by(None, otherwise=audit.OPERATOR), appointment_facts(held)
    audit.note_by("appointment", held.pk, by=by, ward=place.ward, before=None, after=facts)
    return held


def invites_for(clerk: Person, wards: Iterable[Ward]) -> QuerySet[Invite]:
    """Find the open invitations that this clerk of these wards may see: the ones that they could make."""
    return _rows().open(timezone.now()).filter(_within(clerk, wards))


def appointments_for(clerk: Person, wards: Iterable[Ward]) -> QuerySet[Appointment]:
    """The appointments, of today or later, in the places where this clerk appoints."""
    rows = Appointment.objects.filter(Q(to_on=None) | Q(to_on__gte=timezone.localdate()))
    return rows.filter(_within(clerk, wards)).select_related("person__ward", "ward", "borough").order_by("duty", "pk")


def appointment_place_of(row: Invite | Appointment) -> AppointmentPlace:
    return AppointmentPlace(ward=row.ward, borough=row.borough)


def duty_of(row: Invite) -> str:
    """Return the duty that invite() was called with: a duty, OFFICE or CHAIR."""
    return OFFICE if row.office_id is not None else CHAIR if row.chair_id is not None else row.duty


def facts_of_invite(row: Invite) -> dict[str, Any]:
    """What the audit keeps about an invitation: neither its token nor the name of the person meant."""
    return {
        "duty": duty_of(row),
        "place": appointment_place_of(row).code,
        "from": row.from_on.isoformat(),
        "to": row.to_on.isoformat() if row.to_on else "",
    }


def appointment_facts(held: Appointment) -> dict[str, Any]:
    return {
        "duty": held.duty,
        "place": appointment_place_of(held).code,
        "account": str(held.person.public_id),
        "from": held.from_on.isoformat(),
        "to": held.to_on.isoformat() if held.to_on else "",
    }


def _rows() -> InviteQuerySet:
    related = ("ward", "borough", "office__ward", "chair__borough", "made_by", "used_by")
    return Invite.objects.select_related(*related)


def _within(clerk: Person, wards: Iterable[Ward]) -> Q:
    """Rows of one of these wards, or of a borough or the city that the clerk keeps. A city includes all boroughs."""
    places = appointment_places_of(clerk)
    if any(place.is_city for place in places):
        return Q(ward__in=list(wards)) | Q(borough__isnull=False) | Q(is_for_city=True)
    boroughs = [place.borough for place in places if place.borough is not None]
    return Q(ward__in=list(wards)) | Q(borough__in=boroughs)


def _office_to_fill(ward: Ward | None) -> Office:
    """The ward's office of today, or its next one, that no account answers for."""
    if ward is None:
        raise Refused("bad_field", _("An office belongs to one ward. Choose the ward."), facts={"part": "place"})
    rows = ward.offices.filter(Q(to_on=None) | Q(to_on__gte=timezone.localdate()), holder=None)
    office = rows.exclude(kind=OfficeKind.VACANT).order_by("from_on").first()
    if office is None:
        message = _("No office of this ward waits for an account. Enter who hosts its chats first.")
        raise Refused("bad_field", message, facts={"part": "place"})
    return office


def _chair_to_fill(borough: Borough | None) -> Chair:
    """The term of today, or the next one, of a chair by name that has no account."""
    if borough is None:
        raise Refused("bad_field", _("A chair belongs to one borough. Choose the borough."), facts={"part": "place"})
    rows = borough.chairs.filter(Q(to_on=None) | Q(to_on__gte=timezone.localdate()), holder=None, office=None)
    chair = rows.exclude(names={}).order_by("from_on").first()
    if chair is None:
        message = _("No chair of this borough waits for an account. Enter by name who chairs it first.")
        raise Refused("bad_field", message, facts={"part": "place"})
    return chair


def _take_chair(chair: Chair, person: Person, clerk: Person) -> None:
    Borough.objects.select_for_update().get(pk=chair.borough_id)
    chair.refresh_from_db()
    if chair.holder_id is not None:
        raise Refused("bad_field", _("Somebody else answers for this office already."))
    before = chair_facts(chair)
    chair.holder = person
    chair.save()
    audit.note("chair", chair.pk, ward=None, clerk=clerk, before=before, after=chair_facts(chair))


def _take_office(office: Office, person: Person, clerk: Person) -> None:
    lock_ward(office.ward)
    office.refresh_from_db()
    if office.holder_id is not None:
        raise Refused("bad_field", _("Somebody else answers for this office already."))
    before = office_facts(office)
    office.holder = person
    office.save()
    audit.note("office", office.pk, ward=office.ward, clerk=clerk, before=before, after=office_facts(office))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
