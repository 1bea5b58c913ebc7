"""A client sends without end what costs least to send: the others are served in between."""

import os
import signal
import socket
import struct
import threading
import time
from contextlib import ExitStack, suppress

import pytest
from websockets.sync.client import ClientConnection

from tests.chatserver.serving.conftest import HANDSHAKE, Tiny, masked, read_all, read_until
from tests.measuring.stopwatch import Stopwatch

pytestmark = [pytest.mark.slow, pytest.mark.variants("start", "shared_tiny"), pytest.mark.long]

FLOOD_S = 5.0
ANSWER_WITHIN_S = 2.0
BLOCK = masked(b"!") * 5000


@pytest.mark.row("threat", 38)
def test_a_client_that_sends_without_end_makes_nobody_wait_long(tiny: Tiny):
    with tiny.open_websocket() as flooding, tiny.connect() as other:
        flooding.sendall(masked(b"listen"))
        flood = threading.Thread(target=send_without_end, args=(flooding,))
        flood.start()
        answered_after_s = [round_trip_s(tiny, other) for _time in range(10)]
        flood.join()
    assert max(answered_after_s) < ANSWER_WITHIN_S


def send_without_end(flooding: socket.socket) -> None:
    until = time.monotonic() + FLOOD_S
    with suppress(OSError):
        while time.monotonic() < until:
            flooding.sendall(BLOCK)


def round_trip_s(tiny: Tiny, other: ClientConnection) -> float:
    time.sleep(FLOOD_S / 20)
    watch = Stopwatch(tiny)
    other.send("?")
    other.recv(4 * FLOOD_S)
    return watch.seconds


@pytest.mark.row("threat", 38)
def test_a_client_that_pings_without_end_is_cut_off(tiny: Tiny):
    with tiny.open_websocket() as flooding, tiny.connect() as other:
        flooding.sendall((b"\x89\x80" + bytes(4)) * 1000)
        read_all(flooding)
        assert round_trip_s(tiny, other) < ANSWER_WITHIN_S


def test_a_ping_now_and_then_is_answered(tiny: Tiny):
    with tiny.open_websocket() as bare:
        bare.sendall((b"\x89\x80" + bytes(4)) * 50 + masked(b"?"))
        assert read_until(bare, b"\x81\x01?") == b"\x8a\x00" * 50 + b"\x81\x01?"


EMPTY_FRAMES = {
    "pongs": b"\x8a\x80" + bytes(4),
    "fragments": b"\x00\x80" + bytes(4),
    "texts": b"\x81\x80" + bytes(4),
}


@pytest.mark.row("threat", 38)
@pytest.mark.parametrize("kind", EMPTY_FRAMES)
@pytest.mark.parametrize("size", [500, 7], ids=["in large packets", "in packets that end within a head"])
def test_a_client_that_sends_empty_frames_without_end_is_told_why_and_cut_off(tiny: Tiny, kind: str, size: int):
    begun = b"\x01\x80" + bytes(4) if kind == "fragments" else b""
    with tiny.open_websocket() as flooding, tiny.connect() as other:
        flooding.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        flooding.sendall(masked(b"watch floods"))
        read_until(flooding, b"\x81\x08watching")
        with suppress(OSError):
            flooding.sendall(begun)
            stream = EMPTY_FRAMES[kind] * 1000
            for at in range(0, len(stream), size):
                flooding.sendall(stream[at : at + size])
        assert read_all(flooding).endswith(b"\x88\x02" + struct.pack("!H", 4003))
        tiny.says("gone, hooks None None")
        assert round_trip_s(tiny, other) < ANSWER_WITHIN_S


def test_an_honest_client_s_busiest_moment_is_accepted(tiny: Tiny):
    with tiny.open_websocket() as bare:
        for number in range(100):
            bare.sendall(masked(b"%d" % number) + b"\x8a\x80" + bytes(4))
        assert read_until(bare, b"\x81\x0299").count(b"\x81") == 100


@pytest.mark.row("threat", 39)
def test_for_connections_that_are_reset_before_their_turn_nothing_is_begun(tiny: Tiny):
    os.kill(tiny.process.pid, signal.SIGSTOP)
    for _one in range(300):
        with tiny.open() as bare:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            bare.sendall(HANDSHAKE)
    os.kill(tiny.process.pid, signal.SIGCONT)
    with tiny.connect() as other:
        assert round_trip_s(tiny, other) < ANSWER_WITHIN_S
    tiny.says("gone, hooks None None")
    assert tiny.said.count("gone, hooks None None") == 1


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n'
LARGE_FORMS = {
    "escapes": (FORM, b"a=" + b"%" * 2_900_000),
    "fields": (FORM, b"a=1&" * 725_000),
    "parts": (PARTS, PART * 52_000 + b"--x--\r\n"),
    "lines": (PARTS, PART[:-3] + b"\r\n" * 1_400_000 + b"--x--\r\n"),
}


@pytest.mark.row("threat", 42)
@pytest.mark.parametrize("kind", LARGE_FORMS)
def test_large_forms_that_cost_much_to_read_make_nobody_wait_long(tiny: Tiny, kind: str):
    content_type, body = LARGE_FORMS[kind]
    head = f"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\nConnection: close\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    with tiny.connect() as other, ExitStack() as open_:
        posting = [open_.enter_context(tiny.open()) for _one in range(12)]
        for bare in posting:
            bare.sendall(request)
        assert round_trip_s(tiny, other) < ANSWER_WITHIN_S
        assert [read_all(bare).startswith(b"HTTP/1.1 200 ") for bare in posting] == [True] * 12
