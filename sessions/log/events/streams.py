"""Which events stand in which stream of the log."""

from sessions.log.events import chat_session, desk, months, promises_and_activities, room, staff

SessionEvent = (
    chat_session.SessionAnnounced
    | chat_session.SessionMoved
    | chat_session.SessionHandedOver
    | chat_session.SessionOpened
    | chat_session.SessionWarned
    | chat_session.SessionExtended
    | chat_session.SessionSlowed
    | chat_session.SessionClosed
    | chat_session.SessionSealed
    | chat_session.SessionCancelled
)
QuestionEvent = (
    room.QuestionQueued
    | room.QuestionWithdrawn
    | room.QuestionMerged
    | room.QuestionUnmerged
    | room.QuestionUnited
    | room.QuestionTaken
    | room.TopicSet
    | room.StandingSet
    | room.QuestionCorrected
    | room.QuestionReturned
    | room.QuestionAnswered
    | room.QuestionOnNotice
    | room.QuestionDeclined
    | room.QuestionUndecided
    | room.QuestionRemoved
)
OwedEvent = room.OwedListed | room.OwedAnswered | room.OwedStepped
PublicEvent = (
    SessionEvent
    | QuestionEvent
    | OwedEvent
    | room.AnswerGiven
    | room.AnswerCorrected
    | room.NoticePosted
    | room.NoticeCorrected
    | room.QuestionRedacted
    | room.PromiseNoted
    | room.SupportHeld
    | room.SupportSettled
)
AuthorsEvent = (
    desk.DeskAsked
    | desk.DeskClaimed
    | desk.DeskReleased
    | desk.DeskUnmasked
    | desk.DeskApproved
    | desk.DeskHeld
    | desk.DeskDeclined
    | desk.DeskReopened
    | desk.DeskRemoved
    | desk.DeskMerged
    | desk.DeskReworded
    | desk.DeskUnmerged
    | desk.DeskSeparated
    | desk.DeskRequeued
    | desk.DeskWithdrawn
    | desk.DeskTaken
    | desk.DeskReturned
    | desk.DeskAnswered
    | desk.DeskAnsweredInPart
    | desk.DeskOnNotice
    | desk.DeskTopicSet
    | desk.DeskRedacted
    | desk.DeskReported
    | desk.DeskReportsDismissed
    | desk.AppealMade
    | desk.AppealDecided
    | desk.CorrectionAsked
    | desk.CorrectionDecided
)
"""The desk's events that the question's author is told privately."""

DesksOwnEvent = desk.DeskDecisionPending | desk.DeskDecisionUndone | desk.DeskPassedOn | desk.DeskNoted
"""What only moderators are told about a question."""

DeskEvent = (
    AuthorsEvent
    | DesksOwnEvent
    | desk.DecisionReread
    | desk.ResidentMuted
    | desk.ResidentUnmuted
    | desk.ResidentBanned
    | desk.OfficialCalled
    | desk.OfficialSentBack
)
AnyEvent = PublicEvent | DeskEvent

PromiseOrActivityEvent = (
    promises_and_activities.PromiseProposed
    | promises_and_activities.PromiseMade
    | promises_and_activities.PromiseStepped
    | promises_and_activities.ActivityPublished
    | promises_and_activities.ActivityWithdrawn
    | promises_and_activities.ActivityPhotoShown
    | promises_and_activities.ActivityPhotoHidden
    | promises_and_activities.DigestMade
)
StaffEvent = (
    staff.DutyGiven
    | staff.DutyEnded
    | staff.DutyResumed
    | staff.IndependenceWaived
    | staff.RedactionConfirmed
    | staff.CodesPrinted
    | staff.CodesCounted
)
WardEvent = (
    months.MatterPublished
    | months.MatterStepped
    | months.MatterReplied
    | months.MatterPhotoShown
    | months.MatterPhotoHidden
    | months.MatterSupported
    | months.MatterOverdue
    | PromiseOrActivityEvent
    | StaffEvent
    | months.DecisionListed
    | months.MonthSealed
)
"""What everybody may read in a ward's stream."""

WardDeskEvent = (
    months.DeskMatterLodged
    | months.DeskMatterDecided
    | months.DeskMatterWithdrawn
    | months.DeskMatterAppealed
    | months.DeskMatterAppealDecided
)

MonthLogEvent = WardEvent | WardDeskEvent

DECLARED = {"public": PublicEvent, "desk": DeskEvent, "ward": WardEvent, "ward_desk": WardDeskEvent}
"""The declared event types, by the stream's name."""
