"""How far a connection has come: what is told, what is not told twice, and when it is confirmed."""

from typing import Any

import pytest

from chatserver.demo.playing.stream_positions import MissedEvents, StreamPositions
from tests.running.tables import table


def frame(first: int, last: int, stream: str = "public") -> dict[str, Any]:
    told = [{"seq": seq} for seq in range(first, last + 1)]
    return {"type": "events", "stream": stream, "epoch": "E", "first": first, "seq": last, "events": told}


def positions_of(*streams: str) -> StreamPositions:
    found = StreamPositions(None)
    found.take({"type": "welcome", "epoch": "E"}, 0)
    for stream in streams:
        found.take({"type": "snapshot", "stream": stream, "seq": 3, "state": {}}, 0)
    return found


def test_the_first_time_there_is_nowhere_to_resume_from() -> None:
    assert StreamPositions(None).query() == ""


@pytest.mark.parametrize(
    ("streams", "query"),
    [(["public"], "?epoch=E&since=3"), (["public", "desk"], "?epoch=E&since=3&desk_since=3")],
)
def test_it_resumes_each_stream_that_it_has(streams: list[str], query: str) -> None:
    assert positions_of(*streams).query() == query


@table(("first", "last", "since"), [(4, 5, 5), (2, 3, 3), (2, 6, 6), (4, 3, 3)])
def test_a_frame_that_joins_on_moves_it_forward(first: int, last: int, since: int) -> None:
    here = positions_of("public")
    here.take(frame(first, last), 0)
    assert here.query() == f"?epoch=E&since={since}"


@pytest.mark.parametrize("gap", [frame(5, 5), {"type": "beat", "seq": 4}])
def test_a_gap_is_noticed_and_not_passed_over(gap: dict[str, Any]) -> None:
    here = positions_of("public")
    with pytest.raises(MissedEvents):
        here.take(gap, 0)
    assert here.query() == "?epoch=E&since=3"


def test_four_frames_are_confirmed_at_once_and_one_after_two_seconds() -> None:
    here = positions_of("public")
    assert here.confirm_at() is None
    here.take(frame(4, 4), 10.0)
    assert here.confirm_at() == 12.0
    assert here.confirmation(11.9) is None
    assert here.confirmation(12.0) == {"type": "pos", "seq": 4}
    assert here.confirm_at() is None
    for seq in (5, 6, 7, 8):
        here.take(frame(seq, seq), 20.0)
    assert here.confirmation(20.0) == {"type": "pos", "seq": 8}


def test_a_new_connection_owes_nothing_for_the_last_one() -> None:
    here = positions_of("public")
    here.take(frame(4, 4), 10.0)
    here.begin()
    assert here.confirm_at() is None
