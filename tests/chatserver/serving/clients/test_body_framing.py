"""Where the body of a request ends has to be clear: on both servers, over raw connections."""

import re

import pytest

from chatserver.serving.clients.plain_connection import is_end_clear
from tests.chatserver.serving.conftest import Tiny, read_all, read_until

CHUNKS = b"3\r\nx=1\r\n0\r\n\r\n"
HIDDEN = b"GET /address HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
"""A second request, which only a server that sees the end of the body before it would answer."""

UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)


@pytest.mark.parametrize(
    ("headers", "version", "is_clear"),
    [
        ([], b"1.0", True),
        ([(b"content-length", b"3")], b"1.0", True),
        ([(b"transfer-encoding", b"chunked")], b"1.1", True),
        ([(b"transfer-encoding", b" Chunked\t")], b"1.1", True),
        ([(b"transfer-encoding", b"chunked")], b"1.0", False),
        ([(b"transfer-encoding", b"identity")], b"1.1", False),
        ([(b"transfer-encoding", b"identity"), (b"transfer-encoding", b"chunked")], b"1.1", False),
        ([(b"transfer-encoding", b"chunked"), (b"transfer-encoding", b"chunked")], b"1.1", False),
        ([(b"transfer-encoding", b"gzip, chunked")], b"1.1", False),
        ([(b"transfer-encoding", b"")], b"1.1", False),
        ([(b"transfer-encoding", b"chunked"), (b"content-length", b"3")], b"1.1", False),
    ],
)
def test_only_a_length_or_chunks_say_where_a_body_ends(
    headers: list[tuple[bytes, bytes]], version: bytes, is_clear: bool
):
    assert is_end_clear(headers, version) == is_clear


UNCLEAR = {
    "identity, then chunked": b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
    "chunked, then identity": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "both in one line": b"Transfer-Encoding: identity, chunked",
    "identity": b"Transfer-Encoding: identity",
    "identity and a length": b"Transfer-Encoding: identity\r\nContent-Length: 13",
    "nothing": b"Transfer-Encoding:",
    "nothing, then chunked": b"Transfer-Encoding:\r\nTransfer-Encoding: chunked",
    "compressed": b"Transfer-Encoding: gzip, chunked",
    "chunked twice": b"Transfer-Encoding: chunked, chunked",
    "chunked in two lines": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "with a parameter": b"Transfer-Encoding: chunked;q=1",
    "in quotes": b'Transfer-Encoding: "chunked"',
    "another word": b"Transfer-Encoding: xchunked",
    "a strange blank": b"Transfer-Encoding: \x0bchunked",
    "a blank before the colon": b"Transfer-Encoding : chunked",
    "a length and chunks": b"Content-Length: 13\r\nTransfer-Encoding: chunked",
    "chunks and a length": b"Transfer-Encoding: chunked\r\nContent-Length: 13",
    "two lengths": b"Content-Length: 13\r\nContent-Length: 0",
    "a list of lengths": b"Content-Length: 13, 13",
    "a sign": b"Content-Length: +13",
    "a number of base sixteen": b"Content-Length: 0xd",
    "less than nothing": b"Content-Length: -1",
    "digits of another script": "Content-Length: ১৩".encode(),
}


@pytest.mark.slow
@pytest.mark.row("threat", 34)
@pytest.mark.parametrize("how", UNCLEAR)
def test_a_request_whose_end_is_not_clear_is_refused_and_nothing_behind_it_is_read(shared_tiny: Tiny, how: str):
    with shared_tiny.open() as bare:
        bare.sendall(b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\n" % UNCLEAR[how] + CHUNKS + HIDDEN)
        assert re.findall(rb"HTTP/1.1 \d+", read_all(bare)) == [b"HTTP/1.1 400"]


@pytest.mark.slow
def test_chunks_in_the_old_version_of_http_are_refused(shared_tiny: Tiny):
    with shared_tiny.open() as bare:
        bare.sendall(b"POST /read HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS + HIDDEN)
        assert re.findall(rb"HTTP/1.1 \d+", read_all(bare)) == [b"HTTP/1.1 400"]


@pytest.mark.slow
def test_a_handshake_whose_end_is_not_clear_opens_no_socket(shared_tiny: Tiny):
    with shared_tiny.open() as bare:
        bare.sendall(UPGRADE + UNCLEAR["identity, then chunked"] + b"\r\n\r\n" + CHUNKS)
        assert re.findall(rb"HTTP/1.1 \d+", read_all(bare)) == [b"HTTP/1.1 400"]


@pytest.mark.slow
@pytest.mark.parametrize("behind", [b"\x00\xff garbage\r\n\r\n", b"x" * 100_000])
def test_what_follows_a_refused_head_is_dropped(shared_tiny: Tiny, behind: bytes):
    with shared_tiny.open() as bare:
        bare.sendall(b"POST / HTTP/1.1\r\nHost: a\r\n%s\r\n\r\n" % UNCLEAR["identity, then chunked"] + behind)
        assert re.findall(rb"HTTP/1.1 \d+", read_all(bare)) == [b"HTTP/1.1 400"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "chunks",
    [
        b"0x3\r\nx=1\r\n0\r\n\r\n",
        b"+3\r\nx=1\r\n0\r\n\r\n",
        b"-3\r\nx=1\r\n0\r\n\r\n",
        b"3\nx=1\n0\n\n",
        b"3\r\nx=10\r\n\r\n",
        b"3;a\nb\r\nx=1\r\n0\r\n\r\n",
    ],
)
def test_chunks_that_can_be_read_in_two_ways_are_refused(shared_tiny: Tiny, chunks: bytes):
    with shared_tiny.open() as bare:
        bare.sendall(b"POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + HIDDEN)
        assert re.findall(rb"HTTP/1.1 2\d+", read_all(bare)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [b"Transfer-Encoding: chunked", b"transfer-encoding:CHUNKED"])
def test_chunks_are_taken_and_the_connection_goes_on(shared_tiny: Tiny, name: bytes):
    with shared_tiny.open() as bare:
        for _time in range(2):
            bare.sendall(b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\n" % name + CHUNKS)
            assert read_until(bare, b"hello").startswith(b"HTTP/1.1 200 ")
