"""The limits of both servers for plain requests, and whose addresses they believe."""

import signal
import urllib.request

import pytest

from tests.chatserver.serving.conftest import Tiny, read_all, read_until

pytestmark = pytest.mark.slow

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
)


def ask(tiny: Tiny, request: bytes) -> bytes:
    """The first line of the answer, on a connection that the server then closes."""
    with tiny.open() as bare:
        bare.sendall(request)
        return read_all(bare).partition(b"\r\n")[0]


@pytest.mark.long
def test_a_head_without_end_is_refused(shared_tiny: Tiny):
    refused = ask(shared_tiny, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 300_000)
    assert refused[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 431", b"")  # a reset may overtake the words


def test_an_invalid_request_is_refused(shared_tiny: Tiny):
    assert ask(shared_tiny, b"\x16\x03\x01\x02\x00\r\n\r\n")[:12] == b"HTTP/1.1 400"


@pytest.mark.parametrize(
    "headers",
    [
        b"",
        b"Sec-WebSocket-Key: short\r\n",
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: garbage\r\n",
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: " + b"x" * 9_000 + b"\r\nOrigin: http://[\r\n",
    ],
)
def test_an_invalid_handshake_is_refused(shared_tiny: Tiny, headers: bytes):
    assert ask(shared_tiny, HANDSHAKE + headers + b"\r\n")[:12] == b"HTTP/1.1 400"


def test_the_proxy_s_word_about_the_address_is_believed_and_no_other(shared_tiny: Tiny):
    headers = {"X-Real-IP": "203.0.113.7", "X-Forwarded-For": "198.51.100.9", "X_Real_IP": "192.0.2.1"}
    request = urllib.request.Request(f"http://127.0.0.1:{shared_tiny.port}/address", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.read() == b"203.0.113.7 x-forwarded-for x-real-ip"


def test_two_requests_go_over_one_connection(shared_tiny: Tiny):
    with shared_tiny.open() as bare:
        for _ in range(2):
            bare.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert read_until(bare, b"hello").startswith(b"HTTP/1.1 200")


@pytest.mark.long
def test_a_client_that_asks_for_hundreds_of_pages_at_once_and_goes_causes_no_log_line(tiny: Tiny):
    with tiny.open() as bare:
        page = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        bare.sendall(page % b"/wait/0.2" + page % b"/" * 1_000 + b"GET / HTTP/1.1\r\nHo")
        tiny.says("waiting")
    with tiny.open() as other:
        other.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert read_until(other, b"hello").startswith(b"HTTP/1.1 200")
    tiny.process.send(signal.SIGTERM)
    assert tiny.process.wait(20) == 0
