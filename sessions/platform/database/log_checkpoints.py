"""Copies SQLite's write-ahead log into the main file, in the one way that loses no commit.

SQLite before 3.51.3 may lose what was just committed if a checkpoint finds the whole log copied already while another
connection commits: the commit starts the log anew, and the checkpoint notes the new pages as copied
(https://sqlite.org/wal.html#walresetbug). Here one such commit was lost in 16,000 beside checkpoints without a pause.
So nobody may write during a checkpoint. SQLite's own RESTART and TRUNCATE keep writers away, too, but go on without
that where one of them holds the database for longer than they wait.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SALTS: Final = slice(16, 24)
"""The bytes of the log's header that change whenever the log is started anew."""

RETRY_AFTER_S = 0.005

READERS_END_WITHIN_S = 0.02
"""How long writers wait for those who still read in a copied log. A reader who begins meanwhile reads the main file."""


class LogCheckpoints:
    """Two connections to one database: one copies the log while the other keeps writers away. Not thread-safe."""

    def __init__(self, address: str) -> None:
        """Watch one database file. address: the database's path, or an SQLite URI."""
        is_uri = address.startswith("file:")
        self._copying, self._holding = (
            sqlite3.connect(address, uri=is_uri, check_same_thread=False, isolation_level=None) for _each in range(2)
        )
        for each in (self._copying, self._holding):
            each.execute("PRAGMA wal_autocheckpoint = 0")
            each.execute("SELECT count(*) FROM sqlite_master").fetchone()
        [path] = self._copying.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()
        self._log = Path(f"{path}-wal")

    def copy_log(self, *, wait_s: float, restart_from_pages: int) -> bool:
        """Copy it as far as no reader needs the main file as it is; answers whether writers could be kept away.

        wait_s: how long to wait for a writer. From so many pages on, one try is made to start the log anew.
        """
        with self._writers_kept_away(wait_s) as are_away:
            if not are_away:
                return False
            pages, is_copied = self._copy()
        if is_copied and pages >= restart_from_pages:
            self._begin_log_anew(wait_s)
        return True

    def empty_log(self, *, wait_s: float) -> bool:
        """Copy it, start it anew, and cut the file off; answers whether that was possible within wait_s.

        One page of the schema is left in it.
        """
        self._holding.execute("PRAGMA journal_size_limit = 0")
        try:
            return self._restart_log(wait_s)
        finally:
            self._holding.execute("PRAGMA journal_size_limit = -1")

    def close(self) -> None:
        self._holding.close()
        self._copying.close()

    def _restart_log(self, wait_s: float) -> bool:
        """Try until a write finds the log copied and without readers, and so begins it anew."""
        deadline = time.monotonic() + wait_s
        while not self._try_to_restart_log(deadline):
            if time.monotonic() > deadline:
                return False
            time.sleep(RETRY_AFTER_S)
        return True

    def _try_to_restart_log(self, deadline: float) -> bool:
        with self._writers_kept_away(max(deadline - time.monotonic(), 0.0)) as are_away:
            if not (are_away and self._copy()[1]):
                return False
        return self._begin_log_anew(max(deadline - time.monotonic(), 0.0))

    def _begin_log_anew(self, wait_s: float) -> bool:
        """Begin the log anew, in a transaction after the one of the copy, which may itself read in the log."""
        with self._writers_kept_away(wait_s) as are_away:
            if not are_away:
                return False
            time.sleep(READERS_END_WITHIN_S)
            return self._write_first_page()

    def _copy(self) -> tuple[int, bool]:
        """The number of the log's pages, and whether all of them are in the main file now."""
        _is_busy, pages, copied = self._copying.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return pages, pages == copied

    def _write_first_page(self) -> bool:
        """Commit something that changes nothing; answers whether that began the log anew."""
        before = self._salts()
        [version] = self._holding.execute("PRAGMA user_version").fetchone()
        self._holding.execute(f"PRAGMA user_version = {version}")
        self._holding.execute("COMMIT")
        return self._salts() != before

    def _salts(self) -> bytes:
        with self._log.open("rb") as log:
            return log.read(SALTS.stop)[SALTS]

    @contextmanager
    def _writers_kept_away(self, wait_s: float) -> Iterator[bool]:
        """Whether no other connection, of any process, can write meanwhile."""
        self._holding.execute(f"PRAGMA busy_timeout = {round(wait_s * 1000)}")
        try:
            self._holding.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not str(error.sqlite_errorname).startswith("SQLITE_BUSY"):
                raise
            yield False
            return
        try:
            yield True
        finally:
            if self._holding.in_transaction:
                self._holding.execute("ROLLBACK")
