"""Ready frames on both servers: sent at once, in order, never outside an open connection."""

import socket
import struct
import time
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from tests.chatserver.serving.conftest import PATIENCE_S, Start, Tiny, masked, read_all, read_until

pytestmark = pytest.mark.slow

MEGABYTE = 1024 * 1024
CLOSED_WITH_4000 = b"\x88\x02" + struct.pack("!H", 4000)


@pytest.mark.long
def test_ready_frames_and_ordinary_ones_come_in_the_order_in_which_they_were_sent(tiny: Tiny):
    with tiny.connect() as client:
        client.send("mix 200")
        received = [client.recv(PATIENCE_S) for _ in range(400)]
    assert received == [f"{kind} {number}" for number in range(200) for kind in ("ready", "sent")]


@pytest.mark.long
def test_a_frame_that_the_transport_takes_in_parts_keeps_its_place(tiny: Tiny):
    with tiny.connect() as client:
        client.send(f"large {20 * MEGABYTE}")
        assert client.recv(PATIENCE_S) == "x" * 20 * MEGABYTE
        assert (client.recv(PATIENCE_S), client.recv(PATIENCE_S)) == ("ready", "sent")


@pytest.mark.long
def test_nothing_is_written_before_the_handshake_and_after_the_close_frame(tiny: Tiny):
    with tiny.open_websocket() as bare:
        bare.sendall(masked(b"close"))
        tiny.says("not clear")
        assert read_until(bare, CLOSED_WITH_4000) == b"\x81\x04last" + CLOSED_WITH_4000
        bare.sendall(b"\x88\x82" + bytes(4) + struct.pack("!H", 4000))
        assert read_all(bare) == b""


@pytest.mark.long
def test_a_full_transport_says_so_and_says_when_it_is_clear_again(tiny: Tiny):
    with tiny.open_websocket() as bare:
        bare.sendall(masked(b"fill"))
        tiny.says("full")
        assert "clear again" not in tiny.said
        bare.setblocking(False)
        drain(bare, tiny)
        tiny.says("clear again")
    tiny.says("gone, hooks None None")


def test_a_full_connection_keeps_no_other_one_waiting_and_what_waits_for_it_comes_when_it_is_read(tiny: Tiny):
    with tiny.open_websocket() as full, tiny.connect() as other:
        for times in (1, 2):
            full.sendall(masked(b"fill"))
            until_said(tiny, "full", times)
            full.sendall(masked(b"waits"))
            other.send("goes on")
            assert other.recv(PATIENCE_S) == "goes on"
            read_until_end(full, b"\x81\x05waits")
            until_said(tiny, "clear again", times)


def until_said(tiny: Tiny, line: str, times: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while tiny.said.count(line) < times:
        assert time.monotonic() < deadline, tiny.log
        time.sleep(0.01)


def read_until_end(bare: socket.socket, end: bytes) -> None:
    last = b""
    while not last.endswith(end):
        last = (last + bare.recv(MEGABYTE))[-len(end) :]


@pytest.mark.long
def test_a_message_after_the_close_is_an_os_error(tiny: Tiny):
    with tiny.open_websocket() as bare:
        bare.sendall(masked(b"speak late"))
        tiny.says("refused")


def drain(bare: socket.socket, tiny: Tiny) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while "clear again" not in tiny.said and time.monotonic() < deadline:
        try:
            bare.recv(MEGABYTE)
        except BlockingIOError:
            time.sleep(0.01)


@pytest.mark.long
@pytest.mark.row("fault", 21)
@pytest.mark.row("threat", 41)
def test_a_client_that_reads_nothing_is_cut_off(start: Start):
    tiny = start(moves_within_s=1.0)
    with tiny.open_websocket() as bare:
        bare.sendall(masked(b"fill"))
        tiny.says("full")
        tiny.says("gone, hooks None None")


@pytest.mark.long
def test_a_client_that_reads_slowly_is_left_in_peace(start: Start):
    tiny = start(moves_within_s=3.0)
    with tiny.open_websocket() as bare:
        bare.sendall(masked(f"large {20 * MEGABYTE}".encode()))
        received = 0
        while received < 20 * MEGABYTE:
            time.sleep(0.25)  # five seconds in total
            received += len(bare.recv(MEGABYTE, socket.MSG_WAITALL))
        assert tiny.said == []


@pytest.mark.long
@pytest.mark.row("threat", 41)
def test_a_close_does_not_wait_for_ever_for_a_client_that_reads_nothing(start: Start):
    tiny = start(moves_within_s=1.0)
    with tiny.open_websocket() as bare:
        bare.sendall(masked(f"large {20 * MEGABYTE}".encode()) + masked(b"close"))
        tiny.says("gone, hooks None None")


@pytest.mark.long
def test_messages_that_are_dealt_with_when_they_come_are_not_received_again(tiny: Tiny):
    with tiny.connect() as client:
        client.send("listen")
        assert client.recv(PATIENCE_S) == "listening"
        for text in ("!one", "two", "!three", "four"):
            client.send(text)
        client.send(["!in ", "parts"])
        client.send("last")
        assert [client.recv(PATIENCE_S) for _ in range(3)] == ["two", "four", "last"]


@pytest.mark.long
def test_a_message_of_invalid_text_closes_its_connection_and_logs_nothing(tiny: Tiny):
    with tiny.open_websocket() as bare:
        bare.sendall(masked(b"\xff\xfe"))
        assert read_all(bare) in (b"\x88\x02" + struct.pack("!H", 1007), b"")
    tiny.says("gone, hooks None None")


@pytest.mark.long
@pytest.mark.row("threat", 35)
def test_a_message_above_a_megabyte_closes_its_connection(tiny: Tiny):
    with tiny.connect() as client:
        client.send("x" * MEGABYTE)
        assert client.recv(PATIENCE_S) == "x" * MEGABYTE
        with suppress(ConnectionClosed):  # this may happen while it is being sent
            client.send("x" * (MEGABYTE + 1))
        with pytest.raises(ConnectionClosed):
            client.recv(PATIENCE_S)
