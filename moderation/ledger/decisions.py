"""Read the decisions that the ledger lists: from the log, and from nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone
from msgspec import UNSET

from moderation.ledger.ledger_filter import LedgerFilter, events_in
from sessions.log.event_form import LoggedAs, body_of, read_event, tag_of
from sessions.log.events.desk import AppealDecided, AppealMade, DeskDeclined, DeskRemoved
from sessions.log.events.months import DeskMatterAppealDecided, DeskMatterAppealed, DeskMatterDecided
from sessions.log.events.staff import CodesPrinted, RedactionConfirmed
from sessions.log.events.streams import StaffEvent
from sessions.log.ledger_events import name_of
from sessions.log.pseudonyms import pseudonym_of
from sessions.models import Event
from sessions.record.months.listed_decisions import fact_of, listed_decision

# The appeals next to decisions in the ledger, read from the log.

TYPES = (tag_of(AppealMade), tag_of(AppealDecided), tag_of(DeskMatterAppealed), tag_of(DeskMatterAppealDecided))


@dataclass(frozen=True, slots=True)
class AppealListed:
    """An appeal as the ledger lists it.

    outcome: upheld, overturned, withdrawn, or blank while it waits. by: a moderator's name in the ledger.
    """

    due_at: datetime
    outcome: str = ""
    decided_at: datetime | None = None
    by: str = ""

    @property
    def state(self) -> str:
        """waiting, overdue, upheld, overturned or withdrawn; overdue also means that it was never decided."""
        if self.outcome:
            return self.outcome
        return "overdue" if self.due_at < timezone.now() else "waiting"


def appeals_about(ids: Collection[str]) -> dict[str, AppealListed]:
    """Appeals by the id of the question, complaint or suggestion. One query, or none."""
    if not ids:
        return {}
    rows = Event.objects.filter(in_ledger_at__isnull=False, type__in=TYPES, body__id__in=list(ids))
    appeals: dict[str, AppealListed] = {}
    for row in rows.select_related("stream").order_by("pk"):
        match read_event(row.stream.name, row.type, row.body):
            case AppealMade(id=about, due_at=due_at) | DeskMatterAppealed(id=about, due_at=due_at):
                appeals[about] = AppealListed(datetime.fromisoformat(due_at))
            case AppealDecided(id=about, appeal=outcome) | DeskMatterAppealDecided(id=about, appeal=outcome) if (
                about in appeals
            ):
                by = pseudonym_of(row.actor, row.at)
                appeals[about] = replace(appeals[about], outcome=outcome, decided_at=row.at, by=by)
    return appeals


APPEALED = (DeskDeclined, DeskRemoved, AppealMade, AppealDecided, DeskMatterAppealed, DeskMatterAppealDecided)
"""What stands in the ledger with the appeal that was made about it; and so do refusals and removals of complaints."""

STAFF_FACTS = ("person", "duty", "from_on", "to_on", "act", "until_on", "month", "printed", "used", "record", "waived")
"""Fields of events about staff that stand in the ledger as they are."""


class _Row(NamedTuple):
    stream: str
    chat_session: UUID | None
    ward_of_chat: int | None
    ward_of_month: int | None
    borough: str | None
    type: str
    body: Any
    actor: str
    at: datetime


COLUMNS = (
    "stream__name",
    "stream__chat_session",
    "stream__chat_session__ward__number",
    "stream__month_log__ward__number",
    "stream__month_log__borough__code",
    "type",
    "body",
    "actor",
    "in_ledger_at",
)
"""Columns that are read, in the order of the fields of _Row."""


@dataclass(frozen=True, slots=True)
class LedgerDecision:
    """One decision as everybody may read it: no words, no note to an author, no account, and no resident.

    decision: a name as sessions/log/ledger_events.py has it. reason: a code, or blank. by: a moderator's name in the
    ledger, blank for the server. role: moderator, clerk, resident or server. commitment: of the question's words; blank
    where an older log has none, and for decisions about people. appeal: that was made about the question; None for
    none, and where the row is no refusal, no removal and no appeal. agrees: whether the second moderator would have
    decided as the first. chat_session: None for a decision about a complaint or suggestion, which has a part (words,
    place, photo or reply), and a number where that may be public. ward: None for what is told of a borough or the city.
    staff: of what is told of staff, the fields of its event (sessions/log/events/staff.py), flat.
    """

    at: datetime
    ward: int | None
    chat_session: UUID | None
    decision: str
    reason: str
    role: str
    by: str
    commitment: str
    appeal: AppealListed | None = None
    agrees: bool | None = None
    part: str = ""
    number: str = ""
    staff: Mapping[str, Any] = field(default_factory=dict)


def read_decisions(wanted: LedgerFilter, *, start: int, limit: int) -> list[LedgerDecision]:
    """The newest first, from that place on. Three queries: to find old ones, no bodies of newer ones are read."""
    newest_first = ("-in_ledger_at", "-pk")
    keys = list(events_in(wanted).order_by(*newest_first).values_list("pk", flat=True)[start : start + limit])
    found = Event.objects.filter(pk__in=keys).order_by(*newest_first).values_list(*COLUMNS)
    rows = [_Row._make(row) for row in found]
    events = [read_event(row.stream, row.type, row.body) for row in rows]
    appeals = appeals_about({fact_of(event, "id") for event in events if _may_have_appeal(event)})
    decided = [_decision(row, event, appeals) for row, event in zip(rows, events, strict=True)]
    return [each for each in decided if each is not None]


def _decision(row: _Row, event: LoggedAs, appeals: Mapping[str, AppealListed]) -> LedgerDecision | None:
    """None for an event that cannot be read."""
    listed = listed_decision(event, actor=row.actor, at=row.at)
    if listed is None:
        return None
    return LedgerDecision(
        at=row.at,
        ward=row.ward_of_chat or row.ward_of_month,
        chat_session=row.chat_session,
        decision=listed.decision,
        reason=listed.reason or "",
        role=listed.role,
        by=listed.by or "",
        commitment=listed.commitment or "",
        appeal=appeals.get(fact_of(event, "id")) if _may_have_appeal(event) else None,
        agrees=None if listed.agrees is UNSET else listed.agrees,
        part=listed.part or "",
        number=listed.number or "",
        staff=_staff_facts(event, row) if isinstance(event, StaffEvent) else {},
    )


def _staff_facts(event: StaffEvent, row: _Row) -> dict[str, Any]:
    """Facts about staff, by the names of decision_rows.py::STAFF_COLUMNS."""
    body = body_of(event)
    facts = {name: body.get(name) for name in STAFF_FACTS}
    facts["place"] = body.get("place") or (
        f"ward:{row.ward_of_month}" if row.ward_of_month else f"borough:{row.borough}"
    )
    if isinstance(event, CodesPrinted):
        facts["printed"] = event.count
    if isinstance(event, RedactionConfirmed):
        for name in ("proposed_by", "confirmed_by"):
            age = body[name]
            facts |= {
                name: age.get("person") or age["role"],
                f"{name}_days": age.get("days"),
                f"{name}_appointed_by": age.get("appointed_by"),
            }
    return facts


def _may_have_appeal(event: LoggedAs) -> bool:
    is_about_words = isinstance(event, DeskMatterDecided) and event.part == "words"
    return isinstance(event, APPEALED) or (is_about_words and name_of(event) in ("declined", "taken_down"))
