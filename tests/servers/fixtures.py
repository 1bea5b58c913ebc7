"""Fixtures with a real server: `served` (an empty installation), `demo` (Borough X, live now).

And its databases: `postgres` and `valkey` are shared by all tests of a process, own_postgres() and own_valkey() start
one that a test may break.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from chatserver.database.pools import browsing, readers, writers
from tests.running.migrated_once import migrated_once
from tests.servers.cleanup_process import cleanup
from tests.servers.installations import Installations
from tests.servers.preparing import Contents
from tests.servers.server import Server
from tests.servers.services.postgres import Postgres
from tests.servers.services.valkey import Valkey
from tests.servers.stacks import SQLITE, STACKS, Stack

Serve = Callable[..., Server]


@pytest.fixture(scope="session", autouse=True)
def nothing_stays_behind() -> Iterator[None]:
    yield
    cleanup.dismiss()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For all the processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def installations(shared_folder: Path) -> Iterator[Installations]:
    with closing(Installations(shared_folder)) as installations:
        yield installations


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Started with its first test, and empty. Each test makes a database for itself, and none may stop the server."""
    with closing(Postgres()) as postgres:
        yield postgres


@pytest.fixture(scope="session")
def valkey(installations: Installations) -> Valkey:
    return installations.valkey


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, request: pytest.FixtureRequest) -> None:
    """With TEST_DATABASE=postgresql, the tests of this process share its PostgreSQL as they share a file of SQLite."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["host"] = str(request.getfixturevalue("postgres").folder)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """If the file of SQLite exists already, it is a copy of one that another process, or another run, migrated."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def shared_migrations(django_db_modify_db_settings: None, pytestconfig: pytest.Config) -> Iterator[ExitStack]:
    """Held until this process has its database, so that the others can copy it."""
    with ExitStack() as held:
        if connection.vendor == "sqlite":
            database = Path(connection.settings_dict["TEST"]["NAME"])
            assert pytestconfig.cache is not None
            held.enter_context(migrated_once(pytestconfig.cache.mkdir("migrated"), database))
        yield held


@pytest.fixture(scope="session")
def django_db_setup(
    shared_migrations: ExitStack, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    shared_migrations.close()
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            _wait_for_last_session()


def _wait_for_last_session() -> None:
    """PostgreSQL waits five seconds for closed connections before it drops a database: too few on a loaded machine."""
    name = connection.settings_dict["NAME"]
    for pool in (browsing, readers, writers):
        pool.close()
    connection.close()
    # Only PostgreSQL's wrapper has a pool.
    connection.close_pool()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 60
    with connection._nodb_cursor() as cursor:
        while True:
            cursor.execute("SELECT application_name, state, query FROM pg_stat_activity WHERE datname = %s", [name])
            if not (sessions := cursor.fetchall()):
                return
            assert time.monotonic() < deadline, f"The tests left sessions open: {sessions}"
            time.sleep(0.05)


@pytest.fixture
def own_postgres(installations: Installations) -> Iterator[Callable[..., Postgres]]:
    """Start a PostgreSQL for this test alone, with settings: own_postgres(max_connections="20")."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(closing(installations.make_postgres(**settings)))


@pytest.fixture
def own_valkey() -> Iterator[Callable[..., Valkey]]:
    """Start a Valkey for this test alone, with options of its command line: own_valkey("--maxclients", "20")."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(closing(Valkey(*options)))


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> Stack:
    """The stack of servers: one process, as at first, unless a test or a folder's conftest chooses another."""
    return STACKS[getattr(request, "param", SQLITE.name)]


@pytest.fixture(scope="session")
def contents() -> Contents:
    """The content of servers, unless a folder's conftest chooses another."""
    return Contents.NOBODY


@pytest.fixture
def serve(tmp_path: Path, installations: Installations, stack: Stack, contents: Contents) -> Iterator[Serve]:
    """Start servers: serve("--demo", data_dir=..., ORIGINS=...). Each is ended after the test, and its log checked.

    Their stack is the test's, or the one given: serve(on=UVICORN).
    """
    servers: list[Server] = []

    def start(*arguments: str, data_dir: Path | None = None, on: Stack = stack, **environment: str) -> Server:
        folder = data_dir or tmp_path / f"data-{len(servers)}"
        server = installations.make_server(exits, on, folder, *arguments, environment=environment, contents=contents)
        servers.append(server)
        server.start()
        return server

    with ExitStack() as exits:
        yield start
        end_servers(servers)


@pytest.fixture
def served(serve: Serve) -> Server:
    return serve()


@pytest.fixture
def demo(serve: Serve) -> Server:
    """A demo of its own: `.demo` is the content of demo.json."""
    return serve("--demo")


@pytest.fixture(scope="module", params=[SQLITE.name])
def shared_demo(
    request: pytest.FixtureRequest, installations: Installations, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A demo for the tests of a file that do not disturb each other; tests of one stack stay in one process."""
    with ExitStack() as exits:
        folder = tmp_path_factory.mktemp("shared") / "data"
        server = installations.make_server(exits, STACKS[request.param], folder, "--demo")
        server.start()
        yield server
        end_servers([server])


def end_servers(servers: list[Server]) -> None:
    """Each is asked to end, and killed if it does not; then none may have complained about itself."""
    try:
        for server in servers:
            server.close()
    finally:
        for server in servers:
            if server.is_running:
                server.kill()
    for server in servers:
        assert server.faults_expected or server.faults == []
