"""Keeps SQLite's write-ahead log short while a command writes much into a folder that no server serves.

The server copies the log each second, so that nothing else does (wal_autocheckpoint=0). Without a server the log would
grow until the command ends: each of its transactions adds all pages that it touches.
"""

from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from chatserver.database.files import sqlite_address_of
from chatserver.database.identity import DATABASE_FILE
from chatserver.database.lock import is_folder_held
from sessions.platform.database.log_checkpoints import LogCheckpoints

LONGEST_LOG_BYTES = 32 * 1024**2

WAIT_S = 1.0
"""Seconds of patience for other commands that write. Where one writes for longer, the next call tries again."""


def shorten_unserved_log() -> None:
    """Copy a long log into the database and begin it anew. To be called between transactions, as often as one likes."""
    if connection.vendor != "sqlite":
        return
    path = settings.DATA_DIR / DATABASE_FILE
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES and not is_folder_held(settings.DATA_DIR):
        with closing(LogCheckpoints(sqlite_address_of(path))) as checkpoints:
            checkpoints.empty_log(wait_s=WAIT_S)
