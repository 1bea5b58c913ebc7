"""What the public moderation ledger lists: decisions about questions, complaints and people, and appeals; pure."""

from msgspec import UNSET

from sessions.log.event_form import LoggedAs
from sessions.log.events.desk import (
    AppealDecided,
    AppealMade,
    CorrectionDecided,
    DecisionReread,
    DeskApproved,
    DeskDeclined,
    DeskHeld,
    DeskMerged,
    DeskRemoved,
    DeskReopened,
    DeskReportsDismissed,
    DeskSeparated,
    ResidentBanned,
    ResidentMuted,
    ResidentUnmuted,
)
from sessions.log.events.months import MATTER_DECISIONS, DeskMatterAppealDecided, DeskMatterAppealed, DeskMatterDecided
from sessions.log.events.room import QuestionTaken

LEDGER_DECISIONS: dict[type, str] = {
    DeskApproved: "approved",
    DeskHeld: "held",
    DeskDeclined: "declined",
    DeskMerged: "merged",
    DeskSeparated: "separated",
    DeskReopened: "reopened",
    DeskRemoved: "taken_down",
    DeskReportsDismissed: "reports_dismissed",
    ResidentMuted: "muted",
    ResidentUnmuted: "unmuted",
    ResidentBanned: "banned",
    AppealMade: "appealed",
    AppealDecided: "appeal_decided",
    DecisionReread: "reread",
    CorrectionDecided: "correction_refused",
    QuestionTaken: "overridden",
    DeskMatterAppealed: "appealed",
    DeskMatterAppealDecided: "appeal_decided",
}
"""By the event, the name that the ledger gives to the decision: name_of tells it. That of a decision about a complaint
or suggestion stands in its event.

A decision that was undone before it took effect is none of them. A taken question is one where it was an override of
the declared order; the others are the desk's.
"""


def name_of(event: LoggedAs) -> str | None:
    """Of the decision, as the ledger has it; None for an event that is none."""
    if isinstance(event, CorrectionDecided) and event.accepted:
        return "correction_accepted"
    if isinstance(event, DeskMatterDecided):
        return event.decision if event.decision in MATTER_DECISIONS else None
    return LEDGER_DECISIONS.get(type(event))


def is_in_ledger(event: LoggedAs) -> bool:
    if isinstance(event, QuestionTaken):
        return event.override is not UNSET
    return isinstance(event, DeskMatterDecided) or type(event) in LEDGER_DECISIONS
