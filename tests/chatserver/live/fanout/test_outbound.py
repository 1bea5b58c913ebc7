"""The sending side of one socket."""

import asyncio
import logging

import pytest

from chatserver.live.fanout.outbound import Outbound
from chatserver.live.wire.frames import Prepared, ready_frame
from chatserver.live.wire.protocol import Close
from tests.chatserver.live.wires import Port, Wire

FRAME = Prepared(b'{"type":"beat"}')


async def test_a_frame_is_sent_before_write_returns() -> None:
    wire = Wire()
    line = Outbound(wire.send)
    line.write(FRAME)
    assert wire.types == ["beat"]
    assert line.is_free


async def test_a_full_line_is_not_free_until_it_takes_more_and_then_says_so() -> None:
    wire = Wire()
    line = Outbound(wire.send)
    freed = asyncio.Event()
    line.on_free = freed.set
    wire.is_open.clear()
    line.write(FRAME)
    was_free = line.is_free
    wire.is_open.set()
    await asyncio.wait_for(freed.wait(), 30)
    assert (was_free, line.is_free) == (False, True)
    assert wire.types == ["beat"]


async def test_a_goodbye_is_said_once_and_before_the_close() -> None:
    wire = Wire()
    line = Outbound(wire.send)
    await line.close(Close.TOO_SLOW, "slow", 5)
    await line.close(Close.INTERNAL, "again")
    await line.send(FRAME.text)
    assert [message["type"] for message in wire.sent] == ["websocket.send", "websocket.close"]
    assert wire.frames == [{"type": "bye", "code": 4001, "why": "slow", "after_ms": 5}]
    assert (wire.close_code, line.is_closed) == (4001, True)


async def test_an_answer_goes_by_the_port_and_waits_for_the_server_while_the_port_is_full() -> None:
    wire, port = Wire(), Port()
    line = Outbound(wire.send, port)
    line.write(FRAME)
    await line.send('{"type":"ack"}')
    port.is_full = True
    await line.send('{"type":"nack"}')
    assert port.written == [FRAME.frame, ready_frame(b'{"type":"ack"}')]
    assert wire.types == ["nack"]


async def test_a_client_that_has_gone_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    wire = Wire()
    line = Outbound(wire.send)
    wire.error = ConnectionResetError()
    line.write(FRAME)
    assert line.is_closed
    assert caplog.records == []


async def test_an_error_of_the_server_ends_this_connection_and_is_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    wire = Wire()
    line = Outbound(wire.send)
    wire.error = RuntimeError("Sumi, 98300 00000")
    with caplog.at_level(logging.ERROR):
        line.write(FRAME)
    assert line.is_closed
    [record] = caplog.records
    assert record.__dict__["fault"] is wire.error
    assert "Sumi" not in caplog.text


async def test_a_lost_line_waits_for_nothing() -> None:
    wire = Wire()
    line = Outbound(wire.send)
    wire.is_open.clear()
    line.write(FRAME)
    line.mark_closed()
    await asyncio.sleep(0)
    wire.is_open.set()
    await asyncio.sleep(0)
    assert wire.sent == []


async def test_no_frame_comes_between_the_goodbye_and_the_close() -> None:
    wire, port = Wire(), Port()
    line = Outbound(wire.send, port)
    wire.is_open.clear()
    line.start_closing(Close.TOO_SLOW, "slow")
    assert (port.offer(FRAME.frame), port.written) == (False, [])
    wire.is_open.set()


async def test_where_the_server_has_a_port_it_is_given_the_frame_that_everybody_gets() -> None:
    wire, port = Wire(), Port()
    line = Outbound(wire.send, port)
    line.write(FRAME)
    assert (port.written[0] is FRAME.frame, wire.sent) == (True, [])


async def test_a_full_port_makes_the_line_full_until_it_is_clear() -> None:
    wire, port = Wire(), Port()
    line = Outbound(wire.send, port)
    freed: list[bool] = []
    line.on_free = lambda: freed.append(line.is_free)
    port.is_full = True
    assert not line.is_free
    port.is_full = False
    assert port.on_clear is not None
    port.on_clear()
    assert freed == [True]
    line.mark_closed()
    port.on_clear()
    assert (freed, line.is_free) == ([True], False)


async def test_messages_and_floods_are_asked_for_at_the_port() -> None:
    port = Port()
    line = Outbound(Wire().send, port)
    line.hear(lambda message: message == b"mine")
    assert port.on_text is not None
    assert [port.on_text(message) for message in (b"mine", b"yours")] == [True, False]
    Outbound(Wire().send).hear(lambda _message: True)
