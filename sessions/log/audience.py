"""Decides who is notified of an event: the one function for that; pure."""

from typing import Literal, NamedTuple, assert_never
from uuid import UUID

from sessions.log.events import chat_session, desk, months, promises_and_activities, room, staff
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
            chat_session.SessionAnnounced()
            | chat_session.SessionMoved()
            | chat_session.SessionHandedOver()
            | chat_session.SessionOpened()
            | chat_session.SessionWarned()
            | chat_session.SessionExtended()
            | chat_session.SessionSlowed()
            | chat_session.SessionClosed()
            | chat_session.SessionSealed()
            | chat_session.SessionCancelled()
        ):
            return Audience("public")
        case (
            room.QuestionQueued()
            | room.QuestionWithdrawn()
            | room.QuestionMerged()
            | room.QuestionUnmerged()
            | room.QuestionUnited()
            | room.QuestionTaken()
            | room.TopicSet()
            | room.StandingSet()
            | room.QuestionCorrected()
            | room.QuestionReturned()
            | room.QuestionAnswered()
            | room.QuestionOnNotice()
            | room.QuestionDeclined()
            | room.QuestionUndecided()
            | room.QuestionRemoved()
        ):
            return Audience("public")
        case (
            room.AnswerGiven()
            | room.AnswerCorrected()
            | room.NoticePosted()
            | room.NoticeCorrected()
            | room.QuestionRedacted()
            | room.PromiseNoted()
            | room.OwedListed()
            | room.OwedAnswered()
            | room.OwedStepped()
            | room.SupportHeld()
            | room.SupportSettled()
        ):
            return Audience("public")
        case (
            desk.DeskAsked()
            | desk.DeskClaimed()
            | desk.DeskReleased()
            | desk.DeskUnmasked()
            | desk.DeskApproved()
            | desk.DeskHeld()
            | desk.DeskDeclined()
            | desk.DeskReopened()
            | desk.DeskRemoved()
            | desk.DeskMerged()
            | desk.DeskReworded()
            | desk.DeskUnmerged()
            | desk.DeskSeparated()
            | desk.DeskRequeued()
            | desk.DeskWithdrawn()
            | desk.DeskTaken()
            | desk.DeskReturned()
            | desk.DeskAnswered()
            | desk.DeskAnsweredInPart()
            | desk.DeskOnNotice()
            | desk.DeskTopicSet()
            | desk.DeskRedacted()
            | desk.DeskReported()
            | desk.DeskReportsDismissed()
            | desk.AppealMade()
            | desk.AppealDecided()
            | desk.CorrectionAsked()
            | desk.CorrectionDecided()
        ):
            return Audience("desk", is_author_told=True)
        case (
            desk.DeskDecisionPending()
            | desk.DeskDecisionUndone()
            | desk.DeskPassedOn()
            | desk.DeskNoted()
            | desk.DecisionReread()
            | desk.ResidentMuted()
            | desk.ResidentUnmuted()
            | desk.ResidentBanned()
        ):
            return Audience("desk")
        case desk.OfficialCalled() | desk.OfficialSentBack():
            return Audience("desk", official=UUID(event.official))
        case _:
            assert_never(event)


def _month_stream_of(event: MonthLogEvent) -> Literal["ward", "ward_desk"]:
    match event:
        case (
            months.MatterPublished()
            | months.MatterStepped()
            | months.MatterReplied()
            | months.MatterPhotoShown()
            | months.MatterPhotoHidden()
            | months.MatterSupported()
            | months.MatterOverdue()
            | promises_and_activities.PromiseProposed()
            | promises_and_activities.PromiseMade()
            | promises_and_activities.PromiseStepped()
            | promises_and_activities.ActivityPublished()
            | promises_and_activities.ActivityWithdrawn()
            | promises_and_activities.ActivityPhotoShown()
            | promises_and_activities.ActivityPhotoHidden()
            | promises_and_activities.DigestMade()
            | months.DecisionListed()
            | months.MonthSealed()
        ):
            return "ward"
        case (
            staff.DutyGiven()
            | staff.DutyEnded()
            | staff.DutyResumed()
            | staff.IndependenceWaived()
            | staff.RedactionConfirmed()
            | staff.CodesPrinted()
            | staff.CodesCounted()
        ):
            return "ward"
        case (
            months.DeskMatterLodged()
            | months.DeskMatterDecided()
            | months.DeskMatterWithdrawn()
            | months.DeskMatterAppealed()
            | months.DeskMatterAppealDecided()
        ):
            return "ward_desk"
        case _:
            assert_never(event)
