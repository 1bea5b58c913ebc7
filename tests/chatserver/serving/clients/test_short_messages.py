"""Short messages read without the parser, compared with the parser of another implementation."""

from collections.abc import Generator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from chatserver.serving.clients.incoming_frames import read_short_text

POSITION = b'{"type":"pos","seq":1234}'


@given(st.binary(max_size=125))
def test_a_short_text_is_what_was_sent(payload: bytes) -> None:
    assert read_short_text(Frame(Opcode.TEXT, payload).serialize(mask=True)) == payload


@pytest.mark.costly
@given(st.binary(max_size=140))
def test_any_chunk_is_read_as_the_parser_reads_it_or_not_at_all(chunk: bytes) -> None:
    text = read_short_text(chunk)
    if text is not None:
        frame, rest = parse(chunk)
        assert (frame.opcode, frame.fin, frame.data, rest) == (Opcode.TEXT, True, text, 0)


def test_any_other_chunk_is_left_to_the_parser() -> None:
    whole = Frame(Opcode.TEXT, POSITION).serialize(mask=True)
    others = [
        b"",
        whole[:-1],
        whole + b"\x81",
        whole + whole,
        Frame(Opcode.TEXT, POSITION).serialize(mask=False),
        Frame(Opcode.BINARY, POSITION).serialize(mask=True),
        Frame(Opcode.TEXT, POSITION, fin=False).serialize(mask=True),
        bytes([whole[0] | 0x40]) + whole[1:],
        Frame(Opcode.TEXT, bytes(126)).serialize(mask=True),
        b"\x81\xfe" + bytes(130),
    ]
    assert [read_short_text(chunk) for chunk in others] == [None] * len(others)


def parse(chunk: bytes) -> tuple[Frame, int]:
    """One frame, and how many bytes follow it."""
    stream = StreamReader()
    stream.feed_data(chunk)
    parsing: Generator[None, None, Frame] = Frame.parse(stream.read_exact, mask=True)
    try:
        next(parsing)
    except StopIteration as done:
        frame: Frame = done.value
        return frame, len(stream.buffer)
    raise AssertionError("not a whole frame")
