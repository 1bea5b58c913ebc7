"""A room of a thousand is cut off at once: all come back and catch up, with few queries."""

import asyncio
import time
from itertools import batched
from time import monotonic

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.phone import Phone
from tests.measuring.stopwatch import Stopwatch
from tests.servers.databases import PostgresDatabase
from tests.servers.server import Server
from tests.servers.stacks import UVICORN

pytestmark = [on(UVICORN), pytest.mark.takes(30), pytest.mark.long]

VISITORS = 950
RESIDENTS = 50
AT_ONCE = 50
FIRST_WAIT_S = 3.0
BACK_WITHIN_S, PATIENCE_S = 60.0, 180.0
TOLD_AFTER_S = 1.5
"""PostgreSQL's processes report their counters once a second."""

QUIET_S = 5.0
"""The span in which the server's own queries are counted: its clock, and the check of the served database."""


@pytest.mark.row("fault", 24)
async def test_a_thousand_come_back_and_are_caught_up_for_few_queries(evening: FaultyEvening) -> None:
    desk = await evening.phone("moderator")
    everybody = await come(evening)
    for number in range(10):
        assert (await desk.tell("notice.post", text=f"Notice {number}."))["type"] == "ack"
    await asyncio.to_thread(evening.server.kill)
    before = await asyncio.to_thread(transactions_of, evening.server)
    began, watch = monotonic(), Stopwatch(evening.server)
    await asyncio.to_thread(evening.server.start)
    posted = await desk.tell("notice.post", text="Welcome back.")
    seq = posted["result"]["seq"]
    await asyncio.gather(*(phone.client.until_seq(seq, within_s=PATIENCE_S) for phone in everybody))
    assert watch.seconds < BACK_WITHIN_S
    assert {phone.client.close_code for phone in everybody} == {None}
    asked, took_s = await asyncio.to_thread(transactions_of, evening.server) - before, monotonic() - began
    by_itself = await asyncio.to_thread(transactions_a_second, evening.server)
    assert asked - by_itself * took_s < len(everybody) / 2
    await evening.promises_kept()
    await asyncio.gather(*(phone.put_away() for phone in everybody))


async def come(evening: FaultyEvening) -> list[Phone]:
    """Each client has an address of its own: the server lets only so many visitors of one address in."""
    people = enumerate(["visitor"] * VISITORS + [str(number) for number in range(RESIDENTS)])
    phones: list[Phone] = []
    for some in batched(people, AT_ONCE):
        phones += await asyncio.gather(
            *(
                evening.phone(
                    person, patience_s=FIRST_WAIT_S, comes_from=f"127.0.{1 + number // 250}.{1 + number % 250}"
                )
                for number, person in some
            )
        )
    assert {phone.client.close_code for phone in phones} == {None}
    return phones


def transactions_of(server: Server) -> int:
    """The database's queries until now; outside of commands and clocks each query is a transaction."""
    assert isinstance(server.database, PostgresDatabase)
    time.sleep(TOLD_AFTER_S)
    query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = ?"
    [(count,)] = server.database.ask(query, server.database.name)
    return int(count)


def transactions_a_second(server: Server) -> float:
    """While no client does anything."""
    before, began = transactions_of(server), monotonic()
    time.sleep(QUIET_S)
    return (transactions_of(server) - before) / (monotonic() - began)
