"""The office's claim that a promise is kept: in which version it was made, and how long it may be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import freeze_among
from sessions.log.event_form import tag_of
from sessions.log.events.promises_and_activities import PromiseStepped
from sessions.models import Closure, Promise, Ward

PROMISE_VERDICT_DAYS = 14
"""Days of a verdict. For so many days after they were asked, those who asked can say whether it is kept."""


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """The claim that a promise is kept. version: of the promise once it was claimed kept. at: when that was."""

    version: int
    at: datetime

    @property
    def day(self) -> date:
        """The day of the claim in the city's time zone."""
        return timezone.localdate(self.at)


def kept_claim_of(promise: Promise) -> KeptClaim:
    """The last claim of a promise, from its history: later steps, as a new holder's, raise its version."""
    rows = promise.events.filter(event__type=tag_of(PromiseStepped), event__body__step="claim").order_by("-event_id")
    row = rows.select_related("event").first()
    if row is None:
        raise LookupError(f"no claim in the history of {promise.number}")
    return KeptClaim(row.event.body["version"], row.event.at)


def last_day_to_say(ward: Ward, claimed_on: date) -> date:
    """Nobody is asked in a freeze: then they have as many days from its end on."""
    return last_day_among(list(Closure.objects.freezes().for_ward(ward)), ward.pk, claimed_on)


def last_day_among(freezes: Iterable[Closure], ward_id: int, claimed_on: date) -> date:
    """The last day to answer, like last_day_to_say(), from loaded freezes of this ward, the city and perhaps others."""
    asked_on = claimed_on
    while (freeze := freeze_among(freezes, ward_id, asked_on)) is not None:
        asked_on = freeze.to_on + timedelta(days=1)
    return asked_on + timedelta(days=PROMISE_VERDICT_DAYS)
