"""What the play sees of the evening: as the folds say, in the declared order."""

from typing import Any
from uuid import UUID

from chatserver.demo.playing.view import View
from sessions.log.folding.desk_folding import empty_desk
from sessions.log.folding.folding import empty_public

AT = "2027-01-02T18:00:09.000Z"
A, B, C = (str(UUID(int=number)) for number in (1, 2, 3))


def queued(seq: int, question: str, asked_at: str) -> dict[str, Any]:
    return {
        "seq": seq,
        "type": "question.queued",
        "at": asked_at,
        "id": question,
        "text": question,
        "kind": "question",
        "label": "Resident, ward 95",
        "receipt": "R",
        "asked_at": asked_at,
    }


def asked(seq: int, question: str) -> dict[str, Any]:
    return queued(seq, question, f"2027-01-02T18:00:0{seq}.000Z") | {"type": "question.asked", "version": 1}


def live_view() -> View:
    view = View()
    public = {**empty_public(), "session": {"state": "live"}, "counts": {"present": 1, "backing": {}}}
    view.take_snapshot("public", public)
    view.take_snapshot("desk", empty_desk())
    return view


def test_it_is_there_once_both_streams_are() -> None:
    view = View()
    assert not view.is_there.is_set()
    assert live_view().is_there.is_set()


def test_the_queue_is_in_the_declared_order_of_the_latest_counts() -> None:
    view = live_view()
    events = [queued(1, A, "2027-01-02T18:00:01.000Z"), queued(2, B, "2027-01-02T18:00:02.000Z")]
    view.take_events("public", events, None)
    assert [card["id"] for card in view.queue] == [A, B]
    view.take_events("public", [], {"present": 2, "backing": {B: 3}})
    assert [card["id"] for card in view.queue] == [B, A]


def test_it_remembers_what_was_decided_while_it_looked_on() -> None:
    view = live_view()
    view.take_events("desk", [asked(1, A), asked(2, B)], None)
    claimed = {"seq": 3, "type": "question.claimed", "at": AT, "id": A, "state": "waiting", "version": 2}
    approved = {"seq": 4, "type": "question.approved", "at": AT, "id": A, "state": "queued", "version": 3}
    view.take_events("desk", [claimed, approved], None)
    assert view.decided == {A}
    assert (view.state_of(A), view.state_of(B), view.state_of(C)) == ("queued", "waiting", "")


def test_it_is_over_when_the_chat_closes() -> None:
    view = live_view()
    assert not view.is_over
    closed = {
        "seq": 1,
        "type": "session.closed",
        "at": "2027-01-02T19:00:00.000Z",
        "record": "ward-95",
        "backing": {},
        "totals": {},
    }
    view.take_events("public", [closed], None)
    assert view.is_over
