"""One connection of an attacker: a plain stream, so that nothing is polite on its own account."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

WITHOUT_BODY = ("204", "304")
COOKIE = re.compile(rb"^set-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE | re.MULTILINE)
LOCATION = re.compile(rb"^location: ([^\r]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """location: of a redirection; cookies: those that were set, by name."""

    status: str
    body: bytes
    location: str
    cookies: dict[str, str]


@dataclass(frozen=True)
class Target:
    """cookie: the session of a resident who floods the desk."""

    base_url: str
    chat_session: str
    cookie: str

    async def connect(self) -> Stream:
        address = urlsplit(self.base_url)
        return await asyncio.open_connection(address.hostname, address.port)

    async def shake_hands(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *headers: str) -> str:
        """Answers the status."""
        upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
        key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
        writer.write(self.head("GET", f"/ws/room/{self.chat_session}/", *upgrade, key, *headers))
        head = await reader.readuntil(b"\r\n\r\n")
        return head.split(b" ", 2)[1].decode()

    def head(self, method: str, path: str, *headers: str) -> bytes:
        host = urlsplit(self.base_url).netloc
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Origin: {self.base_url}", *headers]
        return "\r\n".join([*lines, "", ""]).encode()


def is_over(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    return reader.at_eof() or writer.is_closing()


async def drop(writer: asyncio.StreamWriter) -> None:
    """Abort the connection, and take the error that it ended with: asyncio complains about one that nobody takes."""
    writer.transport.abort()
    with suppress(OSError):
        await writer.wait_closed()


async def read_status(reader: asyncio.StreamReader) -> str:
    line = await reader.readline()
    return line.split(b" ", 2)[1].decode() if line.startswith(b"HTTP/") else "cut off"


async def read_answer(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """The status and the body of an answer that is read to its end. Raises ConnectionAbortedError for one without."""
    answer = await read_whole(reader)
    return answer.status, answer.body


async def read_whole(reader: asyncio.StreamReader) -> Answer:
    """Read an answer like read_answer(), with what a browser needs."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, body = await _read_body(reader, head)
    location = LOCATION.search(head)
    cookies = {name.decode(): value.decode() for name, value in COOKIE.findall(head)}
    return Answer(status, body, location[1].decode() if location is not None else "", cookies)


async def _read_body(reader: asyncio.StreamReader, head: bytes) -> tuple[str, bytes]:
    status = head.split(b" ", 2)[1].decode()
    lines = head.lower().split(b"\r\n")
    lengths = [line for line in lines if line.startswith(b"content-length:")]
    if lengths:
        return status, await reader.readexactly(int(lengths[0].partition(b":")[2]))
    if b"transfer-encoding: chunked" in lines:
        return status, b"".join([chunk async for chunk in _chunks(reader)])
    if status in WITHOUT_BODY:
        return status, b""
    raise ConnectionAbortedError


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readline()).split(b";")[0], 16):
        yield (await reader.readexactly(size + 2))[:-2]
    await reader.readline()


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    """The payload of one frame of a server's."""
    size = (await reader.readexactly(2))[1]
    if size > 125:
        size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
    return await reader.readexactly(size)
