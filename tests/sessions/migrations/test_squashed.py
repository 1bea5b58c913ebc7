"""A new installation has the tables that all steps of one of before add up to; that one goes on where it stands."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers.services.postgres import Postgres

pytestmark = [pytest.mark.slow, pytest.mark.long]

ROOT = Path(__file__).parents[3]
HALF_WAY = ("chat_sessions", "0030_masked_places")
COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable,
        column_default, is_identity, is_generated, generation_expression
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
STATISTICS = "SELECT attrelid::regclass::text, attname, attstattarget FROM pg_attribute WHERE attstattarget > 0"


def run(*arguments: str, **environment: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=kept | environment, check=True)


def migrate_both(new: dict[str, str], of_before: dict[str, str]) -> None:
    run("manage.py", "migrate", "--verbosity", "0", **new)
    run("-m", "tests.sessions.migrations.step_by_step", *HALF_WAY, **of_before)
    run("manage.py", "migrate", "--verbosity", "0", **of_before)
    for each in (new, of_before):
        run("manage.py", "migrate", "--check", **each)


def test_on_sqlite_they_have_the_same_tables(tmp_path: Path) -> None:
    folders = [tmp_path / "new", tmp_path / "of_before"]
    for folder in folders:
        folder.mkdir(mode=0o700)
    migrate_both(*({"DATA_DIR": str(folder)} for folder in folders))
    made = [set(tables_of_sqlite(folder / "db.sqlite3")) for folder in folders]
    assert made[0] == made[1]
    assert len(made[0]) > 500


def tables_of_sqlite(path: Path) -> Iterator[tuple[str, ...]]:
    """Columns and constraints of each table in any order: a column that was added later stands last."""
    with closing(sqlite3.connect(path)) as database:
        for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master"):
            if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
                yield (kind, name, *sorted(parts_of(sql[sql.index("(") + 1 : sql.rindex(")")])))
            else:
                yield (kind, name, sql or "")


def parts_of(body: str) -> Iterator[str]:
    depth, part = 0, ""
    for character in body:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += character
    yield part.strip()


def test_on_postgresql_they_have_the_same_tables(postgres: Postgres, tmp_path: Path) -> None:
    names = [postgres.make_database(), postgres.make_database()]
    migrate_both(*({"DATA_DIR": str(tmp_path), "DATABASE_URL": postgres.url(name), "SECRET_KEY": "k" * 20 + "0123456789" * 4} for name in names))
    for question in (COLUMNS, CONSTRAINTS, INDEXES, STATISTICS):
        new, of_before = (set(postgres.command(question, dbname=name)) for name in names)
        assert new == of_before
        assert new
