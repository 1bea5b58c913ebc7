"""How large requests may be, and how long they may take: on both servers, over raw connections."""

import re
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from uuid import uuid4

import psutil
import pytest
from django.urls import reverse

from chatserver.serving.clients.request_limits import max_body_bytes, time_for_body_s
from sessions.contract.limits import MAX_BODY_BYTES, MAX_COMMAND_BYTES, MAX_UPLOADED_BYTES
from tests.chatserver.serving.conftest import Start, Tiny, read_all, read_until

MEGABYTE = 1024 * 1024
COMMAND = b"/read/api/chat/0/commands"


def test_commands_are_known_by_the_addresses_of_our_own_pages() -> None:
    args = [uuid4()]
    pages = [reverse(name, args=args).encode() for name in ("api_commands", "do", "api_events", "room")]
    limits = [max_body_bytes(page + query) for page in pages for query in (b"", b"?a=b")]
    assert limits == [MAX_COMMAND_BYTES] * 4 + [MAX_BODY_BYTES] * 4


def test_forms_with_photos_may_be_larger() -> None:
    pages = [reverse("lodge_matter"), reverse("enter_matter"), reverse("office_matter", args=["95-2027-0001"])]
    pages += [reverse("office_activity", args=[number]) for number in ("95-A-2027-3", "X-A-2027-12")]
    assert {max_body_bytes(page.encode() + query) for page in pages for query in (b"", b"?a=b")} == {MAX_UPLOADED_BYTES}
    assert max_body_bytes(b"/chat/matters/new/") == MAX_BODY_BYTES


def test_a_body_that_takes_long_has_to_come_fast() -> None:
    assert [time_for_body_s(received) for received in (0, 32 * 1024, 3 * MEGABYTE)] == [30, 31, 126]


def post(path: bytes, length: int | None) -> bytes:
    how = b"Transfer-Encoding: chunked" if length is None else b"Content-Length: %d" % length
    return b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\n" % (path, how)


def chunk(size: int) -> bytes:
    return b"%x\r\n%s\r\n" % (size, b"x" * size)


def send_all(bare: socket.socket, piece: bytes, times: int) -> None:
    """Send as much of it as the server takes."""
    with suppress(OSError):
        for _time in range(times):
            bare.sendall(piece)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 42)
@pytest.mark.parametrize(("path", "limit"), [(b"/", MAX_BODY_BYTES), (COMMAND, MAX_COMMAND_BYTES)])
def test_a_body_that_is_announced_too_large_is_refused_before_it_comes(shared_tiny: Tiny, path: bytes, limit: int):
    with shared_tiny.open() as bare:
        bare.sendall(post(path, limit + 1))
        assert read_all(bare).startswith(b"HTTP/1.1 413 ")


@pytest.mark.slow
@pytest.mark.parametrize(("path", "limit"), [(b"/", MAX_BODY_BYTES), (COMMAND, MAX_COMMAND_BYTES)])
def test_a_kept_connection_gets_the_same_refusal(shared_tiny: Tiny, path: bytes, limit: int):
    with shared_tiny.open() as bare:
        bare.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert read_until(bare, b"hello").startswith(b"HTTP/1.1 200 ")
        bare.sendall(post(path, limit + 1))
        assert read_all(bare).startswith(b"HTTP/1.1 413 ")


