"""Which events the public moderation ledger lists: decisions about questions and about people, and appeals; pure."""

from msgspec import UNSET

from sessions.log.event_form import LoggedAs, tag_of
from sessions.log.events import (
    AppealDecided,
    AppealMade,
    DecisionReread,
    DeskApproved,
    DeskDeclined,
    DeskHeld,
    DeskMerged,
    DeskRemoved,
    DeskReopened,
    DeskReportsDismissed,
    DeskSeparated,
    QuestionTaken,
    ResidentBanned,
    ResidentMuted,
    ResidentUnmuted,
)

LedgerEvent = (
    DeskApproved
    | DeskHeld
    | DeskDeclined
    | DeskMerged
    | DeskSeparated
    | DeskReopened
    | DeskRemoved
    | DeskReportsDismissed
    | ResidentMuted
    | ResidentUnmuted
    | ResidentBanned
    | AppealMade
    | AppealDecided
    | DecisionReread
    | QuestionTaken
)
"""A decision that was undone before it took effect is none of them. A taken question is one where it was an override
of the declared order; the others are the desk's."""

LEDGER_TYPES = frozenset(tag_of(kind) for kind in LedgerEvent.__args__)


def is_in_ledger(event: LoggedAs) -> bool:
    if isinstance(event, QuestionTaken):
        return event.override is not UNSET
    return isinstance(event, LedgerEvent)
