"""Tell whether the files of SQLite that are being served are still those at their names, written by SQLite alone.

Nobody else may take their place: what is committed to a file that has lost its name is lost, and what is committed over
somebody else's pages is damaged. A look costs three calls of stat(), so that one goes before every acknowledgement.
"""

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import quote

State = Literal["ok", "gone", "replaced"]

LARGE_LOG_PAGES = 4000
"""Beyond it the write-ahead log begins anew even where somebody writes without a pause: 16 MB."""

WRITERS_WAIT_MS = 100

PASSING = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_LOCKED", "SQLITE_NOMEM", "SQLITE_PROTOCOL")
"""What says nothing of the database: somebody is at work in it, or this process may open no file just now."""

FileState = tuple[int, ...]
"""What stat() says of all of them that no use of ours changes, but for the checkpoints that are made here."""


def address_of(path: Path) -> str:
    """An address for SQLite by which a file that is gone is never made anew."""
    return f"file:{quote(str(path))}?mode=rw"


class CannotTell(Exception):
    """Whether the database is whole could not be found out; the next look will ask again."""


class ServedFiles:
    """The database's file with its write-ahead log and shared memory; may be asked from any thread.

    Keeps a connection of its own: as long as that is open, SQLite makes no other log and removes none. It is never
    closed where the files are no longer ours: the last to close takes away whatever log lies there by then. All
    checkpoints are made here, so that any other change of the main file is a stranger's.
    """

    def __init__(self, path: Path, *, is_whole: Callable[[sqlite3.Connection], bool]) -> None:
        """is_whole: whether a database that somebody else has written to is still what it was."""
        self.state: State = "ok"
        self._path = path
        self._names = tuple(f"{path}{suffix}" for suffix in ("", "-wal", "-shm"))
        self._is_whole = is_whole
        self._own = sqlite3.connect(address_of(path), uri=True, check_same_thread=False, isolation_level=None)
        self._own.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self._changing = threading.Lock()
        self._as_left = self._look()

    def are_in_place(self) -> bool:
        """The look before an acknowledgement. Once it is False, it stays so, but where that could not be told: then the
        state is "ok" still, and the next look decides.
        """
        return self.state == "ok" and (self._look_for_names() == self._as_left or self._look_closer())

    def checkpoint(self) -> None:
        """Bring the main file up to the log. Writers go on meanwhile, unless the log has become large."""
        with self._changing:
            if not self._judge():
                return
            _is_busy, pages, _done = self._own.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if pages > LARGE_LOG_PAGES:
                self._own.execute(f"PRAGMA busy_timeout = {WRITERS_WAIT_MS}")
                self._own.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
            self._settle()

    def close(self) -> None:
        """To be called last of all."""
        if self.state == "ok":
            self._own.close()

    def _look_closer(self) -> bool:
        with self._changing:  # a checkpoint of ours, if one is under way, is over by then
            return self._judge()

    def _judge(self) -> bool:
        seen = self._look_for_names()
        if seen == self._as_left:
            return self.state == "ok"
        if seen is None:
            self.state = "gone"
        elif _names_of(seen) != _names_of(self._as_left):
            self.state = "replaced"
        else:
            try:
                is_whole = self._is_still_whole()
            except CannotTell:
                return False
            if is_whole:
                self._as_left = seen
            else:
                self.state = "replaced"
        return self.state == "ok"

    def _settle(self) -> None:
        seen = self._look_for_names()
        if seen is None or _names_of(seen) != _names_of(self._as_left):
            self.state = "gone" if seen is None else "replaced"
        else:
            self._as_left = seen

    def _is_still_whole(self) -> bool:
        """Another program of SQLite may have made a checkpoint; anything else is damage, or another database.

        Raises CannotTell.
        """
        try:
            with closing(sqlite3.connect(address_of(self._path), uri=True, isolation_level=None)) as fresh:
                return fresh.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)] and self._is_whole(fresh)
        except sqlite3.DatabaseError as error:
            if str(getattr(error, "sqlite_errorname", "")).startswith(PASSING):
                raise CannotTell from error
            return False

    def _look_for_names(self) -> FileState | None:
        try:
            return self._look()
        except FileNotFoundError:
            return None

    def _look(self) -> FileState:
        main, log, shared = (os.stat(name) for name in self._names)  # noqa: PTH116 -- before each acknowledgement
        return (main.st_dev, main.st_ino, log.st_ino, shared.st_ino, main.st_size, main.st_mtime_ns)


def _names_of(seen: FileState) -> FileState:
    """Which files stand at the names, whatever is in them."""
    return seen[:4]
