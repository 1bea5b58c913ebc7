"""What the public moderation ledger lists: decisions about questions, people and staff, and appeals; pure."""

from msgspec import UNSET

from sessions.log.event_form import LoggedAs
from sessions.log.events import desk, months, room, staff

LEDGER_DECISIONS: dict[type, str] = {
    desk.DeskApproved: "approved",
    desk.DeskHeld: "held",
    desk.DeskDeclined: "declined",
    desk.DeskMerged: "merged",
    desk.DeskSeparated: "separated",
    desk.DeskReopened: "reopened",
    desk.DeskRemoved: "taken_down",
    desk.DeskReportsDismissed: "reports_dismissed",
    desk.ResidentMuted: "muted",
    desk.ResidentUnmuted: "unmuted",
    desk.ResidentBanned: "banned",
    desk.AppealMade: "appealed",
    desk.AppealDecided: "appeal_decided",
    desk.DecisionReread: "reread",
    desk.CorrectionDecided: "correction_refused",
    room.QuestionTaken: "overridden",
    months.DeskMatterAppealed: "appealed",
    months.DeskMatterAppealDecided: "appeal_decided",
    staff.DutyGiven: "duty_given",
    staff.DutyEnded: "duty_ended",
    staff.DutyResumed: "duty_resumed",
    staff.IndependenceWaived: "independence_waived",
    staff.RedactionConfirmed: "redacted",
    staff.CodesPrinted: "codes_printed",
    staff.CodesCounted: "codes_counted",
}
"""By the event, the name that the ledger gives to the decision: name_of tells it. That of a decision about a complaint
or suggestion stands in its event.

A decision that was undone before it took effect is none of them. A taken question is one where it was an override of
the declared order; those of staff stand in a ward's public stream, the others in the desk's.
"""


def name_of(event: LoggedAs) -> str | None:
    """Return the ledger's name of the decision; None for an event that has no such name."""
    if isinstance(event, desk.CorrectionDecided) and event.accepted:
        return "correction_accepted"
    if isinstance(event, months.DeskMatterDecided):
        return event.decision if event.decision in months.MATTER_DECISIONS else None
    return LEDGER_DECISIONS.get(type(event))


def is_in_ledger(event: LoggedAs) -> bool:
    if isinstance(event, room.QuestionTaken):
        return event.override is not UNSET
    return isinstance(event, months.DeskMatterDecided) or type(event) in LEDGER_DECISIONS
