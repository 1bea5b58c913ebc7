"""The databases and folders of servers under test, each started when first needed, from copies prepared once.

So a server starts as fast as one that existed before.
"""

import shutil
from collections.abc import Mapping
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path

from tests.servers.databases import Database, PostgresDatabase, SqliteDatabase
from tests.servers.preparing import Contents, Prepared, prepare, prepare_cluster
from tests.servers.server import Server
from tests.servers.services.postgres import Postgres
from tests.servers.services.valkey import Valkey
from tests.servers.stacks import Engine, Stack

LOADS_DEMO = {"--demo", "--play"}


class Installations:
    """For one test process; `folder`: that of the whole test run. close() ends everything that was started for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._exits = ExitStack()

    @cached_property
    def postgres(self) -> Postgres:
        return self._exits.enter_context(closing(self.make_postgres()))

    @cached_property
    def valkey(self) -> Valkey:
        return self._exits.enter_context(closing(Valkey()))

    def make_postgres(self, **settings: str) -> Postgres:
        """Another one, with the prepared databases."""
        return Postgres(prepare_cluster(self._folder), **settings)

    def make_server(
        self,
        exits: ExitStack,
        stack: Stack,
        data_dir: Path,
        *arguments: str,
        postgres: Postgres | None = None,
        environment: Mapping[str, str] | None = None,
        contents: Contents = Contents.NOBODY,
    ) -> Server:
        """A server that is not started yet, on a copy of these contents, or of the demo. `exits` ends its data."""
        prepared = prepare(self._folder, stack.engine, Contents.DEMO if LOADS_DEMO & set(arguments) else contents)
        if not data_dir.exists():
            shutil.copytree(prepared.data_dir, data_dir)
        database = self._make_database(stack.engine, data_dir, prepared, postgres)
        exits.callback(database.drop)
        valkey = exits.enter_context(closing(Valkey())) if stack.has_valkey else None
        return Server(data_dir, *arguments, **environment or {}).on(stack, database, valkey)

    def close(self) -> None:
        self._exits.close()

    def _make_database(self, engine: Engine, data_dir: Path, prepared: Prepared, postgres: Postgres | None) -> Database:
        if engine is Engine.SQLITE:
            return SqliteDatabase(data_dir)
        postgres = postgres or self.postgres
        return PostgresDatabase(postgres, postgres.make_database(prepared.template))
