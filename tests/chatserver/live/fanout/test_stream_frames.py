"""One stream in memory: the frames that bring a client from any position to its end."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.live.fanout.stream_frames import StreamFrames
from chatserver.live.wire.protocol import Counts
from chatserver.live.wire.resume import NOWHERE
from sessions.chats.questions.asking import QuestionWords
from sessions.log.events.desk import DeskAsked, DeskDeclined
from sessions.log.events.room import NoticePosted, QuestionQueued, QuestionRemoved
from sessions.log.folding.desk_pieces import next_piece, some_of
from sessions.log.logged_event import LoggedEvent
from sessions.log.replica import MAX_REPLAY_BYTES, MAX_REPLAY_EVENTS, Replica
from tests.clients.frames_without_log import framed
from tests.clients.live_fold import empty, fold
from tests.clients.live_pieces import is_same_desk, next_request, take_piece

AT = datetime(2027, 1, 2, 18, 3, 11, 120000, UTC)
SUMI, RAHUL = UUID(int=1), UUID(int=2)


def notice(seq: int, text: str = "a") -> LoggedEvent:
    return LoggedEvent("public", seq, AT, NoticePosted(text=text))


def asked(seq: int, by: UUID | None, text: str = "canary") -> LoggedEvent:
    return LoggedEvent("desk", seq, AT, DeskAsked(**words(seq, text), version=1), by)


def words(number: int, text: str) -> QuestionWords:
    return {
        "id": f"q{number}",
        "text": text,
        "kind": "question",
        "label": "Sumi",
        "receipt": f"R{number}",
        "asked_at": "2027-01-02T18:00:00.000Z",
    }


def declined(seq: int, question: int, to: UUID) -> LoggedEvent:
    event = DeskDeclined(
        id=f"q{question}", state="declined", version=2, reason="attack", note="Please reword.", claimed_by=None
    )
    return LoggedEvent("desk", seq, AT, event, to)


def public_replica(events: int) -> StreamFrames:
    replica = framed("public")
    replica.apply(notice(seq) for seq in range(1, events + 1))
    return replica


def frame_since(replica: StreamFrames, seq: int, *, with_counts: bool = False) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(replica.frame_since(seq, with_counts=with_counts).raw)
    return frame


def test_a_client_without_a_position_gets_a_snapshot() -> None:
    frame = frame_since(public_replica(2), NOWHERE)
    assert (frame["type"], frame["stream"], frame["epoch"], frame["seq"]) == ("snapshot", "public", "e", 2)
    assert [shown["seq"] for shown in frame["state"]["notices"]] == [1, 2]


def test_a_client_with_a_position_gets_just_the_missing_events() -> None:
    frame = frame_since(public_replica(5), 3)
    assert (frame["type"], frame["first"], frame["seq"]) == ("events", 4, 5)
    assert frame["events"] == [
        {"seq": seq, "type": "notice.posted", "at": "2027-01-02T18:03:11.120Z", "text": "a"} for seq in (4, 5)
    ]


@pytest.mark.parametrize(("events", "since", "kind"), [(300, 0, "events"), (301, 0, "snapshot"), (301, 1, "events")])
def test_a_gap_is_replayed_whole_or_not_at_all(events: int, since: int, kind: str) -> None:
    assert MAX_REPLAY_EVENTS == 300
    assert frame_since(public_replica(events), since)["type"] == kind


def test_a_gap_of_many_bytes_becomes_a_snapshot() -> None:
    known = Replica("public", "e")
    replica = StreamFrames(known)
    replica.apply(notice(seq, "x" * 10_000) for seq in range(1, 41))
    assert known._recent_bytes <= MAX_REPLAY_BYTES
    assert frame_since(replica, 0)["type"] == "snapshot"
    assert frame_since(replica, 39)["type"] == "events"


@pytest.mark.long
@given(st.integers(0, 400), st.data())
def test_from_anywhere_a_client_ends_in_the_same_state(events: int, data: st.DataObject) -> None:
    replica = public_replica(events)
    since = data.draw(st.integers(NOWHERE, events))
    state = empty("public")
    for seq in range(1, since + 1):
        fold("public", state, notice(seq).as_wire())
    frame = frame_since(replica, since)
    if frame["type"] == "snapshot":
        state = frame["state"]
    for event in frame.get("events", []):
        fold("public", state, event)
    assert (frame["seq"], state) == (events, replica.state)


def test_a_desk_of_many_begins_with_a_part_follows_and_is_whole_with_the_rest() -> None:
    replica = framed("desk")
    replica.apply(asked(seq, SUMI) for seq in range(1, 251))
    state = frame_since(replica, NOWHERE)["state"]
    assert len(state["questions"]) == 100
    later = [declined(251, 1, SUMI), declined(252, 250, RAHUL), asked(253, SUMI)]
    replica.apply(later)
    for event in later:
        fold("desk", state, event.as_wire())
    assert state["more"]["missing"] == ["q250"]
    asked_for = []
    while (parameters := next_request(state)) is not None:
        asked_for.append(parameters)
        take_piece(state, answer_of_the_desk(replica, **dict(parameters)))
    assert asked_for == [
        [("id", "q250")],
        [("group", "to_read"), ("after", "q100")],
        [("group", "to_read"), ("after", "q200")],
    ]
    assert is_same_desk(state, replica.state)
    state["questions"][-1]["version"] = 9
    assert not is_same_desk(state, replica.state)


def answer_of_the_desk(replica: StreamFrames, id: str = "", group: Any = None, after: str = "") -> Any:
    piece = some_of(replica.state, [id]) if group is None else next_piece(replica.state, group, after)
    return json.loads(json.dumps({"group": group, **piece}))


def test_a_text_is_made_once_for_all_subscribers() -> None:
    replica = public_replica(5)
    assert replica.frame_since(3, with_counts=False) is replica.frame_since(3, with_counts=False)
    assert replica.frame_since(NOWHERE, with_counts=False) is replica.frame_since(NOWHERE, with_counts=True)
    assert replica.frame_since(99, with_counts=False) is replica.frame_since(NOWHERE, with_counts=False)


def test_the_number_of_kept_texts_is_bounded() -> None:
    replica = public_replica(300)
    for since in range(300):
        replica.frame_since(since, with_counts=True)
    assert len(replica._frames) <= 32


def test_counts_come_with_events_alone_and_in_snapshots() -> None:
    replica = public_replica(2)
    replica.set_counts(Counts(present=3, backing={"q": 7}))
    told = {"present": 3, "visitors": 0, "backing": {"q": 7}}
    assert frame_since(replica, 1, with_counts=True)["counts"] == told
    assert frame_since(replica, NOWHERE)["state"]["counts"] == told
    alone = frame_since(replica, 2, with_counts=True)
    assert (alone["first"], alone["seq"], alone["events"], alone["counts"]) == (3, 2, [], told)
    assert "counts" not in frame_since(replica, 1)


def test_a_new_checkpoint_comes_with_the_counts_to_each_who_has_none_since() -> None:
    replica = public_replica(2)
    replica.set_counts(Counts(present=3, backing={}), "note of 2")
    assert (replica.counts_version, replica.checkpoint_version) == (1, 1)
    brought = json.loads(replica.frame_since(1, with_counts=True, with_checkpoint=True).raw)
    assert brought["counts"] == {"present": 3, "visitors": 0, "backing": {}, "checkpoint": "note of 2"}
    assert "checkpoint" not in frame_since(replica, 1, with_counts=True)["counts"]
    assert frame_since(replica, NOWHERE)["state"]["counts"]["checkpoint"] == "note of 2"
    replica.set_counts(Counts(present=4, backing={}), "note of 2")
    assert (replica.counts_version, replica.checkpoint_version) == (2, 1)


def test_an_author_is_told_of_each_change_without_words_and_without_names() -> None:
    replica = framed("desk")
    replica.apply([asked(1, SUMI), asked(2, RAHUL), declined(3, 1, SUMI)])
    notes = replica.notes_since(SUMI, 0)
    assert notes is not None
    assert [(seq, json.loads(note.raw)) for seq, note in notes] == [
        (1, note(question="q1", state="waiting", version=1, receipt="R1")),
        (3, note(question="q1", state="declined", version=2, reason="attack", note="Please reword.")),
    ]
    assert replica.notes_since(SUMI, 1) == notes[1:]
    assert replica.notes_since(UUID(int=3), 0) == []


def note(**told: Any) -> dict[str, Any]:
    empty_note = {"reason": None, "note": None, "into": None, "due_on": None}
    return {"type": "note", "about": "question"} | empty_note | told


def test_notes_that_may_be_gone_are_reported_as_lost() -> None:
    replica = framed("desk")
    replica.apply(asked(seq, SUMI) for seq in range(1, 400))
    assert replica.notes_since(SUMI, 98) is None
    assert replica.notes_since(RAHUL, 0) == []
    notes = replica.notes_since(SUMI, 99)
    assert notes is not None
    assert len(notes) == 300
    assert sum(map(len, replica._notes.values())) == 300


def test_the_receivers_of_notes_are_known_while_the_events_are_kept() -> None:
    replica = framed("desk")
    replica.apply([asked(1, SUMI), asked(2, RAHUL), asked(3, None)])
    assert [replica.noted_since(seq) for seq in range(4)] == [{SUMI, RAHUL}, {RAHUL}, set(), set()]
    replica.apply(asked(seq, None) for seq in range(4, 400))
    assert replica.noted_since(2) is None
    assert replica.noted_since(NOWHERE) is None


@pytest.mark.row("threat", 13)
def test_a_client_that_comes_back_is_not_sent_the_words_of_a_removed_question() -> None:
    replica = public_replica(1)
    replica.apply([LoggedEvent("public", 2, AT, QuestionQueued(**words(2, "canary")))])
    assert "canary" in str(frame_since(replica, 1))
    replica.apply([LoggedEvent("public", 3, AT, QuestionRemoved(id="q2", reason="attack", backing=0))])
    again = frame_since(replica, 1)
    assert [(event["type"], event["id"]) for event in again["events"]] == [
        ("question.queued", "q2"),
        ("question.removed", "q2"),
    ]
    assert (again["events"][0]["text"], again["events"][0]["label"]) == (None, None)
    assert "canary" not in str(frame_since(replica, NOWHERE))
