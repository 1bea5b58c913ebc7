import sqlite3
from pathlib import Path

from django.db import DatabaseError

from chatserver.monitoring.logs import damage


def test_a_file_that_is_no_database_is_seen_behind_the_error_of_django(tmp_path: Path):
    (tmp_path / "db").write_bytes(b"no database at all" * 100)
    try:
        with sqlite3.connect(tmp_path / "db") as connection:
            connection.execute("SELECT 1 FROM sqlite_schema")
    except sqlite3.DatabaseError as cause:
        error = DatabaseError("file is not a database")
        error.__cause__ = cause
        damage.watch_for_damage(error)
    connection.close()
    assert damage.find_damage() == "SQLITE_NOTADB"


def test_other_errors_are_no_damage():
    damage.watch_for_damage(ValueError("malformed"))
    assert damage.find_damage() is None
