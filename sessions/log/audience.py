"""Who is told about an event: the one function that decides it; pure."""

from typing import Literal, NamedTuple, assert_never
from uuid import UUID

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
from sessions.log.events.streams import AnyEvent, MonthLogEvent


class Audience(NamedTuple):
    """Everybody who follows the stream, and the people who are told privately, each by a note."""

    stream: Literal["public", "desk", "ward", "ward_desk"]
    is_author_told: bool = False
    official: UUID | None = None


def audience_of(event: AnyEvent | MonthLogEvent) -> Audience:
    """Decide who is told about an event; no other code decides it. Raises ValueError for an id that is none."""
    return Audience(_month_stream_of(event)) if isinstance(event, MonthLogEvent) else _audience_in_chat(event)


def _audience_in_chat(event: AnyEvent) -> Audience:
    match event:
        case (
            SessionAnnounced()
            | SessionMoved()
            | SessionHandedOver()
            | SessionOpened()
            | SessionWarned()
            | SessionExtended()
            | SessionSlowed()
            | SessionClosed()
            | SessionSealed()
            | SessionCancelled()
        ):
            return Audience("public")
        case (
            QuestionQueued()
            | QuestionWithdrawn()
            | QuestionMerged()
            | QuestionUnmerged()
            | QuestionUnited()
            | QuestionTaken()
            | TopicSet()
            | QuestionCorrected()
            | QuestionReturned()
            | QuestionAnswered()
            | QuestionOnNotice()
            | QuestionDeclined()
            | QuestionRemoved()
        ):
            return Audience("public")
        case (
            AnswerGiven()
            | AnswerCorrected()
            | NoticePosted()
            | NoticeCorrected()
            | QuestionRedacted()
            | PromiseNoted()
            | OwedListed()
            | OwedAnswered()
            | OwedStepped()
            | SupportHeld()
            | SupportSettled()
        ):
            return Audience("public")
        case (
            DeskAsked()
            | DeskClaimed()
            | DeskReleased()
            | DeskUnmasked()
            | DeskApproved()
            | DeskHeld()
            | DeskDeclined()
            | DeskReopened()
            | DeskRemoved()
            | DeskMerged()
            | DeskReworded()
            | DeskUnmerged()
            | DeskSeparated()
            | DeskRequeued()
            | DeskWithdrawn()
            | DeskTaken()
            | DeskReturned()
            | DeskAnswered()
            | DeskAnsweredInPart()
            | DeskOnNotice()
            | DeskTopicSet()
            | DeskRedacted()
            | DeskReported()
            | DeskReportsDismissed()
            | AppealMade()
            | AppealDecided()
            | CorrectionAsked()
            | CorrectionDecided()
        ):
            return Audience("desk", is_author_told=True)
        case (
            DeskDecisionPending()
            | DeskDecisionUndone()
            | DeskPassedOn()
            | DeskNoted()
            | DecisionReread()
            | ResidentMuted()
            | ResidentUnmuted()
            | ResidentBanned()
        ):
            return Audience("desk")
        case OfficialCalled() | OfficialSentBack():
            return Audience("desk", official=UUID(event.official))
        case _:
            assert_never(event)


def _month_stream_of(event: MonthLogEvent) -> Literal["ward", "ward_desk"]:
    match event:
        case (
            MatterPublished()
            | MatterStepped()
            | MatterReplied()
            | MatterPhotoShown()
            | MatterPhotoHidden()
            | MatterSupported()
            | MatterOverdue()
            | PromiseProposed()
            | PromiseMade()
            | PromiseStepped()
            | ActivityPublished()
            | ActivityWithdrawn()
            | ActivityPhotoShown()
            | ActivityPhotoHidden()
            | DigestMade()
            | MonthSealed()
        ):
            return "ward"
        case (
            DeskMatterLodged()
            | DeskMatterDecided()
            | DeskMatterWithdrawn()
            | DeskMatterAppealed()
            | DeskMatterAppealDecided()
        ):
            return "ward_desk"
        case _:
            assert_never(event)
