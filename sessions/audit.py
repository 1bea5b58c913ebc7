"""Write down who changed what in the calendar, and read it back."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sessions.models import Change, Ward
from sessions.people import Person
from sessions.state_machine.steps import actor

CLOCK = "clock"
OPERATOR = "operator"
"""The actor of a change by the operator, who runs commands on the server's own machine."""


def note(
    subject: str,
    subject_id: object,
    *,
    ward: Ward | None,
    clerk: Person | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    otherwise: str = CLOCK,
    role: str = "clerk",
) -> None:
    """Note a change, if it is one, in the caller's transaction. otherwise: the actor where no clerk acted.

    role: that of the person, where moderators may do it as well.
    """
    if before == after:
        return
    Change.objects.create(
        at=timezone.now(),
        person=clerk,
        actor=actor(role, clerk) if clerk is not None else otherwise,
        ward=ward,
        subject=subject,
        subject_id=str(subject_id),
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )


def actor_of(clerk: Person | None) -> str:
    """The actor for the log and the audit: the clerk, or the clock where no person acted."""
    return actor("clerk", clerk) if clerk is not None else CLOCK


def changed_fields(change: Change) -> list[tuple[str, Any, Any]]:
    """The fields that differ, each as (name, before, after)."""
    before, after = change.before or {}, change.after or {}
    return [
        (name, before.get(name), after.get(name)) for name in {**before, **after} if before.get(name) != after.get(name)
    ]
