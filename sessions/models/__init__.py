"""The tables of the domain, one module per noun."""

from sessions.models.activity import (
    PUBLIC_ACTIVITY_STATES,
    Activity,
    ActivityEvent,
    ActivityPhoto,
    ActivityState,
    PhotoMoment,
)
from sessions.models.appeal import Appeal, AppealState
from sessions.models.beside_record.figures import RecordFigures
from sessions.models.beside_record.redaction import RedactedEntry, Redaction, RedactionState
from sessions.models.beside_record.translation import RecordTranslation, TranslationBy
from sessions.models.calendar import Change, Closure, ClosureKind, OnClosed, Schedule
from sessions.models.call import Call
from sessions.models.chat_session import (
    AHEAD_STATES,
    KEEP_REPLIES,
    NOT_OVER_STATES,
    OPEN_STATES,
    RECORD_STATES,
    ChatSession,
    ChatSessionState,
)
from sessions.models.clock_reading import ClockReading
from sessions.models.digest import Digest, DigestFollowing
from sessions.models.event import CHAT_STREAMS, MONTH_STREAMS, Event, StoredReply, Stream, StreamName
from sessions.models.installation_log import LogCheckpoint, LogKey, LogLeaf, LogOrigin
from sessions.models.joined_support import JoinedSupport, SupportTree
from sessions.models.matters.beside import (
    MatterAlert,
    MatterClock,
    MatterEvent,
    MatterPhoto,
    MatterReply,
    MatterSupport,
    MatterVerdict,
    PhotoState,
    PhotoUse,
    ReplyState,
    Verdict,
)
from sessions.models.matters.category import Category
from sessions.models.matters.following import MatterFollowing
from sessions.models.matters.imported import ImportedMatter
from sessions.models.matters.matter import (
    ENDED_STATES,
    SCREENED_STATES,
    SHOWN_STATES,
    WORK_STATES,
    Matter,
    MatterKind,
    MatterSource,
    MatterState,
)
from sessions.models.matters.month_log import MonthLog
from sessions.models.matters.month_record import MonthRecord, MonthText
from sessions.models.matters.open311 import Open311Key, Open311Post, Open311Sending, SendingState
from sessions.models.matters.timeline import TimelineEntry, TimelineKind, TimelineNews
from sessions.models.matters.unprepared import UnpreparedPhoto
from sessions.models.people.answered_next_door import AnsweredNextDoor
from sessions.models.people.ban import Ban
from sessions.models.people.consent import Consent
from sessions.models.people.feed_address import FeedAddress
from sessions.models.people.invite import Invite
from sessions.models.people.move import CoolDown, Move
from sessions.models.people.reminder import (
    ADDRESS_CHANNELS,
    ADDRESS_CHOICES,
    NEWS_KINDS,
    Channel,
    Following,
    Reminder,
    ReminderKind,
    ReminderRound,
    ReminderState,
)
from sessions.models.people.report import Report
from sessions.models.people.waiver import SecondAct, Waiver, WaiverReason
from sessions.models.post import CopyState, Post, PostCopy, PostOccasion, PostSettings, PostState, PostTarget, Removal
from sessions.models.promises.beside import PromiseEvent, PromiseVerdict
from sessions.models.promises.promise import (
    MADE_STATES,
    OWED_STATES,
    ClaimEnd,
    Promise,
    PromiseBy,
    PromiseKind,
    PromiseState,
    promise_state_label,
)
from sessions.models.question import (
    ANSWERED_STATES,
    UNDECIDED_STATES,
    Answer,
    Backing,
    Correction,
    Mute,
    Question,
    QuestionKind,
    QuestionState,
    Standing,
)
from sessions.models.queue_order import Beacon, QueueOrder
from sessions.models.record import QuestionCorrection, Record, RecordCheckpoint, RecordText
from sessions.models.search import ActivityText, MatterText, PromiseText, SearchEntry, SearchText
from sessions.models.time_stamp import CheckpointTimeStamp
from sessions.models.wards.chair import Chair
from sessions.models.wards.landmark import Landmark
from sessions.models.wards.office import Appointment, Duty, Office, OfficeKind, TermOfOffice
from sessions.models.wards.outline import Outline, WardMap
from sessions.models.wards.ward import Borough, Ward, WardPin
from sessions.models.write_probe import WriteProbe
from sessions.models.written_draft import WrittenDraft

