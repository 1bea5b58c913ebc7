"""The history of one question, from the log alone: every step that it took, when, and the reasons; never its words."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import UNSET

from sessions.log.event_form import LoggedAs, read_event
from sessions.log.events.desk import (
    AppealDecided,
    AppealMade,
    CorrectionAsked,
    CorrectionDecided,
    DeskAnswered,
    DeskAnsweredInPart,
    DeskApproved,
    DeskAsked,
    DeskDeclined,
    DeskHeld,
    DeskMerged,
    DeskOnNotice,
    DeskRemoved,
    DeskReopened,
    DeskRequeued,
    DeskReturned,
    DeskSeparated,
    DeskTaken,
    DeskUnmerged,
    DeskWithdrawn,
)
from sessions.models import Event, Question, StreamName

STEPS: dict[type, str] = {
    DeskAsked: "asked",
    DeskApproved: "queued",
    DeskHeld: "held",
    DeskDeclined: "declined",
    DeskReopened: "reopened",
    DeskRemoved: "removed",
    DeskMerged: "merged",
    DeskUnmerged: "waiting",
    DeskSeparated: "separated",
    DeskRequeued: "queued",
    DeskWithdrawn: "withdrawn",
    DeskTaken: "on_floor",
    DeskReturned: "returned",
    DeskAnsweredInPart: "in_part",
    DeskAnswered: "answered",
    DeskOnNotice: "on_notice",
    AppealMade: "appealed",
    CorrectionAsked: "correction_asked",
}
"""What everybody with the receipt may know. A decision that could still be undone is left out, and so is a claim."""


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step in the history of a question. reason: a code, or blank.

    step: a value of STEPS, or how an appeal or a correction was decided: appeal_upheld, appeal_overturned,
    appeal_withdrawn, correction_accepted, correction_refused.
    """

    at: datetime
    step: str
    reason: str


def history_of_question(question: Question) -> list[HistoryStep]:
    """The oldest first. One query, through the stream of the question's chat."""
    rows = Event.objects.filter(
        stream__chat_session=question.chat_session_id, stream__name=StreamName.DESK, body__id=str(question.pk)
    )
    steps = []
    for row in rows.order_by("seq"):
        event = read_event(StreamName.DESK, row.type, row.body)
        step = _step(event)
        if step:
            steps.append(HistoryStep(row.at, step, _reason(event)))
    return steps


def _step(event: LoggedAs) -> str:
    if isinstance(event, AppealDecided):
        return f"appeal_{event.appeal}"
    if isinstance(event, CorrectionDecided):
        return "correction_accepted" if event.accepted else "correction_refused"
    return STEPS.get(type(event), "")


def _reason(event: LoggedAs) -> str:
    value = getattr(event, "reason", UNSET)
    return "" if value is UNSET or value is None else str(value)
