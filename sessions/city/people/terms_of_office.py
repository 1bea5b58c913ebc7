"""Who hosts a ward's chats from a day on: terms that follow one another without overlap and without a gap."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_NAME_GRAPHEMES
from sessions.log import audit
from sessions.log.steps.locks import lock_ward
from sessions.models import Office, OfficeKind, TermOfOffice, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage, as_fields, cleaned


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A new term. kind: one of OfficeKind; holder: the account that answers. A vacant office has no name."""

    kind: str
    from_on: date
    names: ByLanguage = field(default_factory=dict)
    holder: Person | None = None


@transaction.atomic
def hand_over(ward: Ward, wanted: NewTerm, *, seen: int | None, clerk: Person | None) -> Office:
    """Begin a new term, and end the one before it on the day before.

    Without a clerk, the server's operator did it. seen: the id of the ward's last term as the clerk saw it. Chats that
    are announced already go to the new holder, with all their questions, when they open. Raises Refused: stale,
    bad_field (facts: part; the account may not be the clerk's own), empty, too_long, bad_characters.
    """
    require_can_begin(wanted.from_on, holder=wanted.holder, clerk=clerk)
    lock_ward(ward)
    last = last_term(ward)
    before = facts_of_term(last) if last is not None else None
    if (last.pk if last is not None else None) != seen:
        message = _("Somebody has entered another host meanwhile. Look at it again.")
        raise Refused("stale", message, facts=before)
    if last is not None:
        end_before(last, wanted.from_on)
    office = _begin(ward, wanted)
    by = audit.changed_by(clerk, otherwise=audit.OPERATOR)
    audit.note_by("office", office.pk, by=by, ward=ward, before=before, after=facts_of_term(office))
    return office


def last_term(ward: Ward) -> Office | None:
    return ward.offices.order_by("-from_on", "-pk").first()


def facts_of_term(office: Office) -> dict[str, Any]:
    """What the audit keeps about a term: its public facts, and the opaque id of the account that may answer."""
    return {
        "office": office.kind,
        **as_fields("name", office.names),
        "account": str(office.holder.public_id) if office.holder is not None else "",
        "from": office.from_on.isoformat(),
    }


def require_can_begin(from_on: date, *, holder: Person | None, clerk: Person | None) -> None:
    """Raises Refused bad_field: for a day that is past, and for clerks who appoint themselves."""
    if from_on < timezone.localdate():
        raise Refused("bad_field", _("That day is past. Let the term begin today or later."), facts={"part": "from"})
    if holder is not None and holder == clerk:
        raise Refused("bad_field", _("Nobody appoints themselves. Ask another clerk."), facts={"part": "account"})


def end_before(last: TermOfOffice, day: date) -> None:
    """End the last term on the day before, if it would last longer. Raises Refused bad_field."""
    if day <= last.from_on:
        message = _("The last term begins on that day or later. Choose a later day.")
        raise Refused("bad_field", message, facts={"part": "from"})
    if last.to_on is None or last.to_on >= day:
        last.to_on = day - timedelta(days=1)
        last.save()


def _begin(ward: Ward, wanted: NewTerm) -> Office:
    kind = OfficeKind(wanted.kind)
    if kind == OfficeKind.VACANT:
        return Office.objects.create(ward=ward, kind=kind, holder=None, from_on=wanted.from_on)
    names = cleaned(wanted.names, max_graphemes=MAX_NAME_GRAPHEMES)
    return Office.objects.create(ward=ward, kind=kind, holder=wanted.holder, from_on=wanted.from_on, names=names)
