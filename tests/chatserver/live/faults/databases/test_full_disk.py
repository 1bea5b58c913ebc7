"""The disk is full: commands get a nack, the log stays whole, and all goes on once there is room."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.phone import Phone
from tests.servers.server import Server
from tests.servers.stacks import SQLITE

pytestmark = pytest.mark.long

ROOM_BYTES = 16 * 1024
REFUSED_WITHIN_S = 60.0


@on(SQLITE)
@pytest.mark.row("fault", 15)
async def test_a_disk_that_fills_up_costs_nacks_and_nothing_else(evening: FaultyEvening) -> None:
    evening.server.faults_expected = True
    phones = await evening.phones(6)
    asking: list[asyncio.Task[list[str]]] = []
    with without_room(evening.server):
        asking.extend(asyncio.create_task(ask_some(phone, str(at))) for at, phone in enumerate(phones))
        await asyncio.gather(*(until_refused(phone) for phone in phones))
    answers = await asyncio.gather(*asking)
    assert answers == [["ack"] * 3] * len(phones)
    dump = await evening.promises_kept()
    assert len(dump.questions) == 3 * len(phones)


@contextmanager
def without_room(server: Server) -> Iterator[None]:
    """No file of the server may grow beyond this size, and its database is larger."""
    process = psutil.Process(server.pid)
    _soft, hard = process.rlimit(resource.RLIMIT_FSIZE)
    process.rlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, hard))
    try:
        yield
    finally:
        process.rlimit(resource.RLIMIT_FSIZE, (hard, hard))


async def ask_some(phone: Phone, name: str) -> list[str]:
    return [
        (await phone.tell("question.ask", text=f"Canary {name}-{number}?", kind="question"))["type"]
        for number in range(3)
    ]


async def until_refused(phone: Phone) -> None:
    await phone.client.until(
        lambda: any(entry.get("retry") for entry in phone.client.journal.entries), within_s=REFUSED_WITHIN_S
    )
