"""Before a server ends it finishes what it accepted, and then sends everybody away."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator

from chatserver.database.pools import DatabasePool
from chatserver.live.commands.command_queue import CommandQueue
from chatserver.live.fanout.hub import Hub, hub_here
from tests.chatserver.live.sockets import PATIENCE_S, close_connections, join, until_closed
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening) -> AsyncIterator[Hub]:
    yield hub_here()
    await close_connections()


class HeldWriter(CommandQueue):
    """Nothing is written until let_go() is called."""

    def __init__(self) -> None:
        self._held_pool = DatabasePool("test-held", 1)
        super().__init__(self._held_pool)
        self._may_go = threading.Event()
        self._holding = asyncio.create_task(self._held_pool.run(self._may_go.wait))

    async def let_go(self) -> None:
        self._may_go.set()
        await self._holding


def ask(text: str) -> dict[str, Any]:
    return {"type": "cmd", "ref": str(uuid4()), "op": "question.ask", "text": text, "kind": "question"}


async def answer_to(socket: WebsocketCommunicator, command: dict[str, Any]) -> tuple[str, str]:
    while (frame := await socket.receive_json_from(PATIENCE_S)).get("ref") != command["ref"]:
        assert frame["type"] in {"events", "note"}
    return frame["type"], frame.get("code", "")


async def test_what_was_accepted_is_answered_before_the_goodbye_and_what_comes_later_is_not_begun(
    hub: Hub, evening: Evening
) -> None:
    held = hub.command_queue = HeldWriter()
    first, second = [await join(evening, "room", person) for person in evening.residents[:2]]
    accepted, late = ask("When?"), ask("Too late?")
    await first.send_json_to(accepted)
    while not held._waiting:  # noqa: ASYNC110 -- nobody tells when a command has been taken
        await asyncio.sleep(0.01)
    leaving = asyncio.create_task(hub.close_sockets())
    await asyncio.sleep(0)
    await second.send_json_to(late)
    assert await answer_to(second, late) == ("nack", "busy")
    assert not leaving.done()
    await held.let_go()
    assert await answer_to(first, accepted) == ("ack", "")
    for socket in (first, second):
        bye = await until_closed(socket)
        assert (bye["code"], 0 <= bye["after_ms"] <= 20_000) == (4000, True)
    await leaving
    await held._held_pool.run(close)


def close() -> None:
    from django.db import connection

    connection.close()


async def test_a_client_that_joins_after_the_goodbye_is_sent_away_too(hub: Hub, evening: Evening) -> None:
    await hub.close_sockets()
    late = await join(evening, "room", evening.residents[0])
    assert (await until_closed(late))["code"] == 4000


async def test_a_goodbye_does_not_wait_for_a_database_that_hangs(
    hub: Hub, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatserver.live.fanout.hub.FINISH_WITHIN_S", 0.2)
    held = hub.command_queue = HeldWriter()
    socket = await join(evening, "room", evening.residents[0])
    await socket.send_json_to(ask("When?"))
    while not held._waiting:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await hub.close_sockets()
    assert (await until_closed(socket))["code"] == 4000
    await held.let_go()
    await held.wait_idle()
    await held._held_pool.run(close)
