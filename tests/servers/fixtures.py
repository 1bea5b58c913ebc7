"""Fixtures that hand a test a real server: `served` (an empty installation), `demo` (Borough X, live now).

And what it may stand on: `postgres` and `valkey` are shared by all tests of a process, own_postgres() and own_valkey()
start one that a test may break.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.servers.postgres import Postgres
from tests.servers.server import Server
from tests.servers.undertaker import undertaker
from tests.servers.valkey import Valkey

Serve = Callable[..., Server]


@pytest.fixture(scope="session", autouse=True)
def nothing_stays_behind() -> Iterator[None]:
    yield
    undertaker.dismiss()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Started with its first test. Each test makes a database for itself, and nobody stops the server."""
    with closing(Postgres()) as server:
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    with closing(Valkey()) as server:
        yield server


@pytest.fixture
def own_postgres() -> Iterator[Callable[..., Postgres]]:
    """Start a PostgreSQL for this test alone, with settings: own_postgres(max_connections="20")."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(closing(Postgres(**settings)))


@pytest.fixture
def own_valkey() -> Iterator[Callable[..., Valkey]]:
    """Start a Valkey for this test alone, with options of its command line: own_valkey("--maxclients", "20")."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(closing(Valkey(*options)))


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start servers: serve("--demo", data_dir=..., ORIGINS=...). Each is ended after the test, its log looked at."""
    servers: list[Server] = []

    def start(*arguments: str, data_dir: Path | None = None, **environment: str) -> Server:
        server = Server(data_dir or tmp_path / f"data-{len(servers)}", *arguments, **environment)
        servers.append(server)
        server.start()
        return server

    yield start
    _end(servers)


@pytest.fixture
def served(serve: Serve) -> Server:
    return serve()


@pytest.fixture
def demo(serve: Serve, tmp_path: Path, demo_data: Path) -> Server:
    """A demo of its own: `.demo` is the content of demo.json."""
    return serve("--demo", data_dir=Path(shutil.copytree(demo_data, tmp_path / "demo")))


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo just loaded, made once: each test gets a copy."""
    folder = tmp_path_factory.mktemp("demo")
    server = Server(folder / "data", "--demo")
    server.start()
    server.close()
    assert server.faults == []
    return server.data_dir


def _end(servers: list[Server]) -> None:
    try:
        for server in servers:
            server.close()
    finally:
        for server in servers:
            if server.is_running:
                server.kill()
    for server in servers:
        assert server.faults_expected or server.faults == []
