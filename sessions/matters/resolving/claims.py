"""The office's claim that a complaint is resolved: in which version it was made, and how long it may be answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from sessions.log.event_form import tag_of
from sessions.log.events.months import MatterStepped
from sessions.models import Matter, MatterAlert, MatterState

MATTER_VERDICT_DAYS = 28
"""Days of a verdict. For so many days after it was asked, the person who lodged it can say whether it is done."""

ASK_AGAIN_DAYS = 14

CLAIMED_STATES = (MatterState.CLAIMED_DONE, MatterState.DONE_UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class DoneClaim:
    """The claim that a matter is done. version: of the matter once it was claimed done. at: when that was."""

    version: int
    at: datetime

    @property
    def day(self) -> date:
        """The day of the claim in the city's time zone."""
        return timezone.localdate(self.at)


def done_claim_of(matter: Matter) -> DoneClaim:
    """The last claim of a matter in one of the claimed states, from its history."""
    rows = matter.events.filter(event__type=tag_of(MatterStepped)).order_by("-event_id")
    for event in (row.event for row in rows.select_related("event")):
        if event.body["step"] == "claim_done":
            return DoneClaim(event.body["version"], event.at)
    raise LookupError(f"no claim in the history of {matter.number}")


def last_day_to_answer(matter: Matter, claim: DoneClaim) -> date:
    """A resident who could not be asked at once, as in a freeze, has as many days from then on."""
    asked = MatterAlert.objects.filter(matter=matter, kind="claimed", clock_from=claim.day).first()
    began = max(claim.day, timezone.localdate(asked.at)) if asked is not None else claim.day
    return began + timedelta(days=MATTER_VERDICT_DAYS)
