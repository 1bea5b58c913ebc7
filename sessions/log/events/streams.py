"""Which events stand in which stream of the log."""

from sessions.log.events.chat_session import (
    SessionAnnounced,
    SessionCancelled,
    SessionClosed,
    SessionExtended,
    SessionHandedOver,
    SessionMoved,
    SessionOpened,
    SessionSealed,
    SessionSlowed,
    SessionWarned,
)
from sessions.log.events.desk import (
    AppealDecided,
    AppealMade,
    CorrectionAsked,
    CorrectionDecided,
    DecisionReread,
    DeskAnswered,
    DeskAnsweredInPart,
    DeskApproved,
    DeskAsked,
    DeskClaimed,
    DeskDecisionPending,
    DeskDecisionUndone,
    DeskDeclined,
    DeskHeld,
    DeskMerged,
    DeskNoted,
    DeskOnNotice,
    DeskPassedOn,
    DeskRedacted,
    DeskReleased,
    DeskRemoved,
    DeskReopened,
    DeskReported,
    DeskReportsDismissed,
    DeskRequeued,
    DeskReturned,
    DeskReworded,
    DeskSeparated,
    DeskTaken,
    DeskTopicSet,
    DeskUnmasked,
    DeskUnmerged,
    DeskWithdrawn,
    OfficialCalled,
    OfficialSentBack,
    ResidentBanned,
    ResidentMuted,
    ResidentUnmuted,
)
from sessions.log.events.months import (
    DeskMatterAppealDecided,
    DeskMatterAppealed,
    DeskMatterDecided,
    DeskMatterLodged,
    DeskMatterWithdrawn,
    MatterOverdue,
    MatterPhotoHidden,
    MatterPhotoShown,
    MatterPublished,
    MatterReplied,
    MatterStepped,
    MatterSupported,
    MonthSealed,
)
from sessions.log.events.promises_and_activities import (
    ActivityPhotoHidden,
    ActivityPhotoShown,
    ActivityPublished,
    ActivityWithdrawn,
    DigestMade,
    PromiseMade,
    PromiseProposed,
    PromiseStepped,
)
from sessions.log.events.room import (
    AnswerCorrected,
    AnswerGiven,
    NoticeCorrected,
    NoticePosted,
    OwedAnswered,
    OwedListed,
    OwedStepped,
    PromiseNoted,
    QuestionAnswered,
    QuestionCorrected,
    QuestionDeclined,
    QuestionMerged,
    QuestionOnNotice,
    QuestionQueued,
    QuestionRedacted,
    QuestionRemoved,
    QuestionReturned,
    QuestionTaken,
    QuestionUnited,
    QuestionUnmerged,
    QuestionWithdrawn,
    SupportHeld,
    SupportSettled,
    TopicSet,
)

SessionEvent = (
    SessionAnnounced
    | SessionMoved
    | SessionHandedOver
    | SessionOpened
    | SessionWarned
    | SessionExtended
    | SessionSlowed
    | SessionClosed
    | SessionSealed
    | SessionCancelled
)
QuestionEvent = (
    QuestionQueued
    | QuestionWithdrawn
    | QuestionMerged
    | QuestionUnmerged
    | QuestionUnited
    | QuestionTaken
    | TopicSet
    | QuestionCorrected
    | QuestionReturned
    | QuestionAnswered
    | QuestionOnNotice
    | QuestionDeclined
    | QuestionRemoved
)
OwedEvent = OwedListed | OwedAnswered | OwedStepped
PublicEvent = (
    SessionEvent
    | QuestionEvent
    | OwedEvent
    | AnswerGiven
    | AnswerCorrected
    | NoticePosted
    | NoticeCorrected
    | QuestionRedacted
    | PromiseNoted
    | SupportHeld
    | SupportSettled
)
AuthorsEvent = (
    DeskAsked
    | DeskClaimed
    | DeskReleased
    | DeskUnmasked
    | DeskApproved
    | DeskHeld
    | DeskDeclined
    | DeskReopened
    | DeskRemoved
    | DeskMerged
    | DeskReworded
    | DeskUnmerged
    | DeskSeparated
    | DeskRequeued
    | DeskWithdrawn
    | DeskTaken
    | DeskReturned
    | DeskAnswered
    | DeskAnsweredInPart
    | DeskOnNotice
    | DeskTopicSet
    | DeskRedacted
    | DeskReported
    | DeskReportsDismissed
    | AppealMade
    | AppealDecided
    | CorrectionAsked
    | CorrectionDecided
)
"""The desk's events that the question's author is told privately."""

DesksOwnEvent = DeskDecisionPending | DeskDecisionUndone | DeskPassedOn | DeskNoted
"""What only moderators are told about a question."""

DeskEvent = (
    AuthorsEvent
    | DesksOwnEvent
    | DecisionReread
    | ResidentMuted
    | ResidentUnmuted
    | ResidentBanned
    | OfficialCalled
    | OfficialSentBack
)
AnyEvent = PublicEvent | DeskEvent

PromiseOrActivityEvent = (
    PromiseProposed
    | PromiseMade
    | PromiseStepped
    | ActivityPublished
    | ActivityWithdrawn
    | ActivityPhotoShown
    | ActivityPhotoHidden
    | DigestMade
)
WardEvent = (
    MatterPublished
    | MatterStepped
    | MatterReplied
    | MatterPhotoShown
    | MatterPhotoHidden
    | MatterSupported
    | MatterOverdue
    | PromiseOrActivityEvent
    | MonthSealed
)
"""What everybody may read in a ward's stream."""

WardDeskEvent = (
    DeskMatterLodged | DeskMatterDecided | DeskMatterWithdrawn | DeskMatterAppealed | DeskMatterAppealDecided
)

MonthLogEvent = WardEvent | WardDeskEvent

DECLARED = {"public": PublicEvent, "desk": DeskEvent, "ward": WardEvent, "ward_desk": WardDeskEvent}
"""By the stream's name."""
