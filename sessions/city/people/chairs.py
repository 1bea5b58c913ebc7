"""Who chairs a borough from a day on: one of its councillors, somebody else, or nobody."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sessions.city.people.appointing import AppointmentPlace, require_may_appoint
from sessions.city.people.permissions import CHAIR
from sessions.city.people.terms_of_office import end_before, require_can_begin
from sessions.contract.limits import MAX_NAME_GRAPHEMES
from sessions.log import audit
from sessions.models import Borough, Chair, Office, OfficeKind
from sessions.models.wards.office import is_held_on
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage, as_fields, cleaned


@dataclass(frozen=True, slots=True)
class NewChair:
    """A new term. office: of the councillor who chairs; else names, with the account that gets the messages.

    With neither, nobody chairs the borough from that day on.
    """

    from_on: date
    office: Office | None = None
    names: ByLanguage = field(default_factory=dict)
    holder: Person | None = None


def chair_of(borough: Borough, day: date) -> Chair | None:
    """Who chairs the borough on that day; None where nobody does. One query."""
    return Chair.objects.taken_on(day).filter(borough=borough).first()


def last_chair(borough: Borough) -> Chair | None:
    return borough.chairs.select_related("office__ward", "office__holder", "holder").order_by("-from_on", "-pk").first()


def councillors_to_chair(borough: Borough, day: date) -> list[Office]:
    """The offices of the borough's wards that are held on that day or later, by ward."""
    rows = Office.objects.filter(Q(to_on=None) | Q(to_on__gte=day), ward__borough=borough)
    return list(rows.exclude(kind=OfficeKind.VACANT).select_related("ward").order_by("ward__number", "from_on"))


@transaction.atomic
def appoint_chair(borough: Borough, wanted: NewChair, *, seen: int | None, clerk: Person) -> Chair:
    """Begin a new term, and end the one before it on the day before.

    seen: the id of the last term as the clerk saw it. Raises Refused: forbidden (the clerk of a ward), stale, bad_field
    (facts: part; nobody appoints themselves; the councillor is not in office on that day), too_long, bad_characters.
    """
    require_may_appoint(clerk, CHAIR, AppointmentPlace(borough=borough))
    holder = wanted.office.holder if wanted.office is not None else wanted.holder
    require_can_begin(wanted.from_on, holder=holder, clerk=clerk)
    _require_in_office(borough, wanted)
    Borough.objects.select_for_update().get(pk=borough.pk)
    last = last_chair(borough)
    before = facts_of_chair(last) if last is not None else None
    if (last.pk if last is not None else None) != seen:
        message = _("Somebody has entered another chair meanwhile. Look at it again.")
        raise Refused("stale", message, facts=before)
    if last is not None:
        end_before(last, wanted.from_on)
    chair = _begin(borough, wanted)
    audit.note("chair", chair.pk, ward=None, clerk=clerk, before=before, after=facts_of_chair(chair))
    return chair


def facts_of_chair(chair: Chair) -> dict[str, Any]:
    """What the audit keeps about a term."""
    return {
        "place": AppointmentPlace(borough=chair.borough).code,
        "councillor": AppointmentPlace(ward=chair.office.ward).code if chair.office is not None else "",
        **as_fields("name", chair.by.names),
        "account": str(chair.account.public_id) if chair.account is not None else "",
        "from": chair.from_on.isoformat(),
    }


def _require_in_office(borough: Borough, wanted: NewChair) -> None:
    office = wanted.office
    if office is None:
        return
    is_one = office.kind != OfficeKind.VACANT and office.ward.borough_id == borough.pk
    if not is_one or not is_held_on(office, wanted.from_on):
        message = _("This person does not represent a ward of the borough on that day.")
        raise Refused("bad_field", message, facts={"part": "councillor"})


def _begin(borough: Borough, wanted: NewChair) -> Chair:
    if wanted.office is not None:
        return Chair.objects.create(borough=borough, office=wanted.office, from_on=wanted.from_on)
    if not wanted.names:
        return Chair.objects.create(borough=borough, from_on=wanted.from_on)
    names = cleaned(wanted.names, max_graphemes=MAX_NAME_GRAPHEMES)
    return Chair.objects.create(borough=borough, names=names, holder=wanted.holder, from_on=wanted.from_on)
