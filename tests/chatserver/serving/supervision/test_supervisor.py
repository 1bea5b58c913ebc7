"""Workers under their supervisor: replaced when they die, renewed one by one, gone with it; on PostgreSQL."""

import asyncio
import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, suppress
from dataclasses import replace

import psutil
import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from chatserver.serving.process.heartbeat import BEAT_EVERY_S, SILENT_AFTER
from tests.clients.live_client import LiveClient
from tests.measuring.stopwatch import Stopwatch
from tests.servers.databases import PostgresDatabase
from tests.servers.fixtures import Serve, end_servers
from tests.servers.installations import Installations
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, UVICORN, Stack

pytestmark = [pytest.mark.slow, pytest.mark.variants("stack"), pytest.mark.long]

ON_THE_WAY_S = 30.0
RENEWED_WITHIN_S = 120.0
"""How long a test waits for new workers before it gives up. test_leaving.py bounds the duration of a renewal."""

LEAVES_WITHIN_S = 30.0
SOCKETS = 20
SILENT_S = SILENT_AFTER * BEAT_EVERY_S


WITHOUT_HINTS = {stack.name: replace(stack, has_valkey=False) for stack in (DAPHNE, UVICORN)}
"""The tests here need none."""


@pytest.fixture(scope="module", params=WITHOUT_HINTS)
def stack(request: pytest.FixtureRequest) -> Stack:
    return WITHOUT_HINTS[request.param]


