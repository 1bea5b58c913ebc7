"""The bad connection is as bad as it says, and no worse."""

import asyncio
import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.servers.services.proxy import Proxy


class Shout(socketserver.BaseRequestHandler):
    """Answers everything that it receives in capitals."""

    def handle(self) -> None:
        with suppress(ConnectionError):  # a cut comes without a close
            while heard := self.request.recv(1024):
                heard_here.append(heard)
                self.request.sendall(heard.upper())


heard_here: list[bytes] = []


@pytest.fixture
def line() -> Iterator[Proxy]:
    heard_here.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Shout) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with Proxy(("127.0.0.1", server.server_address[1])) as proxy:
            yield proxy
        server.shutdown()
        thread.join()


async def call(line: Proxy, words: bytes) -> bytes:
    """Send something, close, and answer all that came back; bytes from before a reset count."""
    reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    try:
        writer.write(words)
        writer.write_eof()
        return await read_all(reader)
    finally:
        writer.close()


async def read_all(reader: asyncio.StreamReader) -> bytes:
    got = b""
    try:
        while piece := await reader.read(1024):
            got += piece
    except ConnectionResetError:
        pass
    return got


async def test_a_good_line_passes_everything_on(line: Proxy) -> None:
    assert await call(line, b"hello") == b"HELLO"


async def test_a_line_that_drips_passes_everything_on(line: Proxy) -> None:
    line.piece_bytes, line.delay_s = 1, 0.001
    assert await call(line, b"hello") == b"HELLO"


async def test_a_line_is_cut_at_a_byte(line: Proxy) -> None:
    line.piece_bytes, line.delay_s, line.cut_at = 1, 0.01, 3
    assert await call(line, b"hello") == b"HEL"


async def test_a_dark_line_tells_nobody(line: Proxy) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    line.go_dark()
    writer.write(b"hello")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 0.2)
    assert heard_here == []
    line.light_up()
    assert await read_all(reader) == b""
    writer.close()
    assert await call(line, b"again") == b"AGAIN"


async def test_what_was_sent_is_done_and_its_answer_swallowed(line: Proxy) -> None:
    line.cut_after_sending(b"commit")
    assert await call(line, b"commit") == b""
    assert (heard_here, line.has_sprung) == ([b"commit"], True)
    assert await call(line, b"commit") == b"COMMIT"


async def test_what_was_to_be_sent_never_arrives(line: Proxy) -> None:
    line.cut_instead_of_sending(b"commit")
    assert await call(line, b"commit") == b""
    assert (heard_here, line.has_sprung) == ([], True)
