"""This product as the bench starts it: with real servers where needed, and commits that wait for the disk."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.bench.machine import all_cores, load_cores, on_cores, server_cores
from tests.servers.databases import Database, PostgresDatabase, SqliteDatabase
from tests.servers.server import Server
from tests.servers.services.postgres import Postgres
from tests.servers.services.valkey import Valkey
from tests.servers.stacks import KEY, Engine, Stack

DURABLE = {"fsync": "on", "full_page_writes": "on"}

DAPHNE, UVICORN = "daphne", "uvicorn"
SERVERS = (DAPHNE, UVICORN)


@contextmanager
def one_process(server: str, engine: Engine = Engine.SQLITE, **environment: str) -> Iterator[Server]:
    """Everything in one process, on a core of its own; a database server runs on the others."""
    with ExitStack() as exits:
        folder = Path(exits.enter_context(tempfile.TemporaryDirectory(prefix="chat-bench-")))
        with on_cores(load_cores()):
            database = _make_database(exits, engine, folder / "data")
        stack = Stack(server, ("--server", server), KEY, engine)
        product = exits.enter_context(closing(Server(folder / "data", **environment).on(stack, database)))
        with on_cores(server_cores()):
            product.start()
        yield product


@contextmanager
def two_workers(server: str) -> Iterator[Server]:
    """Two workers beside PostgreSQL and Valkey, on all cores."""
    with ExitStack() as exits, on_cores(all_cores()):
        folder = Path(exits.enter_context(tempfile.TemporaryDirectory(prefix="chat-bench-")))
        database = _make_database(exits, Engine.POSTGRESQL, folder / "data")
        valkey = exits.enter_context(closing(Valkey()))
        stack = Stack(server, ("--workers", "2", "--server", server), KEY, Engine.POSTGRESQL, has_valkey=True)
        product = exits.enter_context(closing(Server(folder / "data").on(stack, database, valkey)))
        product.start()
        yield product


def _make_database(exits: ExitStack, engine: Engine, data_dir: Path) -> Database:
    if engine is Engine.SQLITE:
        return SqliteDatabase(data_dir)
    postgres = exits.enter_context(closing(Postgres(None, **DURABLE)))
    return PostgresDatabase(postgres, postgres.make_database())
