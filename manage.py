#!/usr/bin/env python
"""Runs the product's commands: `bin/manage COMMAND` does so inside the product's own environment."""

import gc
import os
import shutil
import sys
from io import TextIOWrapper
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError, connections

from chatserver.database.holder import name_holders
from chatserver.monitoring.logs.damage import damage_in
from chatserver.monitoring.outage.kinds import is_held_elsewhere

LEAST_FREE_BYTES = 64 * 1024
"""SQLite needs half of it before it reads anything, for the index of its write-ahead log."""

gc.set_threshold(300_000)  # of what is loaded nothing is garbage: to look again and again takes a tenth of the start


def main() -> None:
    if sys.argv[1:2] == ["verify_record"]:
        verify_without_database(sys.argv[2:])
    if sys.argv[1:2] == ["witness"]:
        witness_without_settings(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")
    if "makemigrations" not in sys.argv:  # which writes code, for everybody
        os.umask(0o077)
    try:
        settings.INSTALLED_APPS  # noqa: B018 read here, so that what is wrong with the environment is one line
    except ImproperlyConfigured as reason:
        sys.exit(f"manage.py: {reason}")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # a reader of a pipe has each line when it is written
    try:
        execute_from_command_line(sys.argv)
    except (OSError, DatabaseError) as reason:  # a disk that is full, a folder that cannot be read, a database away
        is_told = isinstance(reason, OSError | OperationalError) or lacks_table(reason) or bool(damage_in(reason))
        if "--traceback" in sys.argv or not is_told:
            raise
        sys.exit(f"manage.py: {describe_reason(reason)}")
    finally:
        leave_the_database()


def verify_without_database(arguments: list[str]) -> None:
    """Exit with what the file alone tells, where there is no database: the settings would make a data folder."""
    from sessions.record.proof.verifier.file_alone import is_without_database, verify_file_alone

    if is_without_database(Path(__file__).resolve().parent / "data"):
        sys.exit(verify_file_alone(arguments))


def witness_without_settings(arguments: list[str]) -> None:
    """Exit with what the witness says: it runs where no installation is, and our settings would make a data folder."""
    settings.configure()
    from chatserver.management.commands.witness import Command

    Command().run_from_argv(arguments)
    sys.exit()


def describe_reason(reason: Exception) -> str:
    """One line; `--traceback` shows where it came from."""
    where = f" (DATA_DIR is {settings.DATA_DIR})" if isinstance(reason, DatabaseError) else ""
    if lacks_table(reason):
        return f"the database is empty, or older than this code. Run bin/manage prepare first{where}."
    if damage_in(reason):
        return f"the database is damaged: restore the last backup, with bin/manage restore FILE --replace{where}."
    if is_held_elsewhere(reason) and not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        holders = name_holders(settings.DATABASES["default"]["NAME"])
        return f"the database is held by {holders}, which writes to it. Wait until that ends, and try again{where}."
    full = "the disk is full: " if isinstance(reason, DatabaseError) and is_disk_full() else ""
    return full + " ".join(str(reason).split()) + where


def is_disk_full() -> bool:
    """SQLite calls it an I/O error where not even its small files beside the database have room."""
    return shutil.disk_usage(settings.DATA_DIR).free < LEAST_FREE_BYTES


def lacks_table(reason: Exception) -> bool:
    """SQLite says so in words only; PostgreSQL by the code of undefined_table."""
    return "no such table" in str(reason) or getattr(reason.__cause__, "sqlstate", None) == "42P01"


def leave_the_database() -> None:
    """Close the pool that PostgreSQL has: threads of an open one hold up the end of a process for twenty seconds."""
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close()
            connection.close_pool()


if __name__ == "__main__":
    main()