@pytest.fixture(scope="module")
def renewable(installations: Installations, stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo for the tests that leave it unchanged, apart from its workers."""
    with ExitStack() as exits:
        server = installations.make_server(exits, stack, tmp_path_factory.mktemp("renewable") / "data", "--demo")
        exits.callback(end_servers, [server])
        server.start()
        yield server


WHO_WAITS = "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
CLOCK_READS = 'SELECT "chat_sessions_chatsession"'
"""Threads that look for messages to send wait for the same table after a while, with other queries."""


def until(is_so: Callable[[], object], within_s: float = ON_THE_WAY_S) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_workers_are_the_supervisor_s_children_it_says_once_that_they_listen_and_they_go_with_it(served: Server):
    assert len(served.worker_pids) == 2
    assert served.pid not in served.worker_pids
    room, _, log = served.log.partition("\n")
    assert room.startswith("Each process may open ")
    news, listening, nobody, *steps, page = log.splitlines()
    assert news == "Without REDIS_URL, processes learn of new events by querying the database every second."
    assert listening == f"Listening on {served.base_url}/"
    environment = f"DATA_DIR={served.data_dir} in the environment"
    assert nobody == f"Nobody can plan a chat here yet. Next (each with {environment}):"
    assert [step.split()[:2] for step in steps] == [
        ["bin/manage", command] for command in ("load_wards", "createsuperuser", "appoint_clerk")
    ]
    assert page == f"A browser on this machine shows the same at {served.base_url}/setup/."
    assert_all_go(served, signal.SIGTERM)


def assert_all_go(served: Server, number: signal.Signals) -> None:
    workers = [psutil.Process(pid) for pid in served.worker_pids]
    served.signal(number)
    assert served.wait() == 0
    assert [worker for worker in workers if worker.is_running()] == []


def test_a_worker_that_dies_is_replaced_and_nobody_is_refused(renewable: Server):
    victim, other = renewable.worker_pids
    os.kill(victim, signal.SIGKILL)
    statuses = [renewable.get("/healthz")[0] for _ in range(20)]
    assert statuses == [200] * 20
    until(lambda: len(renewable.worker_pids) == 2)
    assert other in renewable.worker_pids
    assert victim not in renewable.worker_pids
    said = [line.partition(": ")[2] for line in renewable.log.splitlines() if " WARNING " in line]
    assert said == [f"Worker {victim} exited unexpectedly (signal 9); starting another."]


def test_workers_do_not_end_with_a_terminal_and_do_with_a_supervisor_that_is_killed(served: Server):
    before = served.worker_pids
    for pid in before:
        os.kill(pid, signal.SIGHUP)
    assert served.get("/healthz")[0] == 200
    assert served.worker_pids == before

    workers = [psutil.Process(pid) for pid in before]
    os.kill(served.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(workers, timeout=ON_THE_WAY_S)
    assert alive == []


@pytest.mark.takes(30)
@pytest.mark.parametrize("stack", [UVICORN.name], indirect=True)  # the clock is the supervisor's, on either server
def test_a_clock_that_waits_for_the_database_keeps_nobody(served: Server):
    served.faults_expected = True
    assert isinstance(served.database, PostgresDatabase)
    with psycopg.connect(served.database.url) as locked:
        locked.execute("LOCK TABLE chat_sessions_chatsession IN ACCESS EXCLUSIVE MODE")
        until(lambda: any(query.startswith(CLOCK_READS) for (query,) in served.ask_database(WHO_WAITS)))
        watch = Stopwatch(served)
        assert served.stop() == 1
        assert watch.seconds < LEAVES_WITHIN_S


async def test_new_workers_take_over_while_everybody_comes_back_and_nobody_is_refused(renewable: Server):
    chat_session = str(renewable.demo["chat_session"])
    async with AsyncExitStack() as exits:
        people = [await exits.enter_async_context(LiveClient(renewable.base_url, chat_session)) for _ in range(SOCKETS)]
        before, renewed = set(renewable.worker_pids), renewals_of(renewable)
        asking = asyncio.create_task(keep_asking(renewable, before))
        coming_back = [asyncio.create_task(keep_coming_back(person, asking)) for person in people]
        renewable.signal(signal.SIGHUP)
        assert set(await asking) == {200}
        for person in people:
            with suppress(ConnectionClosed):
                await person.say("is anybody there")  # an answer, or a close, ends the wait for one
        # A client that comes back at once may reach a worker that is renewed next, and is sent away once more.
        assert {await coming for coming in coming_back} <= {1, 2}
    assert len(renewable.worker_pids) == 2
    await asyncio.to_thread(until, lambda: renewals_of(renewable) == renewed + 1, RENEWED_WITHIN_S)


async def keep_coming_back(person: LiveClient, asking: asyncio.Task[list[int]]) -> int:
    """Reconnect at once after each goodbye, without the wait that the server asks for. Answers how often."""
    times = 0
    while True:
        await person.until(lambda: person.close_code is not None or asking.done(), within_s=RENEWED_WITHIN_S)
        if person.close_code is None:
            return times
        assert (person.close_code, person.byes[-1]["code"], person.byes[-1]["after_ms"] <= 20_000) == (4000, 4000, True)
        await person.resume()
        times += 1


async def keep_asking(server: Server, before: set[int]) -> list[int]:
    """New connections all the time, until no worker from before is left."""

    def ask() -> int:
        with urllib.request.urlopen(server.base_url + "/healthz", timeout=ON_THE_WAY_S) as answer:
            return int(answer.status)

    statuses = []
    while before & set(server.worker_pids):
        statuses.append(await asyncio.to_thread(ask))
    return statuses


def renewals_of(server: Server) -> int:
    return server.log.count("All workers were replaced.")


def test_a_second_renewal_and_a_shutdown_do_not_disturb_each_other(renewable: Server):
    renewed = renewals_of(renewable)
    renewable.signal(signal.SIGHUP)
    renewable.signal(signal.SIGHUP)
    until(lambda: renewals_of(renewable) > renewed, RENEWED_WITHIN_S)
    renewable.signal(signal.SIGHUP)
    assert renewable.stop() == 0


def test_a_database_that_is_gone_leaves_the_old_workers_in_peace(serve: Serve, stack: Stack):
    server = serve(on=stack)
    before = server.worker_pids
    server.faults_expected = True
    for pid in before:
        assert psutil.Process(pid).is_running()
    server.database.drop()
    server.signal(signal.SIGHUP)
    until(lambda: re.search(r" ERROR .*could not be replaced", server.log))
    assert server.worker_pids == before
    assert server.get("/healthz")[0] == 200


@pytest.mark.takes(50)
@pytest.mark.parametrize("stack", [UVICORN.name], indirect=True)  # the event loops differ, the beats do not
def test_a_hanging_worker_is_replaced_a_hanging_supervisor_noticed_and_all_go_on_an_interrupt(served: Server):
    served.faults_expected = True  # what is said of them
    victim, other = served.worker_pids
    os.kill(victim, signal.SIGSTOP)
    until(lambda: victim not in served.worker_pids and len(served.worker_pids) == 2, within_s=2 * SILENT_S)
    assert other in served.worker_pids
    assert served.log.count(f"Worker {victim} has not responded for {SILENT_S:.0f} seconds; killing it.") == 1

    served.signal(signal.SIGSTOP)
    until(
        lambda: served.log.count(f"The supervisor (process {served.pid}) has not responded") == 2, within_s=2 * SILENT_S
    )
    assert served.get("/healthz")[0] == 200
    served.signal(signal.SIGCONT)
    until(lambda: served.log.count("The supervisor is running again.") == 2)
    assert other in served.worker_pids
    assert_all_go(served, signal.SIGINT)
