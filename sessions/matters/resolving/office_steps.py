"""The office's steps with a complaint, each in one transaction, with the facts that the step needs.

version: the one that the person saw. Each raises Refused: not_found, forbidden, stale (facts: state and version now),
state (the table has no such step), empty, too_long, bad_characters, and what its docstring names.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.log.event_form import tag_of
from sessions.log.events.months import MatterStepped
from sessions.matters.categories import WARD_OFFICE
from sessions.matters.resolving import entering
from sessions.matters.resolving.clarifying import let_clock_go_on
from sessions.matters.resolving.clock.asking_residents import ask_resident_of
from sessions.matters.resolving.proofs import Proof, show_proofs
from sessions.models import Matter, MatterPhoto, PhotoState, PhotoUse
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import in_fallback


@transaction.atomic
def acknowledge(
    matter_id: UUID, *, person: Person, version: int, agency: str = "", due_on: date | None = None, text: str = ""
) -> Matter:
    """Say who does the work, and by when. agency: blank for that of the category. due_on: None for the day that stands.

    Raises Refused bad_field for a day later than the one that was promised: that is a delay, and has its reason.
    """
    agency, text = entering.optional_line(agency), entering.optional_words(text)
    matter = entering.lock_for_office(matter_id, "acknowledge", person=person, version=version)
    if due_on is not None and due_on != matter.due_on:
        entering.require_day_ahead(due_on)
        if matter.due_on is not None and due_on > matter.due_on:
            raise Refused("bad_field", _("That is later than was promised. Record a delay, with its reason."))
        matter.due_on = due_on
    matter.agency = agency or in_fallback(matter.category.agencies) or WARD_OFFICE
    matter.external_number = ""
    matter.is_acknowledged = True
    told = {"agency": matter.agency, "due_on": _iso(matter.due_on), "text": text}
    return entering.take_office_step(matter, "acknowledge", person=person, told=told)


@transaction.atomic
def plan(matter_id: UUID, *, person: Person, version: int, planned_on: date | None, text: str) -> Matter:
    """Say on which day it is to be done, and what. The deadline stays. Raises Refused bad_field for a past day."""
    text = entering.require_words(text)
    planned_on = entering.require_day_ahead(planned_on)
    matter = entering.lock_for_office(matter_id, "plan", person=person, version=version)
    matter.planned_on, matter.is_acknowledged = planned_on, True
    return entering.take_office_step(matter, "plan", person=person, told={"planned_on": _iso(planned_on), "text": text})


@transaction.atomic
def start_work(matter_id: UUID, *, person: Person, version: int, text: str = "") -> Matter:
    text = entering.optional_words(text)
    matter = entering.lock_for_office(matter_id, "start", person=person, version=version)
    matter.is_acknowledged = True
    return entering.take_office_step(matter, "start", person=person, told={"text": text})


@transaction.atomic
def transfer(
    matter_id: UUID, *, person: Person, version: int, agency: str, external_number: str, text: str = ""
) -> Matter:
    """Pass it on to the responsible office, under its number: "not ours" alone is no answer. Its deadline stays.

    Where the resident was asked and has not answered, the clock goes on: nobody waits for the answer any longer.

    Where a program of theirs is told of it (OPEN311_RECEIVERS), the number may be blank: they answer with it.
    """
    agency = entering.require_line(agency, _("Write to whom it is passed on."))
    external_number = entering.optional_line(external_number)
    text = entering.optional_words(text)
    matter = entering.lock_for_office(matter_id, "transfer", person=person, version=version)
    if not is_handed_on_by_program(matter):
        entering.require_line(external_number, _("Write the number under which they have it."))
    matter.agency, matter.external_number, matter.is_acknowledged = agency, external_number, True
    told = {"agency": agency, "external_number": external_number, "text": text} | let_clock_go_on(matter)
    return entering.take_office_step(matter, "transfer", person=person, told=told)


def is_handed_on_by_program(matter: Matter) -> bool:
    """Whether another office has a program that is told of complaints of this category."""
    return any(matter.category.slug in receiver.services for receiver in settings.OPEN311_RECEIVERS)


@transaction.atomic
def claim_done(matter_id: UUID, *, person: Person, version: int, text: str, proofs: Sequence[Proof] = ()) -> Matter:
    """Say that it is done, with words as proof; the person who lodged it is asked whether that is so.

    proofs: pictures that are stored already; everybody sees them at once. Where the category asks for a photograph,
    one has to be shown as proof since it was lodged, or since the last claim. Raises Refused photo_missing.
    """
    text = entering.require_words(text)
    matter = entering.lock_for_office(matter_id, "claim_done", person=person, version=version)
    show_proofs(matter, proofs, person=person)
    if matter.category.needs_photo_as_proof and not _has_new_proof(matter):
        raise Refused("photo_missing", _("Add a photograph that shows that it is done."))
    matter.clock_stopped_on, matter.is_acknowledged = None, True
    entering.take_office_step(matter, "claim_done", person=person, told={"text": text})
    if freeze_on(matter.ward, timezone.localdate()) is None:
        ask_resident_of(matter, "claimed")
    return matter


@transaction.atomic
def refuse(matter_id: UUID, *, person: Person, version: int, text: str, ground: str) -> Matter:
    """Say that it is not possible, why, and by which law or for want of which budget line. It counts as not done."""
    text = entering.require_words(text)
    ground = entering.require_line(ground, _("Write the law or the budget line that stands against it."))
    matter = entering.lock_for_office(matter_id, "refuse", person=person, version=version)
    matter.clock_stopped_on, matter.is_acknowledged = None, True
    return entering.take_office_step(matter, "refuse", person=person, told={"text": text, "ground": ground})


def _has_new_proof(matter: Matter) -> bool:
    """One that no earlier claim was made with."""
    shown = MatterPhoto.objects.filter(matter=matter, use=PhotoUse.PROOF, state=PhotoState.SHOWN)
    claims = matter.events.filter(event__type=tag_of(MatterStepped), event__body__step="claim_done")
    last = claims.order_by("-event_id").values_list("event__at", flat=True).first()
    return (shown.filter(added_at__gt=last) if last is not None else shown).exists()


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
