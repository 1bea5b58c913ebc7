"""Who is told of each event: a table of all of them, in which nobody is left out."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec import UNSET

from sessions.log.audience import Audience, audience_of
from sessions.log.event_form import body_of, read_event, tag_of
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
from sessions.log.events.fields import StreamEvent
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
    QuestionUndecided,
    QuestionUnited,
    QuestionUnmerged,
    QuestionWithdrawn,
    StandingSet,
    SupportHeld,
    SupportSettled,
    TopicSet,
)
from sessions.log.events.streams import DeskEvent, PublicEvent

ROOM, DESK = Audience("public"), Audience("desk")
AUTHOR = Audience("desk", is_author_told=True)
OFFICIAL = UUID(int=7)
CALLED = Audience("desk", official=OFFICIAL)

TOLD: dict[type[StreamEvent], Audience] = {
    SessionAnnounced: ROOM,
    SessionMoved: ROOM,
    SessionHandedOver: ROOM,
    SessionOpened: ROOM,
    SessionWarned: ROOM,
    SessionSlowed: ROOM,
    SessionExtended: ROOM,
    SessionClosed: ROOM,
    SessionSealed: ROOM,
    SessionCancelled: ROOM,
    QuestionQueued: ROOM,
    QuestionWithdrawn: ROOM,
    QuestionMerged: ROOM,
    QuestionUnmerged: ROOM,
    QuestionTaken: ROOM,
    TopicSet: ROOM,
    StandingSet: ROOM,
    QuestionReturned: ROOM,
    QuestionAnswered: ROOM,
    QuestionOnNotice: ROOM,
    QuestionDeclined: ROOM,
    QuestionUndecided: ROOM,
    QuestionRemoved: ROOM,
    QuestionUnited: ROOM,
    AnswerGiven: ROOM,
    AnswerCorrected: ROOM,
    NoticeCorrected: ROOM,
    QuestionCorrected: ROOM,
    NoticePosted: ROOM,
    OwedListed: ROOM,
    OwedAnswered: ROOM,
    OwedStepped: ROOM,
    SupportHeld: ROOM,
    SupportSettled: ROOM,
    QuestionRedacted: ROOM,
    PromiseNoted: ROOM,
    DeskAsked: AUTHOR,
    DeskClaimed: AUTHOR,
    DeskReleased: AUTHOR,
    DeskUnmasked: AUTHOR,
    DeskApproved: AUTHOR,
    DeskHeld: AUTHOR,
    DeskDeclined: AUTHOR,
    DeskReopened: AUTHOR,
    DeskRemoved: AUTHOR,
    DeskMerged: AUTHOR,
    DeskReworded: AUTHOR,
    DeskUnmerged: AUTHOR,
    DeskSeparated: AUTHOR,
    DeskRequeued: AUTHOR,
    DeskWithdrawn: AUTHOR,
    DeskTaken: AUTHOR,
    DeskReturned: AUTHOR,
    DeskAnswered: AUTHOR,
    DeskAnsweredInPart: AUTHOR,
    DeskOnNotice: AUTHOR,
    DeskTopicSet: AUTHOR,
    DeskRedacted: AUTHOR,
    DeskReported: AUTHOR,
    DeskReportsDismissed: AUTHOR,
    AppealMade: AUTHOR,
    AppealDecided: AUTHOR,
    CorrectionAsked: AUTHOR,
    CorrectionDecided: AUTHOR,
    DecisionReread: DESK,
    DeskDecisionPending: DESK,
    DeskPassedOn: DESK,
    DeskNoted: DESK,
    DeskDecisionUndone: DESK,
    ResidentMuted: DESK,
    ResidentUnmuted: DESK,
    ResidentBanned: DESK,
    OfficialCalled: CALLED,
    OfficialSentBack: CALLED,
}


OFFICE = {"kind": "councillor", "name_en": "A", "name_bn": "", "office": "clerk", "for": "city", "en": "A", "bn": "B"}
ID, MOMENT = str(OFFICIAL), "2027-01-02T18:03:11.120Z"
SESSION = {"id": ID, "ward": 95, "starts_at": MOMENT, "ends_at": MOMENT, "office": OFFICE, "order": "backing"}
PENDING = {"decision": "hold", "until": MOMENT}
PLACE = {"start": 1, "end": 9, "checks": ["mobile"]}
WORDS = {"of": 3, "field": "text", "commitment": ID}
TREE = {"size": 3, "root": ID}
ROUND = {"round": 7, "randomness": ID, "signature": ID}
SIMPLE: list[Any] = [ID, MOMENT, MOMENT[:10], True, 3, None, [ID], {ID: 2}, {ID: ID}]
VALUES: list[Any] = [*SIMPLE, OFFICE, SESSION, PENDING, TREE, ROUND, [PLACE], [WORDS]]
"""One of these fits each field that there is."""


def an_event(kind: type[StreamEvent], *, fills_all: bool) -> Any:
    """Fields that may be left out are filled only where fills_all."""
    fields = [each for each in msgspec.structs.fields(kind) if fills_all or each.required]
    return kind(**{each.name: next(values_that_fit(each.type)) for each in fields})


def values_that_fit(kind: Any) -> Iterator[Any]:
    holder: Any = msgspec.defstruct("Holder", [("value", kind)])
    for value in VALUES:
        with suppress(msgspec.ValidationError):
            yield msgspec.convert({"value": value}, holder).value


def test_the_table_has_every_event_that_is_declared() -> None:
    assert set(TOLD) == set(PublicEvent.__args__) | set(DeskEvent.__args__)


@pytest.mark.long
@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_who_is_told(kind: type[StreamEvent]) -> None:
    assert audience_of(an_event(kind, fills_all=False)) == TOLD[kind]


@pytest.mark.long
@pytest.mark.parametrize("fills_all", [True, False])
@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_it_is_read_from_the_log_as_it_was_written(kind: type[StreamEvent], fills_all: bool) -> None:
    event = an_event(kind, fills_all=fills_all)
    body = body_of(event)
    assert read_event(TOLD[kind].stream, tag_of(kind), msgspec.json.decode(msgspec.json.encode(body))) == event
    assert [name for name, value in body.items() if value is UNSET or name == "type"] == []


def test_no_event_says_who_asked() -> None:
    """The author's id goes beside the event, into a column that is never sent out."""
    names = {field.name for kind in TOLD for field in msgspec.structs.fields(kind)}
    assert names & {"author", "person", "note_to", "public_id"} == set()
