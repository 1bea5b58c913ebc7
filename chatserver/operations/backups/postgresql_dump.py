"""Dumps and restores a PostgreSQL database by PostgreSQL's own programs, and counts the rows in a dump."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.log_check import find_gap

COPY = re.compile(rb'COPY public\."?([^" ]+)"? \(')
SCHEMA_LINE = re.compile(r" SCHEMA (- )?public ")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def connect() -> psycopg.Connection[Any]:
    """A connection to the product's database, outside of Django's pool."""
    told = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: told[key] for name, key in names.items() if told[key]}
    return psycopg.connect(**given, **_options())


def dump_database(target: Path) -> tuple[list[str], dict[str, int]]:
    """Dump one snapshot. Answers the migrations and the rows by table of that snapshot. Raises BadBackup."""
    program = find_program("pg_dump")
    with connect() as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [(snapshot,)] = database.execute("SELECT pg_export_snapshot()").fetchall()
        migrations, counts = look_through_postgresql(database)
        _run(
            [program, "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
             f"--snapshot={snapshot}", f"--file={target}"]
        )  # fmt: skip
    if count_rows(target) != counts:
        raise BadBackup("The dump does not hold what the database held at that moment.")
    return migrations, counts


def look_through_postgresql(database: psycopg.Connection[Any]) -> tuple[list[str], dict[str, int]]:
    """Raises BadBackup where the log is incomplete."""
    tables = [name for (name,) in database.execute(TABLES).fetchall()]
    if "django_migrations" not in tables:
        raise BadBackup("The database is empty.")
    counts = {name: _count(database, name) for name in tables}
    migrations = [f"{app}.{name}" for app, name in database.execute("SELECT app, name FROM django_migrations")]
    gap = find_gap(lambda query: database.execute(query.encode()).fetchall())
    if gap:
        raise BadBackup(gap)
    return sorted(migrations), counts


def count_rows(dump: Path) -> dict[str, int]:
    """Read a whole dump and count the rows of each table. Raises BadBackup where it cannot be read."""
    counts: dict[str, int] = {}
    table = ""
    command = [find_program("pg_restore"), "--data-only", "--file=-", str(dump)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:
        assert reading.stdout is not None
        for line in reading.stdout:
            if table and line == b"\\.\n":
                table = ""
            elif table:
                counts[table] += 1
            elif (copying := COPY.match(line)) is not None:
                table = copying[1].decode()
                counts[table] = 0
    if reading.returncode != 0:
        raise BadBackup("The dump cannot be read: it is damaged, or of a newer PostgreSQL than this pg_restore.")
    return counts


def restore_dump(dump: Path, *, aside: str) -> None:
    """Restore into the product's database. Its own tables, if any, are first moved into a schema named `aside`.

    One transaction. Raises BadBackup.
    """
    program = find_program("pg_restore")
    with connect() as database:
        if database.execute(TABLES).fetchall():
            database.execute(f'ALTER SCHEMA public RENAME TO "{aside}"'.encode())
            database.execute("CREATE SCHEMA public")
    try:
        _run([program, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
              "--dbname", str(connection.settings_dict["NAME"]), *_but_for_schema(program, dump)])  # fmt: skip
    except BadBackup:
        bring_back(aside)
        raise


def bring_back(aside: str) -> None:
    """Remove what was restored, and give the tables in the schema `aside`, if any, their place again."""
    with connect() as database:
        database.execute("DROP SCHEMA public CASCADE")
        if database.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [aside]).fetchone():
            database.execute(f'ALTER SCHEMA "{aside}" RENAME TO public'.encode())
        else:
            database.execute("CREATE SCHEMA public")


def is_empty() -> bool:
    with connect() as database:
        return not database.execute(TABLES).fetchall()


def count_others() -> int:
    """The number of other connections to the database."""
    with connect() as database:
        [(count,)] = database.execute(OTHERS).fetchall()
    return int(count)


def find_program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BadBackup(f"{name} is not installed here: it comes with PostgreSQL's client programs (on Debian: "
                        "apt-get install postgresql-client), of the server's version or a later one.")  # fmt: skip
    return found


def _but_for_schema(program: str, dump: Path) -> list[str]:
    """Arguments that restore everything but the schema itself, which exists already."""
    listed = subprocess.run([program, "--list", str(dump)], capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise BadBackup("The dump cannot be read: it is damaged, or of a newer PostgreSQL than this pg_restore.")
    kept = [line for line in listed.stdout.splitlines() if not SCHEMA_LINE.search(line)]
    contents = dump.with_suffix(".list")
    contents.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return ["--use-list", str(contents), str(dump)]


def _run(command: list[str]) -> None:
    """Run a program, with the address in the environment: other users can read a command line."""
    done = subprocess.run(command, env=os.environ | _environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BadBackup(f"{Path(command[0]).name} failed: {' '.join(done.stderr.split())[:500]}")


def _environment() -> dict[str, str]:
    told = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    given = {name: str(told[key]) for name, key in names.items() if told[key]}
    options = {
        "host": "PGHOST",
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
        "connect_timeout": "PGCONNECT_TIMEOUT",
    }
    return given | {options[name]: str(value) for name, value in _options().items() if name in options}


def _options() -> dict[str, Any]:
    return {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"}


def _count(database: psycopg.Connection[Any], table: str) -> int:
    return int(database.execute(f'SELECT count(*) FROM public."{table}"'.encode()).fetchall()[0][0])  # noqa: S608
