"""Fixtures that hand a test a real server: `served` (an empty installation), `demo` (Borough X, live now)."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.server import Server

Serve = Callable[..., Server]


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
