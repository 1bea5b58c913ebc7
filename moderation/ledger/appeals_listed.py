"""The appeals next to decisions in the ledger, read from the log."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from sessions.log.event_form import read_event, tag_of
from sessions.log.events.desk import AppealDecided, AppealMade
from sessions.log.events.months import DeskMatterAppealDecided, DeskMatterAppealed
from sessions.log.pseudonyms import pseudonym_of
from sessions.models import Event

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
