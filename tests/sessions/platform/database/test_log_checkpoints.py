"""Copies of SQLite's log that keep writers away, for as long as SQLite itself may lose a commit beside one.

How they are made is tried in tests/chatserver/database/test_files.py.
"""

import sqlite3

LOSES_NO_COMMIT = (3, 51, 3)
"""The release that mends it: https://sqlite.org/wal.html#walresetbug."""


def test_log_checkpoints_are_still_needed() -> None:
    """Fails with an SQLite that needs them no longer: once all environments have it, let SQLite copy its log itself."""
    assert sqlite3.sqlite_version_info < LOSES_NO_COMMIT
