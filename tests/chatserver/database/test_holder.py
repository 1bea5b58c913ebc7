"""Who holds SQLite's database is named by process and command."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chatserver.database.holder import name_holders

OPEN = "import sqlite3, sys; db = sqlite3.connect(sys.argv[2]); db.execute('SELECT count(*) FROM kept').fetchone()"
WRITE = f"{OPEN}; db.isolation_level = None; db.execute('BEGIN IMMEDIATE')"
WAIT = "; print('ready', flush=True); sys.stdin.read()"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as held:
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("CREATE TABLE kept (id)")
        yield path


def named_beside(script: str, database: Path, program: Path) -> tuple[str, int]:
    program.write_text(script + WAIT, encoding="utf-8")
    command = [sys.executable, str(program), "import_matters", str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        named = name_holders(database)
        other.stdin.close()
    return named, other.pid


@pytest.mark.parametrize("script", [OPEN, WRITE])
def test_a_command_that_has_it_open_is_named(database: Path, tmp_path: Path, script: str) -> None:
    named, process = named_beside(script, database, tmp_path / "manage.py")
    assert named == f"process {process} (import_matters)"


def test_another_program_is_named_by_its_process_alone(database: Path, tmp_path: Path) -> None:
    named, process = named_beside(WRITE, database, tmp_path / "other.py")
    assert named == f"process {process}"


def test_who_writes_is_named_and_not_who_only_has_it_open(database: Path, tmp_path: Path) -> None:
    (tmp_path / "reads").mkdir()
    reader = tmp_path / "reads" / "manage.py"
    reader.write_text(OPEN + WAIT, encoding="utf-8")
    command = [sys.executable, str(reader), "due", str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        named, process = named_beside(WRITE, database, tmp_path / "manage.py")
        assert named == f"process {process} (import_matters)"
        other.stdin.close()


def test_where_nobody_else_has_it_nobody_is_named(database: Path, tmp_path: Path) -> None:
    assert name_holders(database) == name_holders(tmp_path / "none") == "another program"
    assert os.getpid() > 0