@pytest.mark.slow
@pytest.mark.row("threat", 42)
def test_a_large_body_behind_an_answer_under_way_ends_the_connection(shared_tiny: Tiny):
    """The answer must not be mixed with the refusal."""
    with shared_tiny.open() as bare:
        bare.sendall(b"GET /wait/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        bare.sendall(post(b"/", 100 * MEGABYTE))
        assert re.findall(rb"HTTP/1.1 \d+", read_all(bare)) in ([], [b"HTTP/1.1 200", b"HTTP/1.1 413"])


@pytest.mark.slow
@pytest.mark.parametrize(("path", "limit"), [(b"/", MAX_BODY_BYTES), (COMMAND, MAX_COMMAND_BYTES)])
def test_a_body_of_the_largest_size_is_taken_and_the_connection_goes_on(shared_tiny: Tiny, path: bytes, limit: int):
    with shared_tiny.open() as bare:
        for _time in range(2):
            bare.sendall(post(path, limit) + b"x" * limit)
            assert read_until(bare, b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")
            read_until(bare, b"hello")
        bare.sendall(post(path, None) + chunk(limit // 2) + b"0\r\n\r\n")
        assert read_until(bare, b"hello").startswith(b"HTTP/1.1 200 ")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 42)
@pytest.mark.parametrize("path", [b"/read", COMMAND])
@pytest.mark.parametrize("how", ["announced", "in chunks", "in trailers", "in one trailer"])
def test_two_hundred_megabytes_are_refused_and_leave_no_trace(tiny: Tiny, path: bytes, how: str):
    piece = {
        "announced": b"x" * MEGABYTE,
        "in chunks": chunk(MEGABYTE),
        "in trailers": (b"X: " + b"y" * 1000 + b"\r\n") * 1000,
        "in one trailer": b"x" * MEGABYTE,
    }[how]
    process = psutil.Process(tiny.process.pid)
    before, files = process.memory_info().rss, process.num_fds()
    with tiny.open() as bare:
        bare.sendall(post(path, 200 * MEGABYTE if how == "announced" else None))
        bare.sendall({"in trailers": b"0\r\n", "in one trailer": b"0\r\nX: "}.get(how, b""))
        send_all(bare, piece, 200)
        highest = process.memory_info().rss
        with suppress(ConnectionResetError):
            assert bare.recv(12) in (b"HTTP/1.1 413", b"HTTP/1.1 400", b"")
    assert highest - before < 10 * MEGABYTE
    until(lambda: process.num_fds() <= files)


COSTLY = {
    "chunks": chunk(1) * 200_000 + b"0\r\n\r\n",
    "chunks with words of their own": (b"1;" + b"a" * 900 + b"\r\nx\r\n") * 6000 + b"0\r\n\r\n",
    "trailers": b"0\r\n" + b"a:\r\n" * 250_000 + b"\r\n",
}
"""The body of a request in chunks: little to send, and much to read or to keep."""


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 42)
@pytest.mark.parametrize("how", COSTLY)
def test_a_body_that_costs_more_to_read_than_to_send_is_refused(tiny: Tiny, how: str):
    process = psutil.Process(tiny.process.pid)
    before = process.memory_info().rss
    with ExitStack() as open_:
        posting = [open_.enter_context(tiny.open()) for _one in range(4)]
        for bare in posting:
            bare.sendall(post(b"/read", None))
            send_all(bare, COSTLY[how], 1)
        answers = {read_all(bare)[:12] for bare in posting}
        assert answers <= {b"HTTP/1.1 413", b"HTTP/1.1 400"}
        assert process.memory_info().rss - before < 30 * MEGABYTE


@pytest.mark.slow
def test_the_largest_body_in_chunks_of_a_kilobyte_is_taken(shared_tiny: Tiny):
    with shared_tiny.open() as bare:
        bare.sendall(post(b"/read", None) + chunk(1024) * (MAX_BODY_BYTES // 1024 - 256) + b"0\r\n\r\n")
        assert read_until(bare, b"hello").startswith(b"HTTP/1.1 200 ")


@pytest.mark.slow
@pytest.mark.row("threat", 34)
def test_trailers_after_a_body_are_no_headers(shared_tiny: Tiny):
    with shared_tiny.open() as bare:
        bare.sendall(post(b"/address", None) + b"0\r\nX-Real-IP: 9.9.9.9\r\nX-Other: a\r\n\r\n")
        assert read_until(bare, b"127.0.0.1 ").startswith(b"HTTP/1.1 200 ")


def until(is_so: Callable[[], bool], within_s: float = 10) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def hasty(start: Start) -> Tiny:
    """A server that allows a second for a head and two for a body."""
    return start(head_within_s=1.0, body_within_s=2.0)


SLOW = {
    "nothing at all": (b"", b""),
    "a head": (b"GET / HTTP/1.1\r\nHost: ", b"x"),
    "a handshake": (b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nHost: ", b"x"),
    "a body": (post(b"/", 100_000), b"x"),
    "chunks": (post(b"/read", None), b"1\r\nx\r\n"),
}


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 40)
def test_a_client_that_sends_byte_by_byte_is_cut_off_and_makes_nobody_wait(hasty: Tiny):
    began = time.monotonic()
    slow = [(name, hasty.open(), more) for name, (_begin, more) in SLOW.items() for _time in range(10)]
    for name, bare, _more in slow:
        bare.sendall(SLOW[name][0])
    while slow := [one for one in slow if goes_on(*one[1:])]:
        assert time.monotonic() - began < 20, {name for name, _bare, _more in slow}
        with hasty.open() as other:
            other.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert read_until(other, b"hello").startswith(b"HTTP/1.1 200 ")
        time.sleep(0.1)


def goes_on(bare: socket.socket, more: bytes) -> bool:
    """Send some more; answers whether the server still listens. If not, this side closes, too."""
    bare.setblocking(False)
    try:
        bare.sendall(more)
        is_over = bare.recv(1000) == b""
    except BlockingIOError:
        is_over = False
    except OSError:
        is_over = True
    if is_over:
        bare.close()
    return not is_over


@pytest.mark.long
@pytest.mark.slow
def test_a_connection_that_is_kept_may_be_quiet_for_longer_than_a_head(hasty: Tiny):
    with hasty.open() as bare:
        for _time in range(2):
            bare.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert read_until(bare, b"hello").startswith(b"HTTP/1.1 200 ")
            time.sleep(1.5)
        bare.sendall(b"GET / HTTP/1.1\r\n")
        assert read_all(bare) == b""


PIECES = 2000


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 41)
def test_of_an_answer_in_pieces_no_more_is_made_than_the_client_reads(tiny: Tiny):
    with tiny.open(receives=4096) as bare:
        bare.sendall(b"GET /pieces/%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % PIECES)
        read_until(bare, b"\r\n\r\n")
        for _time in range(200):
            with tiny.open() as other:
                other.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert read_until(other, b"hello").startswith(b"HTTP/1.1 200 ")
    until(lambda: any(line.startswith("sent ") for line in tiny.said), within_s=30)
    [sent] = [int(line.removeprefix("sent ")) for line in tiny.said if line.startswith("sent ")]
    assert sent < PIECES / 10


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 41)
def test_who_reads_an_answer_in_pieces_slowly_gets_all_of_it_and_who_reads_nothing_is_cut_off(start: Start):
    tiny = start(moves_within_s=8.0, idle_within_s=8.0, response_within_s=4.0)
    request = b"GET /pieces/400 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with tiny.open() as slow, tiny.open(receives=4096) as still:
        slow.sendall(request)
        still.sendall(request)
        received = 0
        while part := slow.recv(64 * 1024):
            received += len(part)
            time.sleep(len(part) / (4 * MEGABYTE))  # six seconds in total
        assert received > 25 * MEGABYTE
        until(lambda: len([line for line in tiny.said if line.startswith("sent ")]) == 2, within_s=30)
    assert tiny.said.count("sent 400") == 1


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 41)
def test_a_client_that_does_not_read_the_answer_is_cut_off(start: Start):
    tiny = start(moves_within_s=1.0, idle_within_s=1.0)
    process = psutil.Process(tiny.process.pid)
    files = process.num_fds()
    with tiny.open(receives=4096) as bare:
        bare.sendall(b"GET /large/%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % (20 * MEGABYTE))
        read_until(bare, b"\r\n\r\n")
        until(lambda: process.num_fds() <= files, within_s=30)
