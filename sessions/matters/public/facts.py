"""The public facts of a complaint or suggestion: pages, files and feeds all say these, so that they agree."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import UNSET

from sessions.log.logged_event import plain_value
from sessions.matters.deadlines import is_overdue
from sessions.matters.publishing import public_place_of, public_text
from sessions.models import WORK_STATES, Matter, MatterState

LISTED_CHARS = 240


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """lat and lon are None where the public sees the landmark only; text is blank where its words are no longer public.

    overdue_since: the first day on which it was overdue, while it is. claimed_at: when the office said that it is done,
    where it stands so; confirmed_at: when that was confirmed.
    """

    id: str
    number: str
    ward: int
    borough: str
    kind: str
    category: str
    state: str
    text: str
    language: str
    label: str
    source: str
    landmark: str
    lat: float | None
    lon: float | None
    published_at: datetime
    lodged_at: datetime
    changed_at: datetime
    acknowledge_by: date | None
    due_on: date | None
    first_due_on: date | None
    overdue_since: date | None
    claimed_at: datetime | None
    confirmed_at: datetime | None
    agency: str
    external_number: str
    support: int
    matter: Matter

    @property
    def is_overdue(self) -> bool:
        return self.overdue_since is not None

    @property
    def short_text(self) -> str:
        return self.text if len(self.text) <= LISTED_CHARS else self.text[: LISTED_CHARS - 1].rstrip() + "…"


def facts_of_matter(matter: Matter, today: date) -> PublicFacts:
    """The facts of a matter that is or was public, with ward, borough and category. Raises ValueError for others."""
    if matter.published_at is None:
        raise ValueError(f"{matter.number} is not public")
    place = public_place_of(matter)
    landmark, lat, lon = ("", UNSET, UNSET) if place is UNSET else (place.landmark, place.lat, place.lon)
    is_shown, is_late = matter.is_shown, matter.state in WORK_STATES and is_overdue(matter, today)
    late_since = matter.due_on + timedelta(days=1) if is_late and matter.due_on is not None else None
    claimed_at, confirmed_at = done_at(matter.state, matter.ended_at, matter.changed_at)
    return PublicFacts(
        id=str(matter.pk),
        number=matter.number,
        ward=matter.ward.number,
        borough=matter.ward.borough.code if matter.ward.borough is not None else "",
        kind=matter.kind,
        category=matter.category.slug,
        state=matter.state,
        text=public_text(matter) if is_shown else "",
        language=matter.language,
        label=matter.label if is_shown else "",
        source=matter.source,
        landmark=landmark if is_shown else "",
        lat=lat if is_shown and lat is not UNSET else None,
        lon=lon if is_shown and lon is not UNSET else None,
        published_at=matter.published_at,
        lodged_at=matter.lodged_at,
        changed_at=matter.changed_at,
        acknowledge_by=matter.acknowledge_by,
        due_on=matter.due_on,
        first_due_on=matter.first_due_on,
        overdue_since=late_since,
        claimed_at=claimed_at,
        confirmed_at=confirmed_at,
        agency=matter.agency,
        external_number=matter.external_number,
        support=matter.support,
        matter=matter,
    )


def done_at(state: str, ended_at: datetime | None, changed_at: datetime) -> tuple[datetime | None, datetime | None]:
    """When it was claimed and when it was confirmed to be done, of one that stands so now.

    ended_at keeps the moment of the claim; a confirmed one no longer changes.
    """
    is_claimed = state in (MatterState.CLAIMED_DONE, MatterState.DONE_UNCONFIRMED, MatterState.CONFIRMED_DONE)
    return ended_at if is_claimed else None, changed_at if state == MatterState.CONFIRMED_DONE else None


MATTER_COLUMNS = (
    "number",
    "ward",
    "borough",
    "kind",
    "category",
    "state",
    "text",
    "language",
    "label",
    "source",
    "landmark",
    "lat",
    "lon",
    "lodged_at",
    "published_at",
    "changed_at",
    "acknowledge_by",
    "due_on",
    "first_due_on",
    "overdue_since",
    "claimed_at",
    "confirmed_at",
    "agency",
    "external_number",
    "support",
)
"""Columns of the files; new ones are only added at the end."""


def matter_row(facts: PublicFacts) -> dict[str, Any]:
    """Plain values for files: moments as the log has them, days as 2027-01-31; None where there is nothing."""
    return {column: plain_value(getattr(facts, column)) for column in MATTER_COLUMNS}
