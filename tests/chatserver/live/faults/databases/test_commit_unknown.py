"""The database's connection is cut around a COMMIT: nobody knows whether it was done; the ref makes it happen once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.servers.databases import PostgresDatabase
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.preparing import Contents
from tests.servers.server import Server
from tests.servers.services.proxy import Proxy
from tests.servers.stacks import UVICORN, Stack

pytestmark = [on(UVICORN), pytest.mark.long]


@pytest.fixture(scope="module")
def line(installations: Installations) -> Iterator[Proxy]:
    """The connection to the PostgreSQL of the tests, as over a network."""
    with Proxy(f"{installations.postgres.folder}/.s.PGSQL.5432") as proxy:
        yield proxy


@pytest.fixture(scope="module")
def far_server(
    installations: Installations, stack: Stack, line: Proxy, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with ExitStack() as exits:
        server = installations.make_server(
            exits, stack, tmp_path_factory.mktemp("far") / "data", contents=Contents.EVENINGS
        )
        assert isinstance(server.database, PostgresDatabase)
        server.environment["DATABASE_URL"] = (
            f"postgresql://chat@127.0.0.1:{line.port}/{server.database.name}?sslmode=disable"
        )
        server.faults_expected = True
        exits.callback(end_servers, [server])
        server.start()
        yield server


@pytest.mark.row("fault", 5)
async def test_a_commit_whose_answer_is_lost_is_done_once(
    far_server: Server, line: Proxy, evening_on: Callable[[Server], FaultyEvening]
) -> None:
    evening = evening_on(far_server)
    resident, _onlooker = await evening.phone("0"), await evening.phone("moderator")
    duplicates = []
    for number, set_trap in enumerate([line.cut_after_sending, line.cut_instead_of_sending] * 4):
        set_trap(b"COMMIT")
        ack = await resident.tell("question.ask", text=f"Canary {number}?", kind="question")
        assert line.has_sprung
        duplicates.append(ack.get("duplicate", False))
    assert duplicates == [True, False] * 4
    assert resident.losses == []
    dump = await evening.promises_kept()
    assert len(dump.questions) == 8
