"""Sockets of this process: through the routing and the consumers, without a server."""

import asyncio
from typing import Any

from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connection

from chatserver.live.pools import readers, writers
from chatserver.routing import sockets
from tests.evening import Evening
from tests.servers.evenings import cookie_of


def headers_of(person: Any, language: str = "en") -> list[tuple[bytes, bytes]]:
    """The handshake of a browser in which this person (None: nobody) has just signed in."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={cookie_of(person)}" if person is not None else ""
    return [(b"cookie", cookie.encode()), (b"accept-language", language.encode())]


async def knock(evening: Evening, door: str, person: Any, language: str = "en") -> WebsocketCommunicator:
    """A socket that was accepted, and no more."""
    headers = await readers.run(headers_of, person, language)
    socket = WebsocketCommunicator(sockets, f"/ws/{door}/{evening.chat_session.pk}/", headers=headers)
    assert (await socket.connect())[0]
    return socket


async def join(evening: Evening, door: str, person: Any) -> WebsocketCommunicator:
    """A socket that was welcomed and brought up to date."""
    socket = await knock(evening, door, person)
    first = ["welcome", "snapshot", "snapshot"] if door == "desk" else ["welcome", "snapshot"]
    assert [(await socket.receive_json_from(5))["type"] for _ in first] == first
    return socket


async def until_sent_away(socket: WebsocketCommunicator, *, within_s: float = 10) -> dict[str, Any]:
    """Wait for the goodbye and the close that follows it; answers the goodbye."""
    async with asyncio.timeout(within_s):
        while (frame := await socket.receive_json_from(within_s))["type"] != "bye":
            assert frame["type"] == "events"
    assert await socket.receive_output() == {"type": "websocket.close", "code": frame["code"]}
    await socket.disconnect()
    return dict(frame)


async def close_connections() -> None:
    """Those of the threads in which the live edge asks: the test's database is emptied after each test."""
    for pool in (readers, writers):
        await asyncio.gather(*(pool.run(_close_own) for _ in range(8)))


def _close_own() -> None:
    connection.close()
