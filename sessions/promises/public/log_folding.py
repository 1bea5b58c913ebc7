"""What the log tells of each promise, folded from its events; pure.

The events come from the log's rows or from the sealed documents of months: both have the same type, moment and fields.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from sessions.log.event_form import tag_of
from sessions.log.events.promises_and_activities import CLAIM_ENDS, PromiseMade, PromiseProposed, PromiseStepped

PROMISE_EVENT_PREFIX = "promise."


class LoggedStep(NamedTuple):
    """One event about a promise: its type, its moment, and its fields without people's own words."""

    type: str
    at: datetime
    body: Mapping[str, Any]

    @property
    def step(self) -> str:
        """The name of the step; made or proposed for the first event."""
        return str(self.body.get("step", self.type.removeprefix(PROMISE_EVENT_PREFIX)))


@dataclass(slots=True)
class LoggedPromise:
    """How a promise stands. Days are the city's; None where nothing was told.

    made_on: when it became a promise; first_due_on: the day that was promised at first. claimed_on: when the office
    said last that it is kept; claim_end: unconfirmed or unconfirmable, where nobody confirmed that in time.
    """

    number: str
    ward: int
    state: str = ""
    proposed_on: date | None = None
    confirm_by: date | None = None
    made_on: date | None = None
    due_on: date | None = None
    first_due_on: date | None = None
    claimed_on: date | None = None
    claim_end: str = ""


def fold_promises(events: Iterable[LoggedStep], zone: tzinfo) -> dict[str, LoggedPromise]:
    """Fold the promises by id.

    events: those of each ward in their order; types that are not about promises are skipped.

    Raises ValueError where a field is missing or is not what it should be.
    """
    found: dict[str, LoggedPromise] = {}
    for event in events:
        if event.type.startswith(PROMISE_EVENT_PREFIX):
            try:
                _tell(found, event, event.at.astimezone(zone).date())
            except (KeyError, TypeError, AttributeError) as fault:
                raise ValueError(f"an event {event.type} lacks a field or has another form ({fault})") from None
    return found


def _tell(found: dict[str, LoggedPromise], event: LoggedStep, day: date) -> None:
    body = event.body
    promise = found.get(body["id"])
    if promise is None:
        promise = found[body["id"]] = LoggedPromise(body["number"], ward_in_number(body["number"]))
    due_on = _day(body.get("due_on"))
    if event.type == tag_of(PromiseProposed):
        promise.state, promise.proposed_on = "proposed", day
        promise.confirm_by, promise.due_on = _day(body["confirm_by"]), due_on
    elif event.type == tag_of(PromiseMade):
        promise.state, promise.made_on = "made", promise.made_on or day
        promise.due_on = promise.first_due_on = due_on
    elif event.type == tag_of(PromiseStepped):
        _step(promise, body["step"], body["state"], day, due_on)


def _step(promise: LoggedPromise, step: str, state: str, day: date, due_on: date | None) -> None:
    promise.state = state
    promise.due_on = due_on or promise.due_on
    if step == "confirm":
        promise.made_on, promise.first_due_on = promise.made_on or day, promise.due_on
    elif step == "claim":
        promise.claimed_on, promise.claim_end = day, ""
    elif step in CLAIM_ENDS:
        promise.claim_end = step


def ward_in_number(number: str) -> int:
    """95 of 95-P-2027-12. Raises ValueError."""
    return int(number.partition("-")[0])


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written is not None else None
