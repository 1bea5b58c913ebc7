"""PostgreSQL crashes, holds a lock or accepts no connection: commands get a nack to try again, and no socket closes."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from time import monotonic

import psycopg
import pytest

from chatserver.config.environment import POOL
from tests.chatserver.live.faults.conftest import FaultyEvening, ServedEvenings, on
from tests.clients.live_client import LiveClient
from tests.clients.phone import Phone
from tests.measuring.stopwatch import Stopwatch
from tests.servers.databases import PostgresDatabase
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.preparing import Contents
from tests.servers.server import Server
from tests.servers.services.postgres import OWNER, Postgres
from tests.servers.stacks import DAPHNE, WORKERS, Stack

pytestmark = [on(DAPHNE), pytest.mark.long]

RESERVED = 3
CONNECTIONS = (1 + WORKERS) * POOL["max_size"] + RESERVED
"""Connections, as the README says: with fewer, processes keep connections that another one lacks, with no end."""

COMMAND_WITHIN_S = 4.0
ECHO_WITHIN_S = 0.3
REFUSED_WITHIN_S = 30.0
END_THE_SERVERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname LIKE 'chat%'"
"""Waits until each is gone: a connection that becomes free later would be the server's again."""
AWAY_S = 35.0
FOUND_WITHIN_S = 8.0
"""Seconds: out of this, PostgreSQL takes its time to recover, and three questions take theirs."""


@pytest.fixture(scope="module")
def served_evenings(
    installations: Installations, stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedEvenings]:
    """On a PostgreSQL that a test may break, with no more connections than the product may need."""
    with ExitStack() as exits:
        postgres = exits.enter_context(closing(installations.make_postgres(max_connections=str(CONNECTIONS))))
        folder = tmp_path_factory.mktemp("evenings")
        server = installations.make_server(exits, stack, folder / "data", postgres=postgres, contents=Contents.EVENINGS)
        server.environment["DATABASE_URL"] = admit_without_privileges(server)
        server.faults_expected = True
        exits.callback(end_servers, [server])
        server.start()
        yield ServedEvenings(server, iter(server.evenings))


def admit_without_privileges(server: Server) -> str:
    """The address with a user for whom the last three connections are not reserved, so that a test can always look."""
    assert isinstance(server.database, PostgresDatabase)
    for statement in GRANTS:
        server.database.change(statement)
    return server.database.url.replace(f"//{OWNER}@", "//product@")


GRANTS = (
    "CREATE ROLE product LOGIN",
    "GRANT ALL ON ALL TABLES IN SCHEMA public TO product",
    "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO product",
)


def postgres_of(evening: FaultyEvening) -> Postgres:
    assert isinstance(evening.server.database, PostgresDatabase)
    return evening.server.database.server


@pytest.mark.row("fault", 10)
async def test_after_a_crash_of_the_database_everything_goes_on(evening: FaultyEvening) -> None:
    phones = await evening.phones(12)
    desk, visitor = await evening.phone("moderator"), await evening.phone("visitor")
    asking = [asyncio.create_task(ask_three(phone, name)) for name, phone in enumerate(phones)]
    for _crash in range(2):
        await asyncio.sleep(0.4)
        await asyncio.to_thread(postgres_of(evening).restart, "immediate")
    await asyncio.gather(*asking)
    assert [phone.losses for phone in (*phones, desk, visitor)] == [[]] * (len(phones) + 2)
    dump = await evening.promises_kept()
    assert len(dump.questions) == 3 * len(phones)


@pytest.mark.row("fault", 11)
async def test_a_database_that_was_away_for_long_is_found_soon_after_it_is_back(evening: FaultyEvening) -> None:
    phones = await evening.phones(4)
    postgres = postgres_of(evening)
    await asyncio.to_thread(postgres.stop, "immediate")
    asking = [asyncio.create_task(ask_three(phone, name)) for name, phone in enumerate(phones)]
    await asyncio.sleep(AWAY_S)
    await asyncio.to_thread(postgres.start)
    watch = Stopwatch(evening.server)
    await asyncio.gather(*asking)
    assert watch.seconds < FOUND_WITHIN_S
    assert [phone.losses for phone in phones] == [[]] * len(phones)
    await evening.promises_kept()


