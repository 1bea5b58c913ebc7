"""What an event at the desk tells one person alone: the author of a question, or an official who is called."""

from msgspec import UNSET, UnsetType

from chatserver.live.wire import protocol as wire
from sessions.log.events import AppealDecided, AppealMade, DeskAsked, DeskChange, OfficialCalled, OfficialSentBack
from sessions.log.logged_event import LoggedEvent


def make_note(logged: LoggedEvent) -> wire.Note | wire.CallNote | None:
    """Never words, and never who did it. None for an event without a note."""
    match logged.event:
        case DeskAsked() as asked:
            return wire.Note(question=asked.id, state="waiting", version=asked.version, receipt=asked.receipt)
        case DeskChange() as change:
            return wire.Note(
                question=change.id,
                state=change.state,
                version=change.version,
                reason=_told(change, "reason"),
                note=_told(change, "note"),
                into=_told(change, "into"),
                due_on=_told(change, "due_on"),
                in_place_of=getattr(change, "in_place_of", UNSET),
                appeal=_appeal_after(change),
            )
        case OfficialCalled(question=question_id):
            return wire.CallNote(question=question_id, state="called")
        case OfficialSentBack(question=question_id):
            return wire.CallNote(question=question_id, state="sent_back")
    return None


def _appeal_after(change: DeskChange) -> str | UnsetType:
    """Where the appeal stands, if this event is about it."""
    match change:
        case AppealMade():
            return "made"
        case AppealDecided(appeal=outcome):
            return outcome
    return UNSET


def _told(change: DeskChange, name: str) -> str | None:
    value: str | UnsetType | None = getattr(change, name, None)
    return None if isinstance(value, UnsetType) else value
