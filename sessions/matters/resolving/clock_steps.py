"""The office's steps that concern the clock, or only tell something: ask the resident, delay, update. Of both kinds.

version and refusals as in office_steps.py.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.matters.deadlines import stop_clock
from sessions.matters.resolving import entering
from sessions.models import Matter
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def ask_resident(matter_id: UUID, *, person: Person, version: int, text: str) -> Matter:
    """Ask the person who lodged it for something. The clock stands still until they answer."""
    text = entering.require_words(text)
    matter = entering.lock_for_office(matter_id, "ask", person=person, version=version)
    stop_clock(matter, timezone.localdate())
    matter.is_acknowledged = True
    return entering.take_office_step(matter, "ask", person=person, told={"text": text})


@transaction.atomic
def delay(matter_id: UUID, *, person: Person, version: int, due_on: date | None, text: str) -> Matter:
    """A lawful delay: a later day, with its reason. The day that was promised at first stays visible.

    Raises Refused bad_field for a day that is past, or no later than the one that stands.
    """
    text = entering.require_words(text)
    due_on = entering.require_day_ahead(due_on)
    matter = entering.lock_for_office(matter_id, "delay", person=person, version=version)
    if matter.due_on is not None and due_on <= matter.due_on:
        raise Refused("bad_field", _("A delay needs a later day than the one that stands."))
    if matter.clock_stopped_on is not None:
        raise Refused("state", _("The clock stands still until the resident answers; no delay is needed."))
    matter.due_on, matter.first_due_on = due_on, matter.first_due_on or matter.due_on
    matter.clock_from, matter.counted_at, matter.overdue_stage = timezone.localdate(), timezone.now(), 0
    return entering.take_office_step(matter, "delay", person=person, told={"due_on": due_on.isoformat(), "text": text})


@transaction.atomic
def update(matter_id: UUID, *, person: Person, version: int, text: str) -> Matter:
    """Tell everybody how it stands, without a change of its state. It does not count as an acknowledgement."""
    text = entering.require_words(text)
    matter = entering.lock_for_office(matter_id, "update", person=person, version=version)
    return entering.take_office_step(matter, "update", person=person, told={"text": text})
