"""What servers under test stand on, each made when it is first needed: real servers, and data prepared once.

A server gets copies of what is prepared, so that it starts as fast as one that was there before.
"""

import shutil
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.servers.databases import Database, PostgresDatabase, SqliteDatabase
from tests.servers.postgres import Postgres
from tests.servers.server import Server
from tests.servers.stacks import KEY, Engine, Stack
from tests.servers.valkey import Valkey

PREPARING = Stack("preparing", environment=KEY, engine=Engine.POSTGRESQL)


@dataclass(frozen=True)
class Prepared:
    """A data folder, and with PostgreSQL the database that belongs to it."""

    data_dir: Path
    template: str = ""


class Grounds:
    """Of one test process. Whatever was started for it ends with close()."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._exits = ExitStack()

    @cached_property
    def postgres(self) -> Postgres:
        return self._exits.enter_context(closing(Postgres()))

    @cached_property
    def valkey(self) -> Valkey:
        return self._exits.enter_context(closing(Valkey()))

    def make_server(
        self, exits: ExitStack, stack: Stack, data_dir: Path, *arguments: str, **environment: str
    ) -> Server:
        """A server that is still to be started, with "--demo" on a copy of the loaded demo. `exits` ends its data."""
        prepared = self._prepared(stack.engine, is_demo="--demo" in arguments)
        if prepared is not None and not data_dir.exists():
            shutil.copytree(prepared.data_dir, data_dir)
        database = self._make_database(stack.engine, data_dir, prepared)
        exits.callback(database.drop)
        valkey = exits.enter_context(closing(Valkey())) if stack.has_valkey else None
        return Server(data_dir, *arguments, **environment).on(stack, database, valkey)

    def close(self) -> None:
        self._exits.close()

    def _make_database(self, engine: Engine, data_dir: Path, prepared: Prepared | None) -> Database:
        if engine is Engine.SQLITE:
            return SqliteDatabase(data_dir)
        assert prepared is not None
        return PostgresDatabase(self.postgres, self.postgres.make_database(prepared.template))

    def _prepared(self, engine: Engine, *, is_demo: bool) -> Prepared | None:
        if engine is Engine.POSTGRESQL:
            return self._demo_on_postgresql if is_demo else self._tables_on_postgresql
        return self._demo_on_sqlite if is_demo else None

    @cached_property
    def _demo_on_sqlite(self) -> Prepared:
        data_dir = self._folder / "demo-sqlite"
        _run_once(Server(data_dir, "--demo"))
        return Prepared(data_dir)

    @cached_property
    def _tables_on_postgresql(self) -> Prepared:
        data_dir = self._folder / "empty-postgresql"
        database = PostgresDatabase(self.postgres, self.postgres.make_database())
        _run_once(Server(data_dir).on(PREPARING, database))
        return Prepared(data_dir, database.name)

    @cached_property
    def _demo_on_postgresql(self) -> Prepared:
        data_dir = self._folder / "demo-postgresql"
        name = self.postgres.make_database(self._tables_on_postgresql.template)
        database = PostgresDatabase(self.postgres, name)
        _run_once(Server(data_dir, "--demo").on(PREPARING, database))
        return Prepared(data_dir, name)


def _run_once(server: Server) -> None:
    server.start()
    server.close()
    assert server.faults == []
