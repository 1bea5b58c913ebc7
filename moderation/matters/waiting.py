"""What waits at the moderators' desk between the evenings, in all wards of a moderator, the oldest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from moderation.matters.deciding import reader_of
from moderation.models import MatterAppeal, MatterDecision, MatterPart, MatterRecusal, WaitingMatterDecision
from sessions.matters.working_days import Days, add_working_days
from sessions.models import SHOWN_STATES, Closure, Matter, MatterPhoto, MatterReply, PhotoState, ReplyState
from sessions.platform.people import Person

APPEAL = "appeal"
WORKING_DAYS = 1
"""Working days. Within so many each is to be decided, day zero being the one on which it came."""

MOST_PARTS = 5
"""Decisions about one complaint that are usually made at once: words, place, three photos."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the list: what of a matter waits (words, photo, reply or appeal), and since when."""

    matter_id: UUID
    ward_id: int
    what: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ListedMatter:
    """A matter that waits for a decision.

    is_late: it waits for more than one working day. reader: the moderator who has claimed it; blank for nobody.
    """

    matter: Matter
    what: str
    since: datetime
    is_late: bool
    reader: str


def waiting_in(wards: Collection[int], person: Person) -> list[Waiting]:
    """Everything that this moderator may decide about, oldest first; of photos and replies one row for each matter.

    What somebody has just decided, and can still undo, is left out. Four queries, and two for what is left out.
    """
    rows: list[Waiting] = []
    new = Matter.objects.to_screen().filter(ward__in=wards)
    rows += _rows(new.order_by().values_list("pk", "ward", "lodged_at"), MatterPart.WORDS)
    shown = {"matter__ward__in": wards, "matter__state__in": SHOWN_STATES}
    photos = MatterPhoto.objects.filter(state=PhotoState.WAITING, **shown).order_by().values("matter", "matter__ward")
    rows += _rows(photos.annotate(since=Min("added_at")).values_list("matter", "matter__ward", "since"), "photo")
    replies = MatterReply.objects.filter(state=ReplyState.WAITING, **shown).order_by().values("matter", "matter__ward")
    rows += _rows(replies.annotate(since=Min("at")).values_list("matter", "matter__ward", "since"), "reply")
    appeals = MatterAppeal.objects.waiting().filter(matter__ward__in=wards).order_by()
    rows += _rows(appeals.values_list("matter", "matter__ward", "made_at"), APPEAL)
    left = _left_out(person) if rows else set()
    return sorted((row for row in rows if row.matter_id not in left), key=lambda row: (row.since, row.matter_id))


def _left_out(person: Person) -> set[UUID]:
    passed_on = MatterRecusal.objects.filter(person=person).values_list("matter", flat=True)
    decided = WaitingMatterDecision.objects.filter(until__gt=timezone.now()).values_list("matter", flat=True)
    return {*passed_on, *decided}


def _rows(found: Iterable[tuple[UUID, int, datetime]], what: str) -> list[Waiting]:
    return [Waiting(matter_id, ward_id, str(what), since) for matter_id, ward_id, since in found]


def listed(rows: Collection[Waiting]) -> list[ListedMatter]:
    """The rows of one page with their matters. Two queries."""
    matters = {
        row.pk: row
        for row in Matter.objects.filter(pk__in={row.matter_id for row in rows}).select_related(
            "ward", "category", "claimed_by"
        )
    }
    late = Lateness({row.ward_id for row in rows}, min((row.since for row in rows), default=timezone.now()))
    return [
        ListedMatter(
            matters[row.matter_id],
            row.what,
            row.since,
            late.is_late(row.ward_id, row.since),
            reader_of(matters[row.matter_id]),
        )
        for row in rows
    ]


class Lateness:
    """Tells since when something waits for more than one working day of its ward. One query for all wards."""

    def __init__(self, wards: Collection[int], since: datetime) -> None:
        self._closed: dict[int, list[tuple[date, date]]] = {ward: [] for ward in wards}
        closed = Closure.objects.closed().filter(to_on__gte=timezone.localdate(since))
        for ward, from_on, to_on in closed.values_list("ward", "from_on", "to_on") if wards else ():
            for each in wards if ward is None else {ward} & set(wards):
                self._closed[each].append((from_on, to_on))
        self._today = timezone.localdate()

    def is_late(self, ward: int, since: datetime) -> bool:
        closed: Days = self._closed[ward]
        return add_working_days(timezone.localdate(since), WORKING_DAYS, closed) < self._today


def how_many_late(rows: Collection[Waiting]) -> int:
    """Count the rows that have waited for more than one working day of their ward. One query; none without rows."""
    if not rows:
        return 0
    late = Lateness({row.ward_id for row in rows}, min(row.since for row in rows))
    return sum(late.is_late(row.ward_id, row.since) for row in rows)


def decided_lately(wards: Collection[int], limit: int) -> list[tuple[Matter, datetime]]:
    """About what moderators decided last, each once, newest first, with the moment. One query."""
    rows = MatterDecision.objects.filter(matter__ward__in=wards).select_related("matter__ward")
    found: dict[UUID, tuple[Matter, datetime]] = {}
    for row in rows.order_by("-decided_at", "-pk")[: limit * MOST_PARTS]:
        found.setdefault(row.matter_id, (row.matter, row.decided_at))
    return list(found.values())[:limit]
