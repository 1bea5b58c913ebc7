"""Frames found and counted before the parser, compared with another implementation."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from chatserver.serving.clients.incoming_frames import WITHIN_A_HEAD, IncomingFrames
from sessions.contract.limits import FRAMES_PERIOD_S, MAX_BYTES_A_PERIOD, MAX_FRAMES_A_PERIOD

DATA, CONTROL = [Opcode.TEXT, Opcode.BINARY, Opcode.CONT], [Opcode.PING, Opcode.PONG]
EMPTY = {
    "text": Frame(Opcode.TEXT, b"").serialize(mask=True),
    "pong": Frame(Opcode.PONG, b"").serialize(mask=True),
    "fragment": Frame(Opcode.CONT, b"", fin=False).serialize(mask=True),
}

payloads = st.binary(max_size=200) | st.builds(bytes, st.sampled_from([125, 126, 127, 65_535, 65_536]))
frames = st.builds(Frame, st.sampled_from(DATA), payloads, st.booleans()) | st.builds(
    Frame, st.sampled_from(CONTROL), st.binary(max_size=125)
)


@pytest.mark.costly
@given(st.lists(frames, min_size=1, max_size=4), st.lists(st.integers(0, 400), max_size=4), st.booleans())
def test_where_the_next_frame_begins_is_known_however_they_come(sent: list[Frame], cuts: list[int], mask: bool) -> None:
    ends, stream = [0], b""
    for frame in sent:
        stream += frame.serialize(mask=mask)
        ends.append(len(stream))
    incoming = IncomingFrames()
    for begin, end in itertools.pairwise(sorted({0, len(stream), *(min(cut, len(stream)) for cut in cuts)})):
        assert incoming.take(stream[begin:end])
        if incoming.to_come == WITHIN_A_HEAD:
            assert end not in ends
        else:
            assert end + incoming.to_come in ends
    assert incoming.to_come == 0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The current time, as its only member."""
    now = [1000.0]
    monkeypatch.setattr("chatserver.serving.clients.incoming_frames.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("empty", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("size", [1, 7, 1000, 64 * 1024])
def test_frames_of_every_kind_are_counted_in_chunks_of_any_size(clock: list[float], empty: bytes, size: int) -> None:
    incoming = IncomingFrames()
    allowed = empty * MAX_FRAMES_A_PERIOD
    assert all(incoming.take(chunk) for chunk in in_chunks(allowed, size))
    assert not all(incoming.take(chunk) for chunk in in_chunks(empty, size))


def test_a_chunk_known_to_be_one_frame_counts_like_any_other(clock: list[float]) -> None:
    incoming = IncomingFrames()
    assert all(incoming.take_whole(EMPTY["text"]) for _frame in range(MAX_FRAMES_A_PERIOD))
    assert not incoming.take_whole(EMPTY["text"])
    assert not incoming.take(EMPTY["text"])
    clock[0] += FRAMES_PERIOD_S
    assert incoming.take_whole(EMPTY["text"])
    long = bytes(MAX_BYTES_A_PERIOD + 1)
    assert not incoming.take_whole(long)


def in_chunks(stream: bytes, size: int) -> list[bytes]:
    return [stream[at : at + size] for at in range(0, len(stream), size)]


def test_each_period_has_a_new_count(clock: list[float]) -> None:
    incoming = IncomingFrames()
    for _period in range(3):
        assert incoming.take(EMPTY["pong"] * MAX_FRAMES_A_PERIOD)
        clock[0] += FRAMES_PERIOD_S
    assert not incoming.take(EMPTY["pong"] * 2 * (MAX_FRAMES_A_PERIOD + 1))


def test_bytes_are_counted_too(clock: list[float]) -> None:
    incoming = IncomingFrames()
    long = Frame(Opcode.BINARY, bytes(MAX_BYTES_A_PERIOD // 4)).serialize(mask=True)
    assert [incoming.take(long) for _time in range(4)] == [True, True, True, False]
    clock[0] += FRAMES_PERIOD_S
    assert incoming.take(long)
