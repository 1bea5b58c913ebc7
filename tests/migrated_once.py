"""The database that domain tests use: with SQLite it is migrated once in a run, and every process copies the file."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def migrated_once(folder: Path, database: Path) -> Iterator[None]:
    """Within, make the database and migrate it: who comes first makes all of it, the others begin with its copy.

    `folder` is shared by all processes of the run. What is copied has no rows but those that migrations wrote.
    """
    template = folder / "migrated.sqlite3"
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template.exists():
            fcntl.flock(lock, fcntl.LOCK_UN)
            _copy(template, database)
            yield
            return
        yield
        _copy(database, template)


def _copy(source: Path, target: Path) -> None:
    """With whatever still stands in its write-ahead log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
