"""The sending side of one socket."""

import asyncio
import logging

import pytest
from autobahn.exception import Disconnected

from chatserver.live.line import Line
from chatserver.live.protocol import Close
from tests.chatserver.live.wires import Wire

FRAME = '{"type":"beat"}'


async def test_a_frame_is_sent_before_write_returns() -> None:
    wire = Wire()
    line = Line(wire.send)
    line.write(FRAME)
    assert wire.types == ["beat"]
    assert line.is_free


async def test_a_full_line_is_not_free_until_it_takes_more_and_then_says_so() -> None:
    wire = Wire()
    line = Line(wire.send)
    freed = asyncio.Event()
    line.on_free = freed.set
    wire.is_open.clear()
    line.write(FRAME)
    was_free = line.is_free
    wire.is_open.set()
    await asyncio.wait_for(freed.wait(), 1)
    assert (was_free, line.is_free) == (False, True)
    assert wire.types == ["beat"]


async def test_a_goodbye_is_said_once_and_before_the_close() -> None:
    wire = Wire()
    line = Line(wire.send)
    await line.hang_up(Close.TOO_SLOW, "slow", 5)
    await line.hang_up(Close.INTERNAL, "again")
    await line.send(FRAME)
    assert [message["type"] for message in wire.sent] == ["websocket.send", "websocket.close"]
    assert wire.frames == [{"type": "bye", "code": 4001, "why": "slow", "after_ms": 5}]
    assert (wire.close_code, line.is_over) == (4001, True)


@pytest.mark.parametrize("gone", [ConnectionResetError(), Disconnected()])
async def test_a_client_that_has_gone_is_no_fault(caplog: pytest.LogCaptureFixture, gone: Exception) -> None:
    wire = Wire()
    line = Line(wire.send)
    wire.error = gone
    line.write(FRAME)
    assert line.is_over
    assert caplog.records == []


async def test_an_error_of_the_server_ends_this_line_and_is_written_down_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    wire = Wire()
    line = Line(wire.send)
    wire.error = RuntimeError("Sumi, 98300 00000")
    with caplog.at_level(logging.ERROR):
        line.write(FRAME)
    assert line.is_over
    assert "RuntimeError" in caplog.text
    assert "Sumi" not in caplog.text


async def test_a_lost_line_waits_for_nothing() -> None:
    wire = Wire()
    line = Line(wire.send)
    wire.is_open.clear()
    line.write(FRAME)
    line.lose()
    await asyncio.sleep(0)
    wire.is_open.set()
    await asyncio.sleep(0)
    assert wire.sent == []
