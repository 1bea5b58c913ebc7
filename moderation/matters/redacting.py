"""Destroy what moderators and authors wrote to each other about a complaint whose words are redacted."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model

from moderation.models import MatterAppeal, WaitingMatterDecision
from sessions.contract.desk_times import MATTER_UNDO_SECONDS


def tables_with_words() -> tuple[type[Model], ...]:
    """The tables that hold such words."""
    return MatterAppeal, WaitingMatterDecision


def destroy_written_about(matter_id: UUID, until: datetime) -> bool:
    """A decision that waits to be carried out is about words that are gone; its note may repeat them."""
    appeals = MatterAppeal.objects.filter(matter=matter_id, made_at__lte=until).exclude(words="", note="")
    made_until = until + timedelta(seconds=MATTER_UNDO_SECONDS)
    waiting, _by_table = WaitingMatterDecision.objects.filter(matter=matter_id, until__lte=made_until).delete()
    return appeals.update(words="", note="") + waiting > 0
