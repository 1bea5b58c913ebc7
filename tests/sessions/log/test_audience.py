"""Who is told of each event: a table of all of them, in which nobody is left out."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec import UNSET

from sessions.log import events
from sessions.log.audience import Audience, audience_of
from sessions.log.event_form import body_of, read_event, tag_of

ROOM, DESK = Audience("public"), Audience("desk")
AUTHOR = Audience("desk", is_author_told=True)
OFFICIAL = UUID(int=7)
CALLED = Audience("desk", official=OFFICIAL)

TOLD: dict[type[events.StreamEvent], Audience] = {
    events.SessionAnnounced: ROOM,
    events.SessionMoved: ROOM,
    events.SessionHandedOver: ROOM,
    events.SessionOpened: ROOM,
    events.SessionWarned: ROOM,
    events.SessionSlowed: ROOM,
    events.SessionExtended: ROOM,
    events.SessionClosed: ROOM,
    events.SessionSealed: ROOM,
    events.SessionCancelled: ROOM,
    events.QuestionQueued: ROOM,
    events.QuestionWithdrawn: ROOM,
    events.QuestionMerged: ROOM,
    events.QuestionUnmerged: ROOM,
    events.QuestionTaken: ROOM,
    events.TopicSet: ROOM,
    events.QuestionReturned: ROOM,
    events.QuestionAnswered: ROOM,
    events.QuestionOnNotice: ROOM,
    events.QuestionDeclined: ROOM,
    events.QuestionRemoved: ROOM,
    events.QuestionUnited: ROOM,
    events.AnswerGiven: ROOM,
    events.AnswerCorrected: ROOM,
    events.NoticeCorrected: ROOM,
    events.QuestionCorrected: ROOM,
    events.NoticePosted: ROOM,
    events.OwedListed: ROOM,
    events.OwedAnswered: ROOM,
    events.OwedStepped: ROOM,
    events.SupportHeld: ROOM,
    events.SupportSettled: ROOM,
    events.QuestionRedacted: ROOM,
    events.PromiseNoted: ROOM,
    events.DeskAsked: AUTHOR,
    events.DeskClaimed: AUTHOR,
    events.DeskReleased: AUTHOR,
    events.DeskUnmasked: AUTHOR,
    events.DeskApproved: AUTHOR,
    events.DeskHeld: AUTHOR,
    events.DeskDeclined: AUTHOR,
    events.DeskReopened: AUTHOR,
    events.DeskRemoved: AUTHOR,
    events.DeskMerged: AUTHOR,
    events.DeskReworded: AUTHOR,
    events.DeskUnmerged: AUTHOR,
    events.DeskSeparated: AUTHOR,
    events.DeskRequeued: AUTHOR,
    events.DeskWithdrawn: AUTHOR,
    events.DeskTaken: AUTHOR,
    events.DeskReturned: AUTHOR,
    events.DeskAnswered: AUTHOR,
    events.DeskAnsweredInPart: AUTHOR,
    events.DeskOnNotice: AUTHOR,
    events.DeskTopicSet: AUTHOR,
    events.DeskRedacted: AUTHOR,
    events.DeskReported: AUTHOR,
    events.DeskReportsDismissed: AUTHOR,
    events.AppealMade: AUTHOR,
    events.AppealDecided: AUTHOR,
    events.CorrectionAsked: AUTHOR,
    events.CorrectionDecided: AUTHOR,
    events.DecisionReread: DESK,
    events.DeskDecisionPending: DESK,
    events.DeskPassedOn: DESK,
    events.DeskNoted: DESK,
    events.DeskDecisionUndone: DESK,
    events.ResidentMuted: DESK,
    events.ResidentUnmuted: DESK,
    events.ResidentBanned: DESK,
    events.OfficialCalled: CALLED,
    events.OfficialSentBack: CALLED,
}


OFFICE = {"kind": "councillor", "name_en": "A", "name_bn": "", "office": "clerk", "for": "city", "en": "A", "bn": "B"}
ID, MOMENT = str(OFFICIAL), "2027-01-02T18:03:11.120Z"
SESSION = {"id": ID, "ward": 95, "starts_at": MOMENT, "ends_at": MOMENT, "office": OFFICE, "order": "backing"}
PENDING = {"decision": "hold", "until": MOMENT}
PLACE = {"start": 1, "end": 9, "checks": ["mobile"]}
WORDS = {"of": 3, "field": "text", "commitment": ID}
VALUES: list[Any] = [ID, MOMENT, MOMENT[:10], True, 3, None, [ID], {ID: 2}, OFFICE, SESSION, PENDING, [PLACE], [WORDS]]
"""One of these fits each field that there is."""


def an_event(kind: type[events.StreamEvent], *, fills_all: bool) -> Any:
    """Fields that may be left out are filled only where fills_all."""
    fields = [each for each in msgspec.structs.fields(kind) if fills_all or each.required]
    return kind(**{each.name: next(values_that_fit(each.type)) for each in fields})


def values_that_fit(kind: Any) -> Iterator[Any]:
    holder: Any = msgspec.defstruct("Holder", [("value", kind)])
    for value in VALUES:
        with suppress(msgspec.ValidationError):
            yield msgspec.convert({"value": value}, holder).value


def test_the_table_has_every_event_that_is_declared() -> None:
    assert set(TOLD) == set(events.PublicEvent.__args__) | set(events.DeskEvent.__args__)


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_who_is_told(kind: type[events.StreamEvent]) -> None:
    assert audience_of(an_event(kind, fills_all=False)) == TOLD[kind]


@pytest.mark.parametrize("fills_all", [True, False])
@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_it_is_read_from_the_log_as_it_was_written(kind: type[events.StreamEvent], fills_all: bool) -> None:
    event = an_event(kind, fills_all=fills_all)
    body = body_of(event)
    assert read_event(TOLD[kind].stream, tag_of(kind), msgspec.json.decode(msgspec.json.encode(body))) == event
    assert [name for name, value in body.items() if value is UNSET or name == "type"] == []


def test_no_event_says_who_asked() -> None:
    """The author's id goes beside the event, into a column that is never sent out."""
    names = {field.name for kind in TOLD for field in msgspec.structs.fields(kind)}
    assert names & {"author", "person", "note_to", "public_id"} == set()
