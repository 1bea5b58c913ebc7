"""Compares the database with the marker beside it, and renews the epochs where they disagree."""

import logging
import secrets
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from chatserver.database.comparison import FoundDatabase, why_renew
from chatserver.database.marker import Marker, read_marker, write_marker
from chatserver.database.models import DatabaseIdentity
from sessions.log import epochs
from sessions.log.epochs import LastEvent

logger = logging.getLogger(__name__)

DATABASE_FILE = "db.sqlite3"


class KnownDatabase:
    """The database and this data folder's marker. look() is called at the start, and each second while it is served."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._marker = read_marker(folder)

    @property
    def last_event(self) -> LastEvent | None:
        """The newest event at the last look."""
        return self._marker.last_event if self._marker is not None else None

    def look(self) -> None:
        """Renew the epochs where this is not the database that was served last; then update the marker.

        Costs four short queries, and writes the marker only where the log has grown.
        """
        found = self._find(DatabaseIdentity.objects.filter(pk=1).first())
        if self._why(found):
            found = self._renew_where_needed()
        marker = Marker(found.identity, found.generation, found.token, epochs.last_event())
        if marker != self._marker:
            write_marker(self._folder, marker)
            self._marker = marker

    @transaction.atomic
    def _renew_where_needed(self) -> FoundDatabase:
        """Compare again under a lock: another server may have renewed them meanwhile."""
        DatabaseIdentity.objects.get_or_create(pk=1)
        row = DatabaseIdentity.objects.select_for_update().get(pk=1)
        reason = self._why(self._find(row))
        if reason:
            count = renew(row, place=self._place(), after=self._marker.generation if self._marker is not None else 0)
            if count:
                logger.info(
                    "Reset the positions of %d chats, because this database was not served here before: %s.",
                    count,
                    reason,
                )
        return self._find(row)

    def _why(self, found: FoundDatabase) -> str:
        return why_renew(found, self._marker, place_is_unique=connection.vendor == "postgresql")

    def _find(self, row: DatabaseIdentity | None) -> FoundDatabase:
        row = row or DatabaseIdentity()
        last = self.last_event
        return FoundDatabase(
            identity=row.identity,
            generation=row.generation,
            token=row.token,
            recorded_place=row.place,
            place=self._place(),
            holds_last_event=last is None or epochs.holds_event(last),
        )

    def _place(self) -> str:
        return place_of_database(self._folder / DATABASE_FILE)


def renew(row: DatabaseIdentity, *, place: str, after: int = 0) -> int:
    """Begin a new generation, later than any before, with new epochs, in the caller's transaction.

    Answers the number of chat sessions with streams.
    """
    row.identity = row.identity or secrets.token_urlsafe(16)
    row.generation = max(row.generation, after) + 1
    row.token = secrets.token_urlsafe(16)
    row.place = place
    row.save()
    return epochs.renew_epochs()


def database_token() -> str:
    """The token of the database, the same for all processes that use it and for no copy; blank before it is served."""
    return DatabaseIdentity.objects.filter(pk=1).values_list("token", flat=True).first() or ""


@transaction.atomic
def renew_by_hand() -> int:
    """renew() for an operator who knows that the database is another one. Answers the number of chat sessions."""
    DatabaseIdentity.objects.get_or_create(pk=1)
    row = DatabaseIdentity.objects.select_for_update().get(pk=1)
    marker = read_marker(settings.DATA_DIR)
    place = place_of_database(settings.DATA_DIR / DATABASE_FILE)
    return renew(row, place=place, after=marker.generation if marker is not None else 0)


# The place of a database: a value that changes when another database replaces it, and that no copy keeps.

POSTGRESQL = """
SELECT (SELECT system_identifier FROM pg_control_system()),
       substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
       (SELECT oid FROM pg_database WHERE datname = current_database()),
       to_regclass('chat_sessions_stream')::oid
"""
"""The cluster; its timeline, which is another one after a recovery to a point in time and after a failover; the
database, and the table, which are others after a dump was restored. Anybody may ask for them.
"""


def place_of_database(path: Path) -> str:
    """The place of the database that this process is connected to. path: its file, if it is SQLite."""
    if connection.vendor != "postgresql":
        return f"file {path.stat().st_ino}"
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL)
        return "postgresql " + " ".join(str(part) for part in cursor.fetchone())
