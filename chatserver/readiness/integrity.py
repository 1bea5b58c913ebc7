"""Checks the integrity of a SQLite database once after the start, in the background, so that damage is found early."""

import logging
import threading

from django.db import DatabaseError, connection

from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.logs.damage import note_damage

logger = logging.getLogger(__name__)


def look_through_database() -> threading.Thread | None:
    """Start the check in a thread; None on PostgreSQL, which has checksums of its own."""
    if connection.vendor != "sqlite":
        return None
    thread = threading.Thread(target=_look, name="integrity", daemon=True)
    thread.start()
    return thread


def _look() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            is_whole = cursor.fetchall() == [("ok",)]
    except DatabaseError as error:  # logging notes the damage; other errors will be met elsewhere, too
        log_fault(logger, "Checking the database for damage failed.", error)
        return
    finally:
        connection.close()
    if not is_whole:
        note_damage("quick_check")
        logger.error("The database is damaged. Stop the server and restore the last backup.")
