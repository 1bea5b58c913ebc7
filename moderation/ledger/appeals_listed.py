"""The appeals that stand beside decisions in the ledger, read from the log."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from moderation.ledger.pseudonyms import pseudonym_of
from sessions.log.event_form import read_event, tag_of
from sessions.log.events import AppealDecided, AppealMade
from sessions.models import Event

TYPES = (tag_of(AppealMade), tag_of(AppealDecided))


@dataclass(frozen=True, slots=True)
class AppealListed:
    """outcome: upheld, overturned, or blank while it waits. by: a moderator's name in the ledger."""

    due_at: datetime
    outcome: str = ""
    decided_at: datetime | None = None
    by: str = ""

    @property
    def state(self) -> str:
        """waiting, overdue, upheld or overturned; overdue also means that it was never decided."""
        if self.outcome:
            return self.outcome
        return "overdue" if self.due_at < timezone.now() else "waiting"


def appeals_about(question_ids: Collection[str]) -> dict[str, AppealListed]:
    """By question. One query, or none."""
    if not question_ids:
        return {}
    rows = Event.objects.filter(in_ledger_at__isnull=False, type__in=TYPES, body__id__in=list(question_ids))
    appeals: dict[str, AppealListed] = {}
    for row in rows.order_by("pk"):
        match read_event("desk", row.type, row.body):
            case AppealMade(id=question_id, due_at=due_at):
                appeals[question_id] = AppealListed(datetime.fromisoformat(due_at))
            case AppealDecided(id=question_id, appeal=outcome) if question_id in appeals:
                by = pseudonym_of(row.actor, row.at)
                appeals[question_id] = replace(appeals[question_id], outcome=outcome, decided_at=row.at, by=by)
    return appeals
