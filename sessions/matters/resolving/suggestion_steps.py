"""The office's steps with a suggestion: review it, accept it, decide against it, and say that it is done.

version and refusals as in office_steps.py. The person who made it and its supporters are told of each step
(sessions/notifications/matter_rounds.py).
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sessions.matters.resolving import entering
from sessions.models import Matter
from sessions.platform.people import Person


@transaction.atomic
def review(matter_id: UUID, *, person: Person, version: int, text: str = "") -> Matter:
    text = entering.optional_words(text)
    matter = entering.lock_for_office(matter_id, "review", person=person, version=version)
    matter.is_acknowledged = True
    return entering.take_office_step(matter, "review", person=person, told={"text": text})


@transaction.atomic
def accept(matter_id: UUID, *, person: Person, version: int, text: str, planned_on: date | None = None) -> Matter:
    """Take it on. planned_on: by when it is to be done, its deadline from now on; without a day it has none."""
    text = entering.require_words(text)
    if planned_on is not None:
        entering.require_day_ahead(planned_on)
    matter = entering.lock_for_office(matter_id, "accept", person=person, version=version)
    matter.is_acknowledged, matter.clock_stopped_on = True, None
    matter.planned_on = matter.due_on = planned_on
    matter.clock_from, matter.counted_at, matter.overdue_stage = timezone.localdate(), timezone.now(), 0
    told = {"text": text, "planned_on": planned_on.isoformat()} if planned_on is not None else {"text": text}
    return entering.take_office_step(matter, "accept", person=person, told=told)


@transaction.atomic
def not_accept(matter_id: UUID, *, person: Person, version: int, text: str) -> Matter:
    """Decide against it; text: why."""
    text = entering.require_words(text)
    matter = entering.lock_for_office(matter_id, "not_accept", person=person, version=version)
    matter.is_acknowledged, matter.clock_stopped_on = True, None
    return entering.take_office_step(matter, "not_accept", person=person, told={"text": text})


@transaction.atomic
def finish(matter_id: UUID, *, person: Person, version: int, text: str) -> Matter:
    """Say that it is done, with words as proof."""
    text = entering.require_words(text)
    matter = entering.lock_for_office(matter_id, "finish", person=person, version=version)
    return entering.take_office_step(matter, "finish", person=person, told={"text": text})
