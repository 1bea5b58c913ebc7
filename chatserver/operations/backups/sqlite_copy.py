"""Copies a SQLite database while it is served, and checks a copy."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tqdm import tqdm

from chatserver.database.files import sqlite_address_of
from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.log_check import find_gap

PAGES_AT_ONCE = 2000


def copy_database(source: Path, target: Path) -> None:
    """Copy one snapshot by SQLite's online backup: an open transaction excludes later commits.

    Raises BadBackup.
    """
    try:
        _copy(source, target)
    except sqlite3.Error as error:
        raise BadBackup(f"The database cannot be copied: {error}.") from None


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(sqlite_address_of(source), uri=True, isolation_level=None)) as served,
        closing(sqlite3.connect(target)) as copy,
        tqdm(desc="Copying", unit=" pages", disable=None) as bar,
    ):
        served.execute("BEGIN")
        served.execute("SELECT count(*) FROM sqlite_master").fetchone()

        def show(_status: int, left: int, total: int) -> None:
            bar.total = total
            bar.update(total - left - bar.n)

        served.backup(copy, pages=PAGES_AT_ONCE, progress=show, sleep=0)
        served.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def look_through_sqlite(path: Path) -> tuple[list[str], dict[str, int]]:
    """The database's migrations and its rows by table. Raises BadBackup where it is damaged or its log incomplete."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise BadBackup(f"The database is damaged: {' '.join(str(found).split())}.")
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            if "django_migrations" not in tables:
                raise BadBackup("The database is empty.")
            counts = {name: _count(database, name) for name in tables if not name.startswith("sqlite_")}
            migrations = [f"{app}.{name}" for app, name in database.execute("SELECT app, name FROM django_migrations")]
            gap = find_gap(lambda query: database.execute(query).fetchall())
    except sqlite3.DatabaseError as error:
        raise BadBackup(f"The database is damaged: {error}.") from None
    if gap:
        raise BadBackup(gap)
    return sorted(migrations), counts


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 -- of its own schema
