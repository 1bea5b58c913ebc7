"""The tables of the domain, one module per noun."""

from sessions.models.chat_session import OPEN_STATES, ChatSession, ChatSessionState
from sessions.models.event import Event, StoredReply, Stream, StreamName
from sessions.models.office import Appointment, Duty, Office, OfficeKind
from sessions.models.question import Answer, Backing, Mute, Question, QuestionKind, QuestionState, Report
from sessions.models.record import Record
from sessions.models.ward import Borough, Ward, WardPin

__all__ = [
    "OPEN_STATES",
    "Answer",
    "Appointment",
    "Backing",
    "Borough",
    "ChatSession",
    "ChatSessionState",
    "Duty",
    "Event",
    "Mute",
    "Office",
    "OfficeKind",
    "Question",
    "QuestionKind",
    "QuestionState",
    "Record",
    "Report",
    "StoredReply",
    "Stream",
    "StreamName",
    "Ward",
    "WardPin",
]
