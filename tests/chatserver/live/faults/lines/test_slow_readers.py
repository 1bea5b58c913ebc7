"""Some desks stop reading during a flood: the others notice nothing, memory stays bounded, and later they catch up."""

import asyncio
from time import monotonic

import psutil
import pytest

from chatserver.live.fanout.room import BEHIND_AT_MOST_S
from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.live_client import LiveClient
from tests.clients.phone import Phone
from tests.measuring.stopwatch import Stopwatch
from tests.servers.server import Server
from tests.servers.stacks import SQLITE, UVICORN

pytestmark = [on(SQLITE, UVICORN), pytest.mark.takes(20), pytest.mark.long]

ASKING = 40
QUESTIONS_EACH = 12
FLOOD_AT_MOST_S = BEHIND_AT_MOST_S / 2
"""A busy machine takes fewer of the questions: who reads nothing for longer is sent away."""

LONG_TEXT = "জল জমে " * 140
SLEEPERS = ["clerk"] * 8 + ["councillor"] * 8 + ["second_moderator"] * 8
RECEIVE_BUFFER = 4096
LATE_BY_AT_MOST_S = 2.0
MORE_MEMORY_AT_MOST = 40 * 1024 * 1024


@pytest.mark.row("fault", 21)
@pytest.mark.row("threat", 41)
async def test_clients_that_do_not_read_cost_the_others_nothing(evening: FaultyEvening) -> None:
    phones = await evening.phones(ASKING)
    desk, visitor = await evening.client("moderator"), await evening.client("visitor")
    sleepers = [await sleeper(evening, person) for person in SLEEPERS]
    before = memory_of(evening.server)
    ends_at = monotonic() + FLOOD_AT_MOST_S
    flood = asyncio.gather(*(ask_at_length(phone, name, ends_at) for name, phone in enumerate(phones)))
    late_s = []
    while not flood.done():
        late_s.append(await lateness_s(evening.server, desk, visitor))
        await asyncio.sleep(0.5)
    asked = sum(await flood)
    assert max(late_s) <= LATE_BY_AT_MOST_S
    assert memory_of(evening.server) - before < MORE_MEMORY_AT_MOST
    heard = sum(len(text.encode()) for text in desk.received)
    for client in sleepers:
        assert sum(len(text.encode()) for text in client.received) < heard / 2
        client.read_on()
    dump = await evening.promises_kept()
    assert len(dump.questions) == asked >= ASKING
    assert {client.close_code for client in (*sleepers, desk, visitor)} == {None}


async def sleeper(evening: FaultyEvening, person: str) -> LiveClient:
    client = evening.stranger(person)
    client.receive_buffer = RECEIVE_BUFFER
    evening.stack.push_async_callback(client.leave)
    await client.join()
    await client.until(lambda: client.seqs["desk"] >= 0)
    client.stop_reading()
    return client


async def ask_at_length(phone: Phone, name: int, ends_at: float) -> int:
    """Answers how many were asked."""
    for number in range(QUESTIONS_EACH):
        if monotonic() > ends_at:
            return number
        text = f"Canary {name}-{number}? {LONG_TEXT}".strip()
        assert (await phone.tell("question.ask", text=text, kind="question"))["type"] == "ack"
    return QUESTIONS_EACH


async def lateness_s(server: Server, desk: LiveClient, visitor: LiveClient) -> float:
    """From the ack of a notice until a client in the room has it."""
    ack = await desk.send("notice.post", text="Please be brief.")
    watch = Stopwatch(server)
    await visitor.until_seq(ack["result"]["seq"])
    return watch.seconds


def memory_of(server: Server) -> int:
    return sum(psutil.Process(pid).memory_info().rss for pid in server.worker_pids)