@pytest.mark.row("fault", 11)
async def test_while_the_database_is_away_rooms_can_be_read_and_no_page_waits(evening: FaultyEvening) -> None:
    _people = [await evening.client(str(number)) for number in range(10)]  # some of them at each worker
    postgres, server = postgres_of(evening), evening.server
    room = f"/chat/{evening.sheet['chat_session']}/"
    await asyncio.to_thread(postgres.stop, "immediate")
    try:
        await until_answered(server, "/wards/", 503, times=2 * WORKERS)
        began = monotonic()
        answers = [await asyncio.to_thread(server.get, path) for path in ("/wards/", room) * 10]
        assert monotonic() - began < len(answers) * POOL_TIMEOUT_S / 2
        assert [status for status, _page in answers] == [503, 200] * 10
        assert all(b"Read-only" in page for status, page in answers if status == 200)
    finally:
        await asyncio.to_thread(postgres.start)
    await until_answered(server, "/wards/", 200, times=2 * WORKERS)
    await until_answered(server, "/readyz", 200)


POOL_TIMEOUT_S = 3.0


async def until_answered(server: Server, path: str, status: int, *, times: int = 1) -> None:
    """So often in a row, so that most likely each worker has answered."""
    async with asyncio.timeout(60):
        while {(await asyncio.to_thread(server.get, path))[0] for _time in range(times)} != {status}:  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.2)


async def ask_three(phone: Phone, name: int) -> None:
    for number in range(3):
        ack = await phone.tell("question.ask", text=f"Canary {name}-{number}?", kind="question")
        assert ack["type"] == "ack"
        await asyncio.sleep(0.3)


@pytest.mark.row("fault", 12)
async def test_a_held_lock_costs_a_nack_in_time_and_delays_no_echo(evening: FaultyEvening) -> None:
    asker, *others = [await evening.client(str(number)) for number in range(7)]
    with evening.server.database.hold_writes():
        watch, echoing = Stopwatch(evening.server), Stopwatch(evening.server)
        asking = asyncio.create_task(asker.send("question.ask", ref=REF, text="Canary under lock?", kind="question"))
        echoes = sorted(await asyncio.gather(*(echo_s(client) for client in others * 6)))
        waited_s = echoing.waited_s
        nack = await asking
        assert watch.seconds < COMMAND_WITHIN_S + 1
        assert (nack["type"], nack["retry"]) == ("nack", True)
        newcomer = await evening.client("8")
    assert echoes[int(len(echoes) * 0.95)] - waited_s < ECHO_WITHIN_S
    ack = await asker.send("question.ask", ref=REF, text="Canary under lock?", kind="question")
    assert ack["type"] == "ack"
    assert {client.close_code for client in (asker, newcomer, *others)} == {None}
    await evening.promises_kept()


REF = "6b1f2a3c-0000-4000-8000-000000000012"


async def echo_s(client: LiveClient) -> float:
    """The seconds until a frame that the wire does not know is refused."""
    await asyncio.sleep(0)
    began = monotonic()
    refused = len([frame for frame in client.frames if frame["type"] == "nack"])
    await client.say("{")
    await client.until(lambda: len([frame for frame in client.frames if frame["type"] == "nack"]) > refused)
    return monotonic() - began


@pytest.mark.row("fault", 13)
async def test_a_database_without_free_connections_costs_nacks_and_no_sockets(evening: FaultyEvening) -> None:
    phones = await evening.phones(10)
    with ExitStack() as held:
        await asyncio.to_thread(take_all_connections, postgres_of(evening), held)
        asking = [asyncio.create_task(ask_three(phone, name)) for name, phone in enumerate(phones)]
        await asyncio.gather(*(until_refused_for_now(phone) for phone in phones))
    await asyncio.gather(*asking)
    assert [phone.losses for phone in phones] == [[]] * len(phones)
    dump = await evening.promises_kept()
    assert len(dump.questions) == 3 * len(phones)
    assert connections_of(postgres_of(evening)) < CONNECTIONS


async def until_refused_for_now(phone: Phone) -> None:
    await phone.client.until(
        lambda: any(entry.get("retry") for entry in phone.client.journal.entries), within_s=REFUSED_WITHIN_S
    )


def take_all_connections(postgres: Postgres, held: ExitStack) -> None:
    """Take all connections, those that the server has, however often it takes one that has just become free."""
    first = held.enter_context(psycopg.connect(postgres.url("postgres"), autocommit=True))
    have_others_some = True
    while have_others_some:
        _take_free_connections(postgres, held)
        have_others_some = bool(first.execute(END_THE_SERVERS).fetchall())


def _take_free_connections(postgres: Postgres, held: ExitStack) -> None:
    with suppress(psycopg.OperationalError):  # there is none left, as intended
        while True:
            held.enter_context(psycopg.connect(postgres.url("postgres")))


def connections_of(postgres: Postgres) -> int:
    [(count,)] = postgres.command("SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'chat%'")
    return int(count)
