"""Time limits go by the seconds that pass, whatever the clock on the wall shows meanwhile."""

import pytest

from tests.chatserver.serving.conftest import PATIENCE_S, Start, Tiny, masked, read_all, read_until

pytestmark = [pytest.mark.slow, pytest.mark.row("fault", 20)]

HOUR_S = 3600
PING = b"\x89"


def set_clock(tiny: Tiny, ahead_s: int) -> None:
    with tiny.open() as bare:
        bare.sendall(b"GET /clock/%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % ahead_s)
        assert read_until(bare, b"hello").startswith(b"HTTP/1.1 200 ")


def test_a_clock_that_shows_tomorrow_cuts_off_no_socket_no_answer_and_no_request(start: Start):
    tiny = start(head_within_s=60.0)
    with tiny.connect() as client, tiny.open() as answered, tiny.open() as asking:
        answered.sendall(b"GET /wait/5 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        tiny.says("waiting")
        asking.sendall(b"GET / HTTP/1.1\r\nHost: ")
        set_clock(tiny, 25 * HOUR_S)
        answer = read_all(answered)
        asking.sendall(b"127.0.0.1\r\n\r\n")
        assert (answer[:13], answer[-5:]) == (b"HTTP/1.1 200 ", b"hello")
        assert read_until(asking, b"hello").startswith(b"HTTP/1.1 200 ")
        client.send("still here")
        assert client.recv(PATIENCE_S) == "still here"


def test_a_clock_that_is_set_back_suspends_no_limit(start: Start):
    tiny = start(head_within_s=5.0)
    with tiny.open() as silent:
        set_clock(tiny, -HOUR_S)
        assert read_all(silent) == b""


def test_a_clock_that_is_set_back_suspends_no_pings(start: Start):
    tiny = start(ping_every_s=1.0)
    with tiny.open_websocket() as bare:
        set_clock(tiny, -HOUR_S)
        bare.sendall(masked(b"?"))
        read_until(bare, b"\x81\x01?")
        assert bare.recv(1) == PING
