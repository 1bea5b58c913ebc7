"""One socket's stay, in this process: coming in, being kept out, and going."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator
from django.db import OperationalError, connection

from chatserver.live import inbox, visit
from chatserver.live.hub import Hub, hub_here, present_in
from chatserver.live.pools import DatabasePool
from chatserver.live.reception import Reception
from tests.chatserver.live.sockets import close_connections, join, knock, until_sent_away
from tests.evening import Evening, make_evening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening) -> AsyncIterator[Hub]:
    yield hub_here()
    await close_connections()


class Doorman:
    """Stands before the reception: nobody is answered until they may pass."""

    def __init__(self, hub: Hub) -> None:
        self._pool = DatabasePool("test-door", 1)
        self._may_pass = threading.Event()
        self._standing = asyncio.create_task(self._pool.run(self._may_pass.wait))
        hub.reception = Reception(self._pool)

    async def let_pass(self) -> None:
        self._may_pass.set()
        await self._standing

    def break_database(self) -> None:
        """For all that is asked from now on."""
        self._breaking = asyncio.create_task(self._pool.run(lambda: connection.execute_wrappers.append(fail)))

    def leave(self) -> None:
        connection.execute_wrappers.clear()
        connection.close()

    async def end(self) -> None:
        await self.let_pass()
        await self._pool.run(self.leave)


def fail(*_call: Any) -> Any:
    raise OperationalError("gone")


@pytest.fixture
async def doorman(hub: Hub) -> AsyncIterator[Doorman]:
    doorman = Doorman(hub)
    yield doorman
    await doorman.end()


def ask(text: str = "When?") -> dict[str, Any]:
    return {"type": "cmd", "ref": str(uuid4()), "op": "question.ask", "text": text, "kind": "question"}


async def types_of(socket: WebsocketCommunicator, count: int) -> list[str]:
    return [(await socket.receive_json_from(5))["type"] for _ in range(count)]


async def test_a_command_that_comes_before_the_seat_is_answered_after_the_welcome(
    doorman: Doorman, evening: Evening
) -> None:
    socket = await knock(evening, "room", evening.residents[0])
    await socket.send_json_to(ask())
    await doorman.let_pass()
    assert (await types_of(socket, 2)) == ["welcome", "snapshot"]
    while (frame := await socket.receive_json_from(5))["type"] != "ack":
        assert frame["type"] in {"note", "events"}
    await socket.disconnect()


async def test_a_command_that_waits_too_long_for_the_seat_is_told_to_come_again(
    doorman: Doorman, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "ANSWER_WITHIN_S", 0.1)
    socket = await knock(evening, "room", evening.residents[0])
    await socket.send_json_to(ask())
    nack = await socket.receive_json_from(5)
    assert (nack["type"], nack["code"], nack["retry"]) == ("nack", "timeout", True)
    await doorman.let_pass()
    assert (await types_of(socket, 2)) == ["welcome", "snapshot"]
    await socket.disconnect()


async def test_eight_commands_may_be_in_flight(doorman: Doorman, evening: Evening) -> None:
    socket = await knock(evening, "room", None)
    for _ in range(9):
        await socket.send_json_to(ask())
    nack = await socket.receive_json_from(5)
    assert (nack["code"], nack["retry"]) == ("busy", True)
    await doorman.let_pass()
    frames = [await socket.receive_json_from(5) for _ in range(10)]
    assert [frame["type"] for frame in frames[:2]] == ["welcome", "snapshot"]
    assert [frame["code"] for frame in frames[2:]] == ["sign_in"] * 8
    await socket.disconnect()


async def test_whoever_waits_too_long_is_told_to_come_back(
    doorman: Doorman, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "JOIN_WITHIN_S", 0.1)
    socket = await knock(evening, "room", evening.residents[0])
    await socket.send_json_to(ask())
    bye = await until_sent_away(socket)
    assert (bye["code"], 0 <= bye["after_ms"] <= 5000) == (4002, True)


async def test_whoever_comes_while_the_database_is_away_is_told_to_come_back(
    doorman: Doorman, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    doorman.break_database()
    sockets = [await knock(evening, "room", person) for person in evening.residents]
    await doorman.let_pass()
    byes = [await until_sent_away(socket) for socket in sockets]
    assert [(bye["code"], 0 <= bye["after_ms"] <= 5000) for bye in byes] == [(4005, True)] * 3
    assert 1 <= caplog.text.count("The database could not say whether") < 3  # the first, and those who came after


async def test_whoever_goes_before_the_door_answers_leaves_nothing_behind(
    hub: Hub, doorman: Doorman, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    gone = await knock(evening, "room", evening.residents[0])
    await gone.disconnect()
    await doorman.let_pass()
    here = await join(evening, "room", evening.residents[1])
    assert present_in(evening.chat_session.pk) == 1
    assert [one.person.account_id for one in hub.watch._seated] == [evening.residents[1].pk]
    await here.disconnect()
    assert (present_in(evening.chat_session.pk), list(hub.watch._seated)) == (0, [])
    assert caplog.text == ""


async def test_a_ninth_tab_is_one_too_many_until_another_is_closed(hub: Hub, evening: Evening) -> None:
    tabs = [await join(evening, "room", evening.residents[0]) for _ in range(8)]
    assert (await until_sent_away(await knock(evening, "room", evening.residents[0])))["code"] == 4409
    await tabs.pop().disconnect()
    tabs.append(await join(evening, "room", evening.residents[0]))
    for tab in tabs:
        await tab.disconnect()


async def test_whoever_is_in_and_listens_costs_no_task_but_the_servers_own(hub: Hub, evening: Evening) -> None:
    first = await join(evening, "room", evening.residents[0])
    before = len(asyncio.all_tasks())
    others = [await join(evening, "room", person) for person in (*evening.residents, None, evening.moderator)]
    assert len(asyncio.all_tasks()) - before == len(others)
    for socket in (first, *others):
        await socket.disconnect()
