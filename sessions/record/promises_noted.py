"""Read from a record's events what became of the promises in its answers, and where words were redacted; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import UNSET

from sessions.log.events.promises_and_activities import CLAIM_ENDS
from sessions.log.events.room import PromiseNoted, QuestionRedacted
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.record.shown_corrections import Tombstone


@dataclass(frozen=True, slots=True)
class PromiseStepShown:
    """A step of a promise, in words.

    step: as in models/promises/transitions.py; text: what the office said of it, None where it was removed.
    """

    step: str
    state: str
    at: datetime
    text: str | None = ""
    due_on: date | None = None

    @property
    def claim_end(self) -> str:
        """The step itself, where it tells that nobody confirmed in time what the office claimed."""
        return self.step if self.step in CLAIM_ENDS else ""


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """A promise as the record has it. state: the last one.

    what: None where its words were removed; blank for a written answer that was promised, whose words its question has.
    steps: all that the record tells, the first one first.
    """

    id: str
    number: str
    what: str | None
    state: str
    due_on: date | None
    steps: list[PromiseStepShown] = field(default_factory=list)
    redacted: Tombstone | None = None

    @property
    def claim_end(self) -> str:
        """unconfirmed or unconfirmable, where nobody confirmed in time what the office claimed last."""
        ends = [each.step for each in self.steps if each.step == "claim" or each.claim_end]
        return ends[-1] if ends and ends[-1] != "claim" else ""

    @property
    def later_steps(self) -> list[PromiseStepShown]:
        """The later steps, without the one with which it was made.

        A written answer is promised by its question on notice.
        """
        return self.steps[self.what != "" :]


@dataclass(frozen=True, slots=True)
class PromisesShown:
    """The promises that a record shows.

    of_answers: by the seq of the answer's event. of_questions: to answer them in writing, by the id in the log.
    """

    of_answers: dict[int, list[ShownPromise]] = field(default_factory=dict)
    of_questions: dict[str, list[ShownPromise]] = field(default_factory=dict)


def promises_in(events: Iterable[LoggedEvent]) -> PromisesShown:
    """Find the promises in answers, and the promises to answer in writing, in the order in which they first appear."""
    events = list(events)
    tombstones = tombstones_in(events)
    found: dict[str, list[tuple[LoggedEvent, PromiseNoted]]] = {}
    for logged in events:
        if isinstance(logged.event, PromiseNoted):
            found.setdefault(logged.event.promise, []).append((logged, logged.event))
    promises = PromisesShown()
    for noted in found.values():
        _first, event = noted[0]
        if event.of is not UNSET:
            promises.of_answers.setdefault(event.of, []).append(_shown(noted, tombstones))
        else:
            promises.of_questions.setdefault(event.question, []).append(_shown(noted, tombstones))
    return promises


def tombstones_in(events: Iterable[LoggedEvent]) -> dict[int, Tombstone]:
    """Tombstones of redacted words, not of names, by the seq of the event that held the words."""
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
        what=first.what if first.what is not UNSET else None if first.of is not UNSET else "",
        state=last.state,
        due_on=date.fromisoformat(days[-1]) if days else None,
        steps=[
            PromiseStepShown(
                each.step,
                each.state,
                logged.at,
                text="" if each.text is UNSET else each.text,
                due_on=date.fromisoformat(each.due_on) if each.due_on is not UNSET else None,
            )
            for logged, each in noted
        ],
        redacted=tombstones.get(logged.seq),
    )
