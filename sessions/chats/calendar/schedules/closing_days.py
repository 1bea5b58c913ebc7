"""Closes or freezes days and moves the chats on them, in one step; or previews what that step would do."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from sessions.chats.calendar.lifecycle.closed_days import add_closure, change_closure, freeze_on
from sessions.chats.calendar.lifecycle.conflicts import Conflict, ConflictKind, conflicts_in
from sessions.chats.calendar.schedules.re_placing import follow_closure
from sessions.log.steps.locks import lock_chats_ahead
from sessions.models import ChatSession, Closure, Ward
from sessions.platform.people import Person
from sessions.platform.text.by_language import ByLanguage


class ClosingOutcome(StrEnum):
    MOVED = "moved"
    WAITS = "waits"
    SUSPENDED = "suspended"
    STAYS = "stays"
    """The chat was placed by hand; it stays, and becomes a conflict."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect on one chat. was_at: its start before the step."""

    chat_session: ChatSession
    was_at: datetime
    outcome: ClosingOutcome


@dataclass(frozen=True, slots=True)
class ClosingPreview:
    """The effects of a step, and the conflicts that it would cause, except those that are effects themselves."""

    effects: list[Effect]
    conflicts: list[Conflict]


@dataclass(frozen=True, slots=True)
class Days:
    """What a clerk asks for: closed days or a freeze. wards: which wards it is for; None for the whole city."""

    kind: str
    wards: tuple[Ward | None, ...]
    from_on: date
    to_on: date
    reasons: ByLanguage


@transaction.atomic
def close_days(days: Days, *, clerk: Person | None) -> list[Effect]:
    """Save them, one row for each ward, and move the chats on them. Raises Refused as add_closure does."""
    lock_chats_ahead(days.wards)
    effects = []
    for ward in days.wards:
        before = _starts_ahead()
        closure = add_closure(
            kind=days.kind,
            ward=ward,
            from_on=days.from_on,
            to_on=days.to_on,
            reasons=days.reasons,
            clerk=clerk,
        )
        effects += _follow(closure, before, clerk)
    return _in_time(effects)


@transaction.atomic
def change_days(closure: Closure, days: Days, *, version: int, clerk: Person | None) -> list[Effect]:
    """Change a closure's days or reason, and move the chats on its days now. Chats that were moved before stay.

    Raises Refused as change_closure does.
    """
    lock_chats_ahead([closure.ward])
    before = _starts_ahead()
    changed = change_closure(
        closure,
        version=version,
        from_on=days.from_on,
        to_on=days.to_on,
        reasons=days.reasons,
        clerk=clerk,
    )
    return _in_time(_follow(changed, before, clerk))


def foresee(step: Callable[[], list[Effect]], *, wards: Collection[Ward]) -> ClosingPreview:
    """The effects of a step in these wards: runs it, then rolls it back. Raises what the step raises."""
    with transaction.atomic():
        known = {*conflicts_in(wards)}
        effects = step()
        conflicts = [each for each in conflicts_in(wards) if each not in known]
        transaction.set_rollback(True)
    return ClosingPreview(effects, [each for each in conflicts if each.kind not in EFFECTS_THEMSELVES])


def _follow(closure: Closure, before: dict[object, datetime], clerk: Person | None) -> list[Effect]:
    moved = follow_closure(closure, clerk=clerk)
    effects = [
        Effect(each, before[each.pk], ClosingOutcome.WAITS if each.waits else ClosingOutcome.MOVED) for each in moved
    ]
    rows = ChatSession.objects.ahead().filter(waits=False).select_related("ward", "schedule")
    if closure.ward is not None:
        rows = rows.filter(ward=closure.ward)
    return effects + [Effect(each, each.starts_at, _staying(each)) for each in rows if closure.covers(each.day)]


def _staying(chat_session: ChatSession) -> ClosingOutcome:
    """The effect on a chat that is not moved: a freeze suspends it, on a closed day, too."""
    return ClosingOutcome.SUSPENDED if freeze_on(chat_session.ward, chat_session.day) else ClosingOutcome.STAYS


EFFECTS_THEMSELVES = (ConflictKind.NO_DATE, ConflictKind.CLOSED_DAY)
"""Conflicts that are effects of the step: the chat waits, or stays."""


def _starts_ahead() -> dict[object, datetime]:
    return dict(ChatSession.objects.ahead().values_list("pk", "starts_at"))


def _in_time(effects: Iterable[Effect]) -> list[Effect]:
    return sorted(effects, key=lambda effect: (effect.was_at, effect.chat_session.ward.number))
