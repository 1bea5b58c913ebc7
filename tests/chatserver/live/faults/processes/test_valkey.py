"""Valkey is restarted, frozen, emptied or full: no socket is lost, commands are acked, news is 2 s late at most."""

import asyncio
from time import monotonic

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.live_client import LiveClient
from tests.measuring.stopwatch import Stopwatch
from tests.servers.server import Server
from tests.servers.services.valkey import Valkey
from tests.servers.stacks import DAPHNE, UVICORN, WORKERS

pytestmark = on(DAPHNE, UVICORN)

LATE_BY_AT_MOST_S = 2.0
POST_EVERY_S = 0.6
FROZEN_S = 10.0
CUT_OFF_S = 7.0
"""Longer than hints may be missing before they are called down."""

DUMPED_KEYS = 4000
SLOW_LOADING = ("--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024")
"""Microseconds for each key: some five seconds, in which it answers that it is loading."""

FILL = f"for i = 1, {DUMPED_KEYS} do redis.call('set', i, string.rep('x', 2000)) end"


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.row("fault", 6)
async def test_news_arrives_while_valkey_loads_a_dump_and_is_another_one(evening: FaultyEvening) -> None:
    """Valkey takes connections, and refuses each command: LOADING. Then it is empty, and has another id."""
    valkey, server = evening.server.valkey, evening.server
    assert valkey is not None
    desk, clients = await company(evening)
    valkey.command("EVAL", FILL, 0)
    valkey.command("SAVE")
    restarting = asyncio.create_task(asyncio.to_thread(valkey.restart, *SLOW_LOADING))
    while not restarting.done():
        await posted_in_time(server, desk, clients, 1)
    await restarting
    assert valkey.command("DBSIZE") == DUMPED_KEYS
    (valkey.folder / "dump.rdb").unlink()
    await asyncio.gather(asyncio.to_thread(valkey.restart), posted_in_time(server, desk, clients, 4))
    await hints_are_back(server)
    await evening.promises_kept()
    assert server.faults == []


@pytest.mark.row("fault", 7)
async def test_news_arrives_while_valkey_needs_another_password(evening: FaultyEvening) -> None:
    valkey, server = evening.server.valkey, evening.server
    assert valkey is not None
    desk, clients = await company(evening)
    valkey.command("CONFIG", "SET", "requirepass", PASSWORD)
    try:
        for kind in ("normal", "pubsub"):
            valkey.command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes", password=PASSWORD)
        began = monotonic()
        while monotonic() - began < CUT_OFF_S:
            await posted_in_time(server, desk, clients, 1)
        told = [line for line in server.log.splitlines() if "(AuthenticationError)" in line]
        down = [line for line in told if "Hints between processes are down" in line]
        assert len(down) == WORKERS
        assert len(told) - len(down) <= WORKERS  # one that had a hint to send meanwhile says so once, too
        status, _page = await asyncio.to_thread(server.get, "/readyz")
        assert status == 200
    finally:
        valkey.command("CONFIG", "SET", "requirepass", "", password=PASSWORD)
    await hints_are_back(server)
    await evening.promises_kept()
    assert server.faults == []


PASSWORD = "changed"


async def hints_are_back(server: Server) -> None:
    async with asyncio.timeout(10):
        while b'"hints": "ok"' not in (await asyncio.to_thread(server.get, "/readyz"))[1]:  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.1)


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
