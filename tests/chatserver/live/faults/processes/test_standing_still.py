"""All processes are suspended for ten seconds, with all clients connected: they stay or come back, nothing is lost."""

import asyncio
import os
import signal

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.chatserver.live.faults.processes.test_sudden_death import ask_all
from tests.clients.live_client import LiveClient
from tests.servers.stacks import SQLITE, UVICORN

pytestmark = [on(SQLITE, UVICORN), pytest.mark.takes(15), pytest.mark.long]

STILL_S = 10.0


@pytest.mark.row("fault", 34)
async def test_clients_that_wait_for_a_suspended_server_are_served_when_it_goes_on(evening: FaultyEvening) -> None:
    evening.server.faults_expected = True  # a worker's lock outlasts the time that the database lets others wait for it
    phones = await evening.phones(20)
    desk, visitor = await evening.phone("moderator"), await evening.phone("visitor")
    bursts = [asyncio.create_task(ask_all(phone, f"still-{name}")) for name, phone in enumerate(phones)]
    await asyncio.sleep(0.1)
    pids = evening.server.worker_pids
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(STILL_S)
        assert not all(burst.done() for burst in bursts)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    acks = [ack for burst in await asyncio.gather(*bursts) for ack in burst]
    assert {ack["type"] for ack in acks} == {"ack"}
    await asyncio.gather(*(until_connected(phone.client) for phone in (desk, visitor, *phones)))
    dump = await evening.promises_kept()
    assert len(dump.questions) == len(acks)


async def until_connected(client: LiveClient) -> None:
    """Who has lost the connection may be on the way back."""
    await client.until(lambda: client.close_code is None)
