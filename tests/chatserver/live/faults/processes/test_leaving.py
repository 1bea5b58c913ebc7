"""A deploy during a burst: clients are told when to come back, come back in time, and nothing is lost."""

import asyncio
import signal
import time

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.phone import Phone
from tests.measuring.stopwatch import Stopwatch
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, SQLITE, UVICORN

pytestmark = [on(SQLITE, DAPHNE, UVICORN), pytest.mark.takes(40), pytest.mark.long]

ASKING = 40
GOING_DOWN = 4000
SPREAD_AT_MOST_MS = 20_000
BACK_WITHIN_S, PATIENCE_S = 25.0, 120.0
RENEWED_WITHIN_S = 60.0


@pytest.mark.row("fault", 2)
async def test_a_deploy_loses_nothing_and_makes_nobody_wait(evening: FaultyEvening) -> None:
    phones = await evening.phones(ASKING)
    visitor, desk = await evening.phone("visitor"), await evening.phone("moderator")
    is_over = asyncio.Event()
    asking = [asyncio.create_task(keep_asking(phone, name, is_over)) for name, phone in enumerate(phones)]
    await asyncio.sleep(0.3)
    watch = Stopwatch(evening.server)
    await asyncio.to_thread(deploy, evening.server)
    everybody = [*phones, visitor, desk]
    await asyncio.gather(*(until_back(phone) for phone in everybody))
    waited_s = watch.waited_s
    is_over.set()
    asked = sum(await asyncio.gather(*asking))
    assert {code for phone in everybody for code in phone.losses} == {GOING_DOWN}
    assert max(bye["after_ms"] for phone in everybody for bye in phone.client.byes) <= SPREAD_AT_MOST_MS
    assert len({bye["after_ms"] for phone in everybody for bye in phone.client.byes}) > len(everybody) / 2
    assert max(seconds for phone in everybody for seconds in phone.away_s) - waited_s <= BACK_WITHIN_S
    dump = await evening.promises_kept()
    assert len(dump.questions) == asked >= ASKING


async def until_back(phone: Phone) -> None:
    await phone.client.until(lambda: len(phone.away_s) == len(phone.losses) >= 1, within_s=PATIENCE_S)


def deploy(server: Server) -> None:
    """Workers are replaced one after the other; a single process goes and is started again."""
    before = server.worker_pids
    if before == [server.pid]:
        assert server.stop() == 0
        server.start()
        return
    server.signal(signal.SIGHUP)
    watch = Stopwatch(server)
    while len(server.worker_pids) != len(before) or set(server.worker_pids) & set(before):
        assert watch.seconds < RENEWED_WITHIN_S
        time.sleep(0.05)


async def keep_asking(phone: Phone, name: int, is_over: asyncio.Event) -> int:
    """Again and again, until it is over; answers how many were acked."""
    number = 0
    while not is_over.is_set():
        ack = await phone.tell("question.ask", text=f"Canary {name}-{number}?", kind="question")
        assert ack["type"] == "ack"
        number += 1
        await asyncio.sleep(1.0)
    return number
