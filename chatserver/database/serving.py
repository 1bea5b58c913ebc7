"""The database that this process serves: whether it is still in place, which is checked before an acknowledgement."""

import logging
import os
import signal
import sqlite3
import threading

from django.conf import settings
from django.db import connection

from chatserver.database.files import FilesState, ServedFiles, sqlite_address_of
from chatserver.database.identity import DATABASE_FILE, KnownDatabase
from sessions.log.epochs import LastEvent
from sessions.record.redaction.storage import truncate_log

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.1
"""Seconds between looks for new clients. Acknowledgements are checked one by one."""

SAYS = {
    "gone": "The database's file has disappeared from %s; the server accepts nothing more and stops.",
    "replaced": "The database's file in %s was replaced, or another program wrote to it; "
    "the server accepts nothing more and stops.",
}


class ServedDatabase:
    """Compares the database with the marker; on SQLite it also watches the files."""

    def __init__(self) -> None:
        self.known = KnownDatabase(settings.DATA_DIR)
        self.known.look()
        connection.close()
        self._files: ServedFiles | None = None
        self._saying = threading.Lock()
        self._has_said = False
        if connection.vendor == "sqlite":
            path = settings.DATA_DIR / DATABASE_FILE
            connection.settings_dict["NAME"] = sqlite_address_of(path)  # for all threads: never creates a file
            self._files = ServedFiles(path, is_whole=self._holds_last_event)

    @property
    def state(self) -> FilesState:
        return self._files.state if self._files is not None else "ok"

    def is_in_place(self) -> bool:
        """Check now. The first check that fails logs it, and makes this process stop."""
        if self._files is None or self._files.are_in_place():
            return True
        if self._files.state == "ok":  # unknown for now: nothing is acknowledged until it is known
            return False
        with self._saying:
            if not self._has_said:
                self._has_said = True
                logger.error(SAYS[self.state], settings.DATA_DIR)
                os.kill(os.getpid(), signal.SIGTERM)
        return False

    def was_in_place(self, within_s: float) -> bool:
        """Answer like is_in_place(), but accept an earlier check that is no older than within_s seconds."""
        return (self._files is not None and self._files.were_in_place(within_s)) or self.is_in_place()

    def checkpoint(self) -> None:
        if self._files is not None:
            self._files.checkpoint()

    def truncate_log(self) -> bool:
        return self._files.truncate_log() if self._files is not None else truncate_log()

    def close(self) -> None:
        if self._files is not None:
            self._files.close()

    def _holds_last_event(self, fresh: sqlite3.Connection) -> bool:
        last = self.known.last_event
        return last is None or _holds(fresh, last)


def _holds(fresh: sqlite3.Connection, event: LastEvent) -> bool:
    query = "SELECT stream_id, seq FROM chat_sessions_event WHERE id = ?"
    return bool(fresh.execute(query, [event.id]).fetchone() == (event.stream_id, event.seq))


_served: ServedDatabase | None = None


def begin() -> ServedDatabase:
    """Begin to serve the database: compare it with the marker, and watch it from now on."""
    global _served  # noqa: PLW0603 -- a process serves one database, and all its threads ask for it
    _served = ServedDatabase()
    return _served


def truncate_write_ahead_log() -> bool:
    """Cut SQLite's write-ahead log, by the connections that watch over it where this process serves the database."""
    return _served.truncate_log() if _served is not None else truncate_log()


def may_acknowledge() -> bool:
    """Whether the last commit is in the database. True in a process that does not serve the database itself."""
    return _served is None or _served.is_in_place()


def may_connect() -> bool:
    """Whether new clients may be let in. They come by the thousand: a check is a tenth of what each costs."""
    return _served is None or _served.was_in_place(LOOK_EVERY_S)


def state() -> FilesState:
    """Check now: "ok", or the file is "gone" or "replaced"."""
    may_acknowledge()
    return _served.state if _served is not None else "ok"
