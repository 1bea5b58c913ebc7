"""The frames of one socket's client, in this process: when they are answered, and that they are."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator

from chatserver.live.connection import connection as visit
from chatserver.live.connection import inbound
from chatserver.live.fanout.hub import hub_here
from tests.chatserver.live.sockets import (
    PATIENCE_S,
    HeldAdmission,
    close_connections,
    join_request,
    until_closed,
)
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def held_admission(evening: Evening) -> AsyncIterator[HeldAdmission]:
    held_admission = HeldAdmission(hub_here())
    yield held_admission
    await held_admission.end()
    await close_connections()


def ask(text: str = "When?") -> dict[str, Any]:
    return {"type": "cmd", "ref": str(uuid4()), "op": "question.ask", "text": text, "kind": "question"}


async def types_of(socket: WebsocketCommunicator, count: int) -> list[str]:
    return [(await socket.receive_json_from(PATIENCE_S))["type"] for _ in range(count)]


async def test_a_command_before_the_welcome_is_answered_after_it(
    held_admission: HeldAdmission, evening: Evening
) -> None:
    socket = await join_request(evening, "room", evening.residents[0])
    await socket.send_json_to(ask())
    await held_admission.release()
    assert (await types_of(socket, 2)) == ["welcome", "snapshot"]
    while (frame := await socket.receive_json_from(PATIENCE_S))["type"] != "ack":
        assert frame["type"] in {"note", "events"}
    await socket.disconnect()


async def test_a_command_that_waits_too_long_for_the_welcome_has_to_be_repeated(
    held_admission: HeldAdmission, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "ANSWER_WITHIN_S", 0.1)
    socket = await join_request(evening, "room", evening.residents[0])
    await socket.send_json_to(ask())
    nack = await socket.receive_json_from(PATIENCE_S)
    assert (nack["type"], nack["code"], nack["retry"]) == ("nack", "timeout", True)
    await held_admission.release()
    assert (await types_of(socket, 2)) == ["welcome", "snapshot"]
    await socket.disconnect()


async def test_eight_commands_may_be_in_flight(held_admission: HeldAdmission, evening: Evening) -> None:
    socket = await join_request(evening, "room", None)
    for _ in range(9):
        await socket.send_json_to(ask())
    nack = await socket.receive_json_from(PATIENCE_S)
    assert (nack["code"], nack["retry"]) == ("busy", True)
    await held_admission.release()
    frames = [await socket.receive_json_from(PATIENCE_S) for _ in range(10)]
    assert [frame["type"] for frame in frames[:2]] == ["welcome", "snapshot"]
    assert [frame["code"] for frame in frames[2:]] == ["sign_in"] * 8
    await socket.disconnect()


@pytest.mark.row("threat", 38)
async def test_a_visitor_s_command_is_refused_without_a_place_in_the_queue(
    held_admission: HeldAdmission, evening: Evening
) -> None:
    early, late = await join_request(evening, "room", None), await join_request(evening, "room", None)
    hub_here().command_queue.close()  # any command that asks it for a place has to come again
    await early.send_json_to(ask())
    await held_admission.release()
    assert (await types_of(early, 2), await types_of(late, 2)) == (["welcome", "snapshot"],) * 2
    await late.send_json_to(ask())
    for socket in (early, late):
        while (frame := await socket.receive_json_from(PATIENCE_S))["type"] != "nack":
            assert frame["type"] == "events"
        assert (frame["code"], frame["retry"], frame["message"]) == ("sign_in", False, "Please sign in first.")
        await socket.disconnect()


async def test_the_goodbye_answers_a_command_of_a_client_that_is_refused(
    held_admission: HeldAdmission, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "JOIN_WITHIN_S", 0.1)
    socket = await join_request(evening, "room", evening.residents[0])
    await socket.send_json_to(ask())
    assert (await until_closed(socket))["code"] == 4002
    assert await socket.receive_nothing()


async def test_a_position_before_the_welcome_is_no_fault(held_admission: HeldAdmission, evening: Evening) -> None:
    socket = await join_request(evening, "room", evening.residents[0])
    await socket.send_json_to({"type": "pos", "seq": 0})
    await socket.send_json_to(ask())
    await held_admission.release()
    assert (await types_of(socket, 2)) == ["welcome", "snapshot"]
    await socket.disconnect()
