"""Write down who changed what in the calendar, and read it back."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sessions.models import Change, Ward
from sessions.people import Person
from sessions.state_machine.steps import actor

CLOCK = "clock"
OPERATOR = "operator"
"""Whoever runs commands on the server's own machine."""


def note(
    subject: str,
    subject_id: object,
    *,
    ward: Ward | None,
    clerk: Person | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    otherwise: str = CLOCK,
) -> None:
    """Note a change in the caller's transaction, unless nothing changed. otherwise: who did it, if it was no clerk."""
    if before == after:
        return
    Change.objects.create(
        at=timezone.now(),
        person=clerk,
        actor=actor("clerk", clerk) if clerk is not None else otherwise,
        ward=ward,
        subject=subject,
        subject_id=str(subject_id),
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )


def actor_of(clerk: Person | None) -> str:
    """Who it was, for the log and the audit; the clock where it was no person."""
    return actor("clerk", clerk) if clerk is not None else CLOCK


def changed_fields(change: Change) -> list[tuple[str, Any, Any]]:
    """What differs, field by field: name, before, after."""
    before, after = change.before or {}, change.after or {}
    return [
        (name, before.get(name), after.get(name)) for name in {**before, **after} if before.get(name) != after.get(name)
    ]
