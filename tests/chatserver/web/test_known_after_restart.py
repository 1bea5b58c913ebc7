"""A server that is restarted while strangers fill its waiting room: residents get in, and so do other strangers."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.bench.load.attack.attack_connection import Target, drop, read_answer
from tests.bench.load.attack.networks import address_in_48, addresses_in, seen_at
from tests.servers.fixtures import Serve
from tests.servers.programs.evenings import make_evenings
from tests.servers.stacks import DAPHNE, SQLITE, UVICORN

pytestmark = [pytest.mark.slow, pytest.mark.takes(60), pytest.mark.long]

ATTACKERS = 1_300
"""More than may wait of one network, and in all of those that may be refused."""

RESIDENTS = 20
WITHIN_S = 20.0


@pytest.mark.row("threat", 39)
@pytest.mark.parametrize("stack", [SQLITE.name, DAPHNE.name, UVICORN.name], indirect=True)
async def test_residents_get_in_after_a_restart_during_an_attack(serve: Serve) -> None:
    """Each page of the room is asked for by cookie sessions that no process has seen."""
    server = serve(TRUST_PROXY="1")
    [sheet] = make_evenings(server, 1, residents=RESIDENTS)
    target = Target(server.base_url, sheet["chat_session"], "")
    async with attack(target):
        await asyncio.to_thread(server.restart)
        await asyncio.sleep(2)
        path = f"/chat/{sheet['chat_session']}/"
        cookies = [f"Cookie: sessionid={key}" for key in sheet["residents"]]
        address_of = addresses_in(50)
        residents = [load(target, path, seen_at(address_of(n)), cookie) for n, cookie in enumerate(cookies)]
        newcomers = [load(target, "/sign-in/", seen_at(f"100.{64 + number}.1.1")) for number in range(RESIDENTS)]
        async with asyncio.timeout(WITHIN_S):
            statuses = Counter(await asyncio.gather(*residents, *newcomers))
    assert statuses == {"200": 2 * RESIDENTS}


@asynccontextmanager
async def attack(target: Target) -> AsyncIterator[None]:
    """Strangers of a /48, each with a /64 of its own, load a page as fast as it comes, whether or not it comes."""
    tasks = [asyncio.create_task(load_on_and_on(target, seen_at(address_in_48(n)))) for n in range(ATTACKERS)]
    try:
        await asyncio.sleep(2)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def load_on_and_on(target: Target, seen: str) -> None:
    while True:
        try:
            await load(target, "/wards/1/", seen)
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.2)


async def load(target: Target, path: str, *headers: str) -> str:
    """Answers the status."""
    reader, writer = await target.connect()
    try:
        writer.write(target.head("GET", path, *headers))
        return (await read_answer(reader))[0]
    finally:
        await drop(writer)
