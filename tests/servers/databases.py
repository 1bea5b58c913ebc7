"""The database of a server under test, queried, changed and locked from outside, on any engine.

Queries are written with `?` for their values; ids are given as UUID.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import psycopg

from tests.servers.services.postgres import Postgres

PATIENCE_S = 60.0
"""For a lock of SQLite: Python waits five seconds, in which a busy machine may not let its holder go on."""

TABLES = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"


class Database(Protocol):
    @property
    def environment(self) -> Mapping[str, str]:
        """The environment that makes the product use it."""

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]: ...

    def change(self, statement: str, *values: object) -> None: ...

    def hold_writes(self) -> AbstractContextManager[None]:
        """Nobody can write while this lasts; reading goes on."""

    def drop(self) -> None: ...


class SqliteDatabase:
    """A file in the data folder, which need not exist yet."""

    environment: Mapping[str, str] = {}

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "db.sqlite3"

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=PATIENCE_S)) as connection:
            return connection.execute(query, _plain(values)).fetchall()

    def change(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE_S)) as connection:
            connection.execute(statement, _plain(values))

    @contextmanager
    def hold_writes(self) -> Iterator[None]:
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE_S)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    def drop(self) -> None:
        """The database is deleted with its folder."""


class PostgresDatabase:
    """One database of a PostgreSQL of the tests."""

    def __init__(self, server: Postgres, name: str) -> None:
        self.server = server
        self.name = name

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    @property
    def environment(self) -> Mapping[str, str]:
        return {"DATABASE_URL": self.url}

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.server.command(query.replace("?", "%s"), *values, dbname=self.name)

    def change(self, statement: str, *values: object) -> None:
        self.ask(statement, *values)

    @contextmanager
    def hold_writes(self) -> Iterator[None]:
        """A lock on every table, because PostgreSQL has none for all at once."""
        [(tables,)] = self.ask(TABLES)
        with psycopg.connect(self.url) as connection:
            connection.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            yield
            connection.rollback()

    def drop(self) -> None:
        self.server.drop_database(self.name)


def _plain(values: tuple[object, ...]) -> list[Any]:
    """The plain value as Django keeps them in SQLite."""
    return [value.hex if isinstance(value, UUID) else value for value in values]
