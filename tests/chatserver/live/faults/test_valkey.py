"""Valkey is restarted, frozen, emptied or full: no socket is lost, commands are acked, news is 2 s late at most."""

import asyncio
from time import monotonic

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.live_client import LiveClient
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, UVICORN
from tests.servers.stopwatch import Stopwatch
from tests.servers.valkey import Valkey

pytestmark = on(DAPHNE, UVICORN)

LATE_BY_AT_MOST_S = 2.0
POST_EVERY_S = 0.6
FROZEN_S = 10.0


@pytest.mark.row("fault", 8)
@pytest.mark.row("fault", 6)
async def test_news_arrives_while_valkey_is_restarted_emptied_and_full(evening: FaultyEvening) -> None:
    """Restarted, emptied, full."""
    valkey = evening.server.valkey
    assert valkey is not None
    desk, clients = await company(evening)
    for strike in (valkey.restart, lambda: valkey.command("FLUSHALL"), lambda: fill(valkey)):
        await posted_in_time(evening.server, desk, clients, 2)
        await asyncio.gather(asyncio.to_thread(strike), posted_in_time(evening.server, desk, clients, 4))
    valkey.command("CONFIG", "SET", "maxmemory", "0")
    await evening.promises_kept()
    assert evening.server.faults == []


def fill(valkey: Valkey) -> None:
    valkey.command("CONFIG", "SET", "maxmemory-policy", "noeviction")
    valkey.command("CONFIG", "SET", "maxmemory", "1")


@pytest.mark.row("fault", 7)
async def test_news_arrives_while_valkey_does_not_answer(evening: FaultyEvening) -> None:
    valkey = evening.server.valkey
    assert valkey is not None
    desk, clients = await company(evening)
    began = monotonic()
    valkey.freeze()
    try:
        while monotonic() - began < FROZEN_S:
            await posted_in_time(evening.server, desk, clients, 1)
    finally:
        valkey.thaw()
    await posted_in_time(evening.server, desk, clients, 3)
    await evening.promises_kept()
    assert evening.server.faults == []


async def company(evening: FaultyEvening) -> tuple[LiveClient, list[LiveClient]]:
    """Enough clients for both processes. They do not come back: each keeps the socket of the beginning."""
    desk = await evening.client("moderator")
    return desk, await asyncio.gather(*(evening.client(person) for person in ["visitor"] * 10 + list("0123456789")))


async def posted_in_time(server: Server, desk: LiveClient, clients: list[LiveClient], count: int) -> None:
    for _time in range(count):
        ack = await desk.send("notice.post", text="Still here.")
        assert ack["type"] == "ack"
        assert server.valkey is not None
        watch = Stopwatch(server, server.valkey)
        await asyncio.gather(*(client.until_seq(ack["result"]["seq"]) for client in [desk, *clients]))
        assert watch.seconds < LATE_BY_AT_MOST_S
        await asyncio.sleep(POST_EVERY_S)
    assert {client.close_code for client in clients} == {None}
