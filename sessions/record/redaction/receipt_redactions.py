"""What a question's receipt says of redactions."""

from dataclasses import dataclass

from sessions.log.logged_event import wire_time
from sessions.models import Question, RedactedEntry, RedactionState
from sessions.record.redaction.desk_copies import OWN_ENTRIES
from sessions.record.shown_corrections import Tombstone


@dataclass(frozen=True, slots=True)
class ReceiptRedaction:
    line: Tombstone
    is_of_answer: bool


def redactions_of_question(question: Question) -> list[ReceiptRedaction]:
    """The confirmed ones, the oldest first: of its own words once, and of its answers."""
    rows = RedactedEntry.objects.filter(question=question, redaction__state=RedactionState.CONFIRMED)
    told = [_told(entry) for entry in rows.select_related("redaction").order_by("redaction__decided_at", "n")]
    return [each for place, each in enumerate(told) if each not in told[:place]]


def _told(entry: RedactedEntry) -> ReceiptRedaction:
    redaction = entry.redaction
    at = wire_time(redaction.decided_at or redaction.proposed_at)
    line = {"ground": redaction.ground, "authority": redaction.authority, "at": at}
    return ReceiptRedaction(line, is_of_answer=entry.type not in OWN_ENTRIES)