__all__ = [
    "ADDRESS_CHANNELS",
    "ADDRESS_CHOICES",
    "AHEAD_STATES",
    "ANSWERED_STATES",
    "CHAT_STREAMS",
    "ENDED_STATES",
    "KEEP_REPLIES",
    "MADE_STATES",
    "MONTH_STREAMS",
    "NEWS_KINDS",
    "NOT_OVER_STATES",
    "OPEN_STATES",
    "OWED_STATES",
    "PUBLIC_ACTIVITY_STATES",
    "RECORD_STATES",
    "SCREENED_STATES",
    "SHOWN_STATES",
    "UNDECIDED_STATES",
    "WORK_STATES",
    "Activity",
    "ActivityEvent",
    "ActivityPhoto",
    "ActivityState",
    "ActivityText",
    "Answer",
    "AnsweredNextDoor",
    "Appeal",
    "AppealState",
    "Appointment",
    "Backing",
    "Ban",
    "Beacon",
    "Borough",
    "Call",
    "Category",
    "Chair",
    "Change",
    "Channel",
    "ChatSession",
    "ChatSessionState",
    "CheckpointTimeStamp",
    "ClaimEnd",
    "ClockReading",
    "Closure",
    "ClosureKind",
    "Consent",
    "CoolDown",
    "CopyState",
    "Correction",
    "Digest",
    "DigestFollowing",
    "Duty",
    "Event",
    "FeedAddress",
    "Following",
    "ImportedMatter",
    "Invite",
    "JoinedSupport",
    "Landmark",
    "LogCheckpoint",
    "LogKey",
    "LogLeaf",
    "LogOrigin",
    "Matter",
    "MatterAlert",
    "MatterClock",
    "MatterEvent",
    "MatterFollowing",
    "MatterKind",
    "MatterPhoto",
    "MatterReply",
    "MatterSource",
    "MatterState",
    "MatterSupport",
    "MatterText",
    "MatterVerdict",
    "MonthLog",
    "MonthRecord",
    "MonthText",
    "Move",
    "Mute",
    "Office",
    "OfficeKind",
    "OnClosed",
    "Open311Key",
    "Open311Post",
    "Open311Sending",
    "Outline",
    "PhotoMoment",
    "PhotoState",
    "PhotoUse",
    "Post",
    "PostCopy",
    "PostOccasion",
    "PostSettings",
    "PostState",
    "PostTarget",
    "Promise",
    "PromiseBy",
    "PromiseEvent",
    "PromiseKind",
    "PromiseState",
    "PromiseText",
    "PromiseVerdict",
    "Question",
    "QuestionCorrection",
    "QuestionKind",
    "QuestionState",
    "QueueOrder",
    "Record",
    "RecordCheckpoint",
    "RecordFigures",
    "RecordText",
    "RecordTranslation",
    "RedactedEntry",
    "Redaction",
    "RedactionState",
    "Reminder",
    "ReminderKind",
    "ReminderRound",
    "ReminderState",
    "Removal",
    "ReplyState",
    "Report",
    "Schedule",
    "SearchEntry",
    "SearchText",
    "SecondAct",
    "SendingState",
    "Standing",
    "StoredReply",
    "Stream",
    "StreamName",
    "SupportTree",
    "TermOfOffice",
    "TimelineEntry",
    "TimelineKind",
    "TimelineNews",
    "TranslationBy",
    "UnpreparedPhoto",
    "Verdict",
    "Waiver",
    "WaiverReason",
    "Ward",
    "WardMap",
    "WardPin",
    "WriteProbe",
    "WrittenDraft",
    "promise_state_label",
]
