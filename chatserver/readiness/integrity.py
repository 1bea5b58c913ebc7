"""Looks through a SQLite database once, beside the server that has just started: so damage shows before it is met."""

import logging
import threading

from django.db import DatabaseError, connection

from chatserver.faults import log_fault
from chatserver.logs.damage import note_damage

logger = logging.getLogger(__name__)


def look_through_database() -> threading.Thread | None:
    """In a thread of its own; None on PostgreSQL, which keeps its own checksums."""
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
    except DatabaseError as error:  # damage is noted on the way into the log; anything else is met by others, too
        log_fault(logger, "The database could not be looked through.", error)
        return
    finally:
        connection.close()
    if not is_whole:
        note_damage("quick_check")
        logger.error("The database is damaged. Stop, and restore the last backup.")
