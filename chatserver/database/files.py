"""Watches the served SQLite files: whether they still have their names, and whether only SQLite has written to them.

A commit to a file that was replaced is lost, and a commit over pages of another program damages the database. A check
costs three calls of stat(), so that it can run before every acknowledgement.
"""

import math
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sessions.platform.database.log_checkpoints import LogCheckpoints

FilesState = Literal["ok", "gone", "replaced"]

LARGE_LOG_PAGES = 4000
"""16 MB: from there on a checkpoint has the write-ahead log begin anew even under reading without a pause."""

WAIT_S = 1.0
"""How long a checkpoint waits for those who write; they have pauses, and the next checkpoint is made in a second."""

PASSING = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_LOCKED", "SQLITE_NOMEM", "SQLITE_PROTOCOL")
"""Errors that say nothing about the database: it is locked, or this process has no free file descriptor."""

FileState = tuple[int, ...]
"""Values of stat() for all of the files. In our own use, only the checkpoints made here change them."""


def sqlite_address_of(path: Path) -> str:
    """An SQLite URI that never creates the file where it is missing."""
    return f"file:{quote(str(path))}?mode=rw"


class CannotTell(Exception):
    """Whether the database is intact could not be found out; the next check tries again."""


class ServedFiles:
    """The database's file with its write-ahead log and shared memory; thread-safe.

    It keeps connections of its own: while they are open, SQLite neither creates nor removes a log. Where the files are
    no longer ours, they are never closed: the last close removes the log at that name. All checkpoints are made here,
    so that any other change of the main file comes from another program.
    """

    def __init__(self, path: Path, *, is_whole: Callable[[sqlite3.Connection], bool]) -> None:
        """Open the files. is_whole: tells whether a database that another program has written to is still intact."""
        self.state: FilesState = "ok"
        self._path = path
        self._names = tuple(f"{path}{suffix}" for suffix in ("", "-wal", "-shm"))
        self._is_whole = is_whole
        self._checkpoints = LogCheckpoints(sqlite_address_of(path))
        self._changing = threading.Lock()
        self._as_left = self._look()
        self._seen_at = -math.inf

    def are_in_place(self) -> bool:
        """The check before an acknowledgement. False is final, except where the check was not possible: then the state
        stays "ok", and the next check decides.
        """
        are_there = self.state == "ok" and (self._look_for_names() == self._as_left or self._look_closer())
        if are_there:
            self._seen_at = time.monotonic()
        return are_there

    def were_in_place(self, within_s: float) -> bool:
        """Whether the last check found them in place, no longer ago than that. It makes no check."""
        return self.state == "ok" and time.monotonic() - self._seen_at < within_s

    def checkpoint(self) -> None:
        """Copy the log into the main file, if nobody writes for longer than this waits."""
        with self._changing:
            if self._judge():
                self._checkpoints.copy_log(wait_s=WAIT_S, restart_from_pages=LARGE_LOG_PAGES)
                self._settle()

    def truncate_log(self) -> bool:
        """Copy the log into the main file and leave nothing of it; answers whether that was possible.

        Where somebody reads in it or writes to it, it waits for a moment only, because acknowledgements wait with it.
        """
        with self._changing:
            if not self._judge():
                return False
            is_empty = self._checkpoints.empty_log(wait_s=WAIT_S)
            self._settle()
            return is_empty

    def close(self) -> None:
        """Close the files. To be called last, after all other users of the database."""
        if self.state == "ok":
            self._checkpoints.close()

    def _look_closer(self) -> bool:
        with self._changing:  # after the lock, a checkpoint of ours is over
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
        """Whether only a checkpoint by another SQLite program happened; anything else is damage, or another database.

        Raises CannotTell.
        """
        try:
            with closing(sqlite3.connect(sqlite_address_of(self._path), uri=True, isolation_level=None)) as fresh:
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
    """Which files have the names, without regard to their contents."""
    return seen[:4]
