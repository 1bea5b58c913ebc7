"""Lock a complaint or suggestion, and take it one step along its table, with the event that tells it."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.log.events.months import DeskMatterWithdrawn, MatterStepped
from sessions.log.events.streams import MonthLogEvent
from sessions.log.logged_event import LoggedEvent
from sessions.log.months.current import append_to_month
from sessions.log.steps.steps import actor
from sessions.models import ENDED_STATES, Matter, MatterEvent, MatterState
from sessions.models.matters.transitions import By, state_after
from sessions.platform.hooks import Hook
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.record.months.removing import remove_from_months

REMOVING = ("take_down", "withdraw", "merge")
"""Steps after which nobody may read the words any longer."""


@Hook
def matter_stepped(*, matter: Matter, step: str, by: By) -> None:
    """Called in the transaction of the step, after its event, with the locked matter and the step's name."""


def lock_matter(matter_id: UUID, *, version: int | None = None) -> Matter:
    """The matter with its ward and category, locked until the transaction ends.

    version: the one that the person saw. Raises Refused not_found, or stale with the current state.
    """
    rows = Matter.objects.select_for_update(of=("self",)).select_related("ward", "category")
    matter = rows.filter(pk=matter_id).first()
    if matter is None:
        raise no_such_matter()
    if version is not None and matter.version != version:
        message = _("Somebody else has changed this in the meantime. Look at it again before you decide.")
        raise Refused("stale", message, facts=matter_state_facts(matter))
    return matter


def no_such_matter() -> Refused:
    """The refusal for an unknown matter, and for one that the person may not know of."""
    return Refused("not_found", _("There is no such complaint or suggestion."))


def matter_state_facts(matter: Matter) -> dict[str, Any]:
    return {"matter": str(matter.pk), "number": matter.number, "state": matter.state, "version": matter.version}


def require_matter_step(matter: Matter, step: str) -> MatterState:
    """The state that the step leads to. Raises Refused state where the table has no such step."""
    state = state_after(matter.kind, step, matter.state)
    if state is None:
        message = _("That cannot be done with this complaint or suggestion now.")
        raise Refused("state", message, facts=matter_state_facts(matter))
    return state


def take_matter_step(
    matter: Matter, step: str, *, by: By, person: Person | None = None, told: dict[str, Any] | None = None
) -> None:
    """Move a locked matter along its table, save it whole with what the caller has set, and tell it in the ward's log.

    told: further fields of MatterStepped. What has never been public is told to the desk alone, by the caller; only its
    withdrawal is told here. Raises Refused state.
    """
    matter.state = require_matter_step(matter, step)
    now = timezone.now()
    matter.version += 1
    matter.changed_at = now
    matter.ended_at = (matter.ended_at or now) if matter.state in ENDED_STATES else None
    matter.save()
    if matter.was_public and step != "approve":
        facts: dict[str, Any] = {"id": str(matter.pk), "number": matter.number, "version": matter.version}
        event = MatterStepped(**facts, step=step, state=matter.state, by=by, **(told or {}))
        append_about(matter, event, by=by, person=person)
    elif step == "withdraw":
        append_about(matter, DeskMatterWithdrawn(id=str(matter.pk), number=matter.number), by=by, person=person)
    if matter.was_public and step in REMOVING:
        remove_from_months(matter.pk, ground=matter.reason or step, authority=str(by))
    matter_stepped(matter=matter, step=step, by=by)


def append_about(matter: Matter, event: MonthLogEvent, *, by: By, person: Person | None = None) -> LoggedEvent:
    """Append an event about a matter to its ward's log, so that its history finds it."""
    logged, row = append_to_month(matter.ward, event, actor=actor(by, person))
    MatterEvent.objects.create(matter=matter, event=row)
    return logged
