"""Write down who changed what in the calendar, and read it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sessions.log.steps.steps import actor
from sessions.models import Change, Ward
from sessions.platform.people import Person

CLOCK = "clock"
OPERATOR = "operator"
"""The actor of a change by the operator, who runs commands on the server's own machine."""


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """The person who changed something, if it was one, and the actor as the log names them."""

    person: Person | None
    actor: str


def changed_by(person: Person | None, *, role: str = "clerk", otherwise: str = CLOCK) -> ChangedBy:
    """Say who made a change.

    role: that of the person, where others than clerks may do it. otherwise: the actor where no person acted.
    """
    return ChangedBy(person, actor(role, person) if person is not None else otherwise)


def note(
    subject: str,
    subject_id: object,
    *,
    ward: Ward | None,
    clerk: Person | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Note a change by a clerk, or by the clock where no person acted, in the caller's transaction."""
    note_by(subject, subject_id, by=changed_by(clerk), ward=ward, before=before, after=after)


def note_by(
    subject: str,
    subject_id: object,
    *,
    by: ChangedBy,
    ward: Ward | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Note a change, if it is one, in the caller's transaction."""
    if before == after:
        return
    Change.objects.create(
        at=timezone.now(),
        person=by.person,
        actor=by.actor,
        ward=ward,
        subject=subject,
        subject_id=str(subject_id),
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )


def actor_of(clerk: Person | None) -> str:
    """The actor for the log and the audit: the clerk, or the clock where no person acted."""
    return changed_by(clerk).actor


def changed_fields(change: Change) -> list[tuple[str, Any, Any]]:
    """The fields that differ, each as (name, before, after)."""
    before, after = change.before or {}, change.after or {}
    return [
        (name, before.get(name), after.get(name)) for name in {**before, **after} if before.get(name) != after.get(name)
    ]
