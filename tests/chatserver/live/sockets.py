"""Sockets of this process: through the routing and the consumers, without a server."""

import asyncio
import threading
from typing import Any

from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import OperationalError, connection

from chatserver.database.pools import DatabasePool, browsing, readers, writers
from chatserver.live.admission.join_queue import JoinQueue
from chatserver.live.fanout.hub import Hub
from chatserver.routing import sockets
from tests.factories.evening import Evening
from tests.servers.programs.evenings import cookie_of

PATIENCE_S = 30.0


def headers_of(person: Any, language: str = "en") -> list[tuple[bytes, bytes]]:
    """The handshake of a browser in which this person (None: nobody) has just signed in."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={cookie_of(person)}" if person is not None else ""
    return [(b"cookie", cookie.encode()), (b"accept-language", language.encode())]


async def join_request(evening: Evening, door: str, person: Any, language: str = "en") -> WebsocketCommunicator:
    """A socket that was accepted, and no more."""
    headers = await readers.run(headers_of, person, language)
    socket = WebsocketCommunicator(sockets, f"/ws/{door}/{evening.chat_session.pk}/", headers=headers)
    assert (await socket.connect(PATIENCE_S))[0]
    return socket


async def join(evening: Evening, door: str, person: Any) -> WebsocketCommunicator:
    """A socket that was welcomed and brought up to date."""
    socket = await join_request(evening, door, person)
    first = ["welcome", "snapshot", "snapshot"] if door == "desk" else ["welcome", "snapshot"]
    assert [(await socket.receive_json_from(PATIENCE_S))["type"] for _ in first] == first
    return socket


async def until_closed(socket: WebsocketCommunicator, *, within_s: float = PATIENCE_S) -> dict[str, Any]:
    """Wait for the bye and the close that follows it; answers the bye."""
    async with asyncio.timeout(within_s):
        while (frame := await socket.receive_json_from(within_s))["type"] != "bye":
            assert frame["type"] == "events"
    assert await socket.receive_output(PATIENCE_S) == {"type": "websocket.close", "code": frame["code"]}
    await socket.disconnect()
    return dict(frame)


class HeldAdmission:
    """A join queue that admits nobody until release()."""

    def __init__(self, hub: Hub) -> None:
        self._pool = DatabasePool("test-admission", 1)
        self._may_pass = threading.Event()
        self._standing = asyncio.create_task(self._pool.run(self._may_pass.wait))
        hub.join_queue = JoinQueue(self._pool)

    async def release(self) -> None:
        self._may_pass.set()
        await self._standing

    def break_database(self) -> None:
        """Make all queries fail from now on."""
        self._breaking = asyncio.create_task(self._pool.run(lambda: connection.execute_wrappers.append(fail)))

    def leave(self) -> None:
        connection.execute_wrappers.clear()
        connection.close()

    async def end(self) -> None:
        await self.release()
        await self._pool.run(self.leave)


def fail(*_call: Any) -> Any:
    raise OperationalError("gone")


async def close_connections() -> None:
    """Stop all tailers, and close the database connections of the live layer's threads.

    The test's database is emptied after each test, and dropped after the last.
    """
    tailers = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tailers:
        task.cancel()
    await asyncio.gather(*tailers, return_exceptions=True)
    for pool in (browsing, readers, writers):
        count = pool._executor._max_workers
        everyone = threading.Barrier(count, timeout=PATIENCE_S)
        await asyncio.gather(*(pool.run(_close_own, everyone) for _thread in range(count)))


def _close_own(everyone: threading.Barrier) -> None:
    """Once in each thread: a thread that has closed waits until all have begun, and so takes no other's turn."""
    connection.close()
    everyone.wait()
