"""Few files, and many who want one: connected clients stay, pages are answered, and no core runs hot."""

import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest

from chatserver.serving.process.files import count_free_files
from tests.chatserver.serving.conftest import Start, Tiny, masked, read_all, read_until
from tests.servers.server import ROOT

pytestmark = pytest.mark.variants("start")

FILES = 256
SOCKETS = 96
"""The limits that Connections.share_out() sets."""

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@pytest.mark.costly
def test_the_limit_is_raised_as_far_as_it_goes() -> None:
    program = "from chatserver.serving.process.files import *; print(raise_file_limit(), count_free_files() > 400)"
    command = ["sh", "-c", 'ulimit -n 512; ulimit -Sn 128; exec "$@"', "sh", sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == "512 True\n"


def test_an_open_file_is_no_longer_free() -> None:
    before = count_free_files()
    with socket.socket():
        assert count_free_files() == before - 1
    assert before < resource.getrlimit(resource.RLIMIT_NOFILE)[0]


@pytest.fixture
def poor(start: Start) -> Tiny:
    return start(files=FILES)


@pytest.fixture
def many() -> Iterator[ExitStack]:
    with ExitStack() as exits:
        yield exits


def page(tiny: Tiny) -> bytes:
    with tiny.open() as bare:
        bare.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return read_all(bare)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("fault", 35)
@pytest.mark.row("threat", 39)
def test_beyond_their_share_sockets_are_refused_and_connected_clients_stay(poor: Tiny, many: ExitStack):
    inside, answers = [], []
    for _ in range(2 * SOCKETS):
        bare = many.enter_context(poor.open())
        bare.sendall(HANDSHAKE)
        answers.append(read_until(bare, b"\r\n\r\n")[:12])
        if answers[-1] == b"HTTP/1.1 101":
            inside.append(bare)
    assert answers == [b"HTTP/1.1 101"] * SOCKETS + [b"HTTP/1.1 503"] * SOCKETS
    assert page(poor).endswith(b"hello")
    for bare in inside:
        bare.sendall(masked(b"?"))
        assert read_until(bare, b"\x81\x01?")
    inside[0].close()
    again = b""
    while again != b"HTTP/1.1 101":
        bare = many.enter_context(poor.open())
        bare.sendall(HANDSHAKE)
        again = read_until(bare, b"\r\n\r\n")[:12]
    assert page(poor).endswith(b"hello")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("fault", 35)
def test_connections_that_say_nothing_keep_nobody_out_and_cost_nothing(poor: Tiny, many: ExitStack):
    inside = many.enter_context(poor.open_websocket())
    for _ in range(2 * FILES):
        many.enter_context(poor.open())
    assert page(poor).endswith(b"hello")
    process = psutil.Process(poor.process.pid)
    before = process.cpu_times()
    time.sleep(1.0)
    after = process.cpu_times()
    assert (after.user + after.system) - (before.user + before.system) < 0.5
    assert process.num_fds() < FILES
    inside.sendall(masked(b"?"))
    assert read_until(inside, b"\x81\x01?")


@pytest.mark.long
@pytest.mark.slow
def test_a_server_that_has_no_file_left_goes_on_when_there_are_some_again(poor: Tiny, many: ExitStack):
    """No matter what took them: the sockets' share is not what fails here."""
    many.enter_context(poor.open()).sendall(b"GET /files/3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    poor.says("no file left")
    for _ in range(20):
        many.enter_context(poor.open())
    process = psutil.Process(poor.process.pid)
    before = process.cpu_times()
    time.sleep(1.0)
    after = process.cpu_times()
    assert (after.user + after.system) - (before.user + before.system) < 0.5
    many.close()
    poor.says("files again")
    assert page(poor).endswith(b"hello")
