"""The server dies between two instructions, in the middle of a burst: what was acked is there, once, for everybody."""

import asyncio
import random
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidMessage

from tests.live_client import LiveClient
from tests.servers.evenings import client_of, fresh_snapshot, make_evenings
from tests.servers.server import Server

pytestmark = pytest.mark.slow

QUESTIONS_EACH = 15
KILLS = 3


@pytest.mark.parametrize("seed", range(3))
async def test_every_acked_question_is_in_the_log_once_and_everybody_catches_up(served: Server, seed: int) -> None:
    chance = random.Random(seed)
    sheet = make_evenings(served, 1)[0]
    residents = [client_of(served, sheet, cookie) for cookie in sheet["residents"]]
    desk = client_of(served, sheet, sheet["moderator"], door="desk")
    onlooker = LiveClient(served.base_url, sheet["chat_session"])
    clients = [*residents, desk, onlooker]
    await asyncio.gather(*(client.join() for client in clients))

    bursts = [asyncio.create_task(ask_all(client, name)) for client, name in zip(residents, "abc", strict=True)]
    interrupted = 0
    for _kill in range(KILLS):
        await asyncio.sleep(chance.uniform(0.02, 0.2))  # where in the burst it dies is the point
        interrupted += not all(burst.done() for burst in bursts)
        await asyncio.to_thread(served.restart)
        await asyncio.gather(*(come_back(client) for client in (desk, onlooker)))
    acked = [ack for burst in await asyncio.gather(*bursts) for ack in burst]

    assert interrupted >= 1
    fresh = await asyncio.to_thread(fresh_snapshot, served, sheet, "desk")
    texts = [card["text"] for card in fresh["state"]["questions"]]
    assert sorted(texts) == sorted(f"{name}{number}?" for name in "abc" for number in range(QUESTIONS_EACH))
    assert sorted(card["id"] for card in fresh["state"]["questions"]) == sorted(ack["question"] for ack in acked)
    assert sorted(card["receipt"] for card in fresh["state"]["questions"]) == sorted(ack["receipt"] for ack in acked)
    await desk.until_seq(fresh["seq"], stream="desk")
    assert desk.states["desk"] == fresh["state"]
    assert [client.faults for client in clients] == [[]] * len(clients)
    await asyncio.gather(*(client.leave() for client in clients))


async def ask_all(client: LiveClient, name: str) -> list[dict[str, Any]]:
    """Ask one question after the other, each with one ref until it is acked, as a phone's outbox does."""
    acks = []
    for number in range(QUESTIONS_EACH):
        ref = str(uuid4())
        reply: dict[str, Any] = {"type": "nack"}
        while reply["type"] != "ack":
            try:
                reply = await client.send("question.ask", ref=ref, text=f"{name}{number}?", kind="question")
            except (ConnectionClosed, ConnectionError, TimeoutError):
                await come_back(client)
            if reply.get("retry"):
                await asyncio.sleep(reply["after_ms"] / 1000)
        await asyncio.sleep(0.01)  # a burst that lasts longer than the server lives
        acks.append(reply["result"])
    return acks


async def come_back(client: LiveClient) -> None:
    """Try to get back in until it works; the server needs a moment to start."""
    while True:
        try:
            return await client.resume()
        except (OSError, ConnectionClosed, InvalidMessage, TimeoutError):
            await asyncio.sleep(0.05)
