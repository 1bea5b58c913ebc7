"""Destroy what moderators and authors wrote to each other about a complaint whose words are redacted."""

from datetime import datetime, timedelta
from uuid import UUID

from moderation.models import MatterAppeal, WaitingMatterDecision
from sessions.contract.desk_times import MATTER_UNDO_SECONDS
from sessions.matters.redacting import also_written_about
from sessions.record.redaction.storage import also_hold_words


def connect_redacting_of_decisions() -> None:
    """Once, when the program starts."""
    also_written_about.append(_destroy)
    also_hold_words.extend((MatterAppeal, WaitingMatterDecision))


def _destroy(matter_id: UUID, until: datetime) -> bool:
    """A decision that waits to be carried out is about words that are gone; its note may repeat them."""
    appeals = MatterAppeal.objects.filter(matter=matter_id, made_at__lte=until).exclude(words="", note="")
    made_until = until + timedelta(seconds=MATTER_UNDO_SECONDS)
    waiting, _by_table = WaitingMatterDecision.objects.filter(matter=matter_id, until__lte=made_until).delete()
    return appeals.update(words="", note="") + waiting > 0
