"""The text of the server's frames."""

import json
from typing import Any

from msgspec import Raw

from chatserver.live.wire import protocol as wire
from tests.running.tables import table


@table(
    ("frame", "text"),
    [
        (
            wire.Welcome(epoch="e", seq=3, you=wire.You(role="visitor", may=(), questions=[], backed=[])),
            {"type": "welcome", "v": 1, "epoch": "e", "seq": 3}
            | {"you": {"role": "visitor", "may": [], "questions": [], "backed": []}},
        ),
        (
            wire.Snapshot(stream="desk", epoch="e", seq=3, state=Raw(b'{"questions":[]}')),
            {"type": "snapshot", "stream": "desk", "epoch": "e", "seq": 3, "state": {"questions": []}},
        ),
        (
            wire.Events(stream="public", epoch="e", first=4, seq=4, events=[Raw(b'{"seq":4}')]),
            {"type": "events", "stream": "public", "epoch": "e", "first": 4, "seq": 4, "events": [{"seq": 4}]},
        ),
        (
            wire.Events(
                stream="public",
                epoch="e",
                first=5,
                seq=4,
                events=[],
                counts=wire.Counts(present=2, visitors=3, backing={"q": 1}),
            ),
            {
                "type": "events",
                "stream": "public",
                "epoch": "e",
                "first": 5,
                "seq": 4,
                "events": [],
                "counts": {"present": 2, "visitors": 3, "backing": {"q": 1}},
            },
        ),
        (wire.Ack(ref="r", result={"a": 1}), {"type": "ack", "ref": "r", "result": {"a": 1}}),
        (
            wire.Ack(ref="r", result={}, duplicate=True),
            {"type": "ack", "ref": "r", "result": {}, "duplicate": True},
        ),
        (
            wire.Note(question="q", state="declined", version=2, reason="attack"),
            {
                "type": "note",
                "about": "question",
                "question": "q",
                "state": "declined",
                "version": 2,
                "reason": "attack",
                "note": None,
                "into": None,
                "due_on": None,
            },
        ),
        (
            wire.Beat(seq=1, now="2027-01-02T18:03:11.120Z"),
            {"type": "beat", "seq": 1, "now": "2027-01-02T18:03:11.120Z"},
        ),
        (
            wire.Bye(code=wire.Close.GOING_DOWN, why="…", after_ms=5),
            {"type": "bye", "code": 4000, "why": "…", "after_ms": 5},
        ),
    ],
)
def test_a_frame_is_one_object_with_its_type(frame: wire.Frame, text: dict[str, Any]) -> None:
    assert json.loads(wire.encode(frame)) == text


def test_the_facts_of_a_nack_stand_beside_its_fields_and_replace_none() -> None:
    nack = wire.Nack(ref="r", code="stale", message="…")
    facts = {"question": "q", "state": "queued", "version": 3, "code": "ok", "type": "ack"}
    assert json.loads(wire.encode_nack(nack, facts)) == {
        "type": "nack",
        "ref": "r",
        "code": "stale",
        "message": "…",
        "retry": False,
        "after_ms": None,
        "question": "q",
        "state": "queued",
        "version": 3,
    }


def test_text_is_sent_as_it_is_and_not_escaped() -> None:
    assert "জল" in wire.encode(wire.Ack(ref="r", result={"text": "জল"}))
