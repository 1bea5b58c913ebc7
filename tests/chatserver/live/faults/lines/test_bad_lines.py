"""Frames are lost, repeated and reordered: a client that follows the contract ends where the log does."""

import random
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clients.bad_line import BadLine, RuleFollower
from tests.clients.frames_without_log import framed
from tests.factories.random_evening import RandomEvening
from tests.history.check_reading import check_reading
from tests.history.log_dump import LogDump, StreamDump


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.row("fault", 33)
@given(
    stream=st.sampled_from(["public", "desk"]),
    seed=st.integers(0, 1000),
    steps=st.integers(1, 120) | st.just(800),
    chance=st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_a_client_on_a_bad_line_ends_where_the_log_does(
    stream: Literal["public", "desk"], seed: int, steps: int, chance: random.Random
) -> None:
    evening = RandomEvening(seed, steps)
    events = evening.public if stream == "public" else evening.desk
    line = BadLine(framed(stream), events, chance)
    client = RuleFollower(stream, line.answer)
    for frame in line.frames():
        client.receive(frame)
    if stream == "desk" and "more" in client.state:
        client.complete(line.piece)
    client.journal.seqs = {"public": 0, "desk": 0, stream: client.seq}
    client.journal.states = {"public": {}, "desk": {}, stream: client.state}
    assert list(check_reading([client.journal], dump_of(stream, events))) == []


@pytest.mark.costly
@pytest.mark.row("fault", 33)
def test_a_desk_that_lost_every_frame_asks_for_what_the_snapshot_left_out() -> None:
    events = RandomEvening(seed=0, steps=1200).desk
    line = BadLine(framed("desk"), events, random.Random(0))
    *_lost, beat = line.frames()
    client = RuleFollower("desk", line.answer)
    client.receive(beat)
    assert "more" in client.state
    client.complete(line.piece)
    client.journal.seqs, client.journal.states = {"public": 0, "desk": client.seq}, {"public": {}, "desk": client.state}
    assert list(check_reading([client.journal], dump_of("desk", events))) == []


def dump_of(stream: Literal["public", "desk"], events: list[dict[str, Any]]) -> LogDump:
    return LogDump({stream: StreamDump("e", len(events), events)}, [], [])
