"""Read from a record's events what became of the promises in its answers, and where words were redacted; pure."""

from collections.abc import Iterable
from datetime import date

from msgspec import UNSET

from sessions.log.events import PromiseNoted, QuestionRedacted
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.record.transcript import PromiseStepShown, ShownPromise, Tombstone


def promises_in(events: Iterable[LoggedEvent]) -> dict[int, list[ShownPromise]]:
    """By the seq of the answer's event, in the order in which they were made."""
    events = list(events)
    tombstones = tombstones_in(events)
    found: dict[str, list[tuple[LoggedEvent, PromiseNoted]]] = {}
    for logged in events:
        if isinstance(logged.event, PromiseNoted) and logged.event.of is not UNSET:
            found.setdefault(logged.event.promise, []).append((logged, logged.event))
    promises: dict[int, list[ShownPromise]] = {}
    for noted in found.values():
        _first, event = noted[0]
        if event.of is not UNSET:
            promises.setdefault(event.of, []).append(_shown(noted, tombstones))
    return promises


def tombstones_in(events: Iterable[LoggedEvent]) -> dict[int, Tombstone]:
    """Those of words, not of names, by the seq of the event that held them."""
    return {
        each.event.of: {"ground": each.event.ground, "authority": each.event.authority, "at": wire_time(each.at)}
        for each in events
        if isinstance(each.event, QuestionRedacted) and each.event.texts != ["label"]
    }


def _shown(noted: list[tuple[LoggedEvent, PromiseNoted]], tombstones: dict[int, Tombstone]) -> ShownPromise:
    logged, first = noted[0]
    last = noted[-1][1]
    days = [each.due_on for _logged, each in noted if each.due_on is not UNSET]
    return ShownPromise(
        id=first.promise,
        number=first.number,
        what=None if first.what is UNSET else first.what,
        state=last.state,
        due_on=date.fromisoformat(days[-1]) if days else None,
        steps=[
            PromiseStepShown(each.step, each.state, logged.at, "" if each.text is UNSET else each.text)
            for logged, each in noted
        ],
        redacted=tombstones.get(logged.seq),
    )
