"""The place of a database: a value that changes when another database replaces it, and that no copy keeps."""

from pathlib import Path

from django.db import connection

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
