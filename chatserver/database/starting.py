"""Refuses a database that cannot be served as it is, before anything in it is changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from chatserver.database.files import sqlite_address_of
from chatserver.database.identity import DATABASE_FILE
from chatserver.database.marker import MARKER_FILE as MARKER_NAME
from chatserver.database.marker import has_marker

MIGRATIONS = "django_migrations"


class NotServable(Exception):
    """The message says in one line why, and what to do."""


def require_servable() -> None:
    """Raises NotServable."""
    if connection.vendor == "sqlite":
        require_fitting_log(settings.DATA_DIR / DATABASE_FILE)
    else:
        require_unicode()
    if MIGRATIONS not in connection.introspection.table_names():
        require_new_folder(settings.DATA_DIR)
    else:
        require_known_migrations()


def require_unicode() -> None:
    """Refuse a PostgreSQL database in which not every letter can be kept: `initdb` makes them where LANG is unset."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_setting('server_encoding')")
        name, encoding = cursor.fetchone()
    if encoding != "UTF8":
        raise NotServable(
            f"The database {name} is in {encoding}, which cannot store Bengali: create one in UTF8 (createdb "
            "--template=template0 --encoding=UTF8 --locale=C.UTF-8 NAME), and name it in DATABASE_URL."
        )


def require_new_folder(folder: Path) -> None:
    """Refuse an empty database in a folder that has served one: nobody would notice that all data are missing."""
    if has_marker(folder):
        what = (
            f"{folder / DATABASE_FILE} is gone or empty" if connection.vendor == "sqlite" else "The database is empty"
        )
        raise NotServable(
            f"{what}, though this folder has served a database before: put it back (bin/manage restore FILE), "
            f"or remove {folder / MARKER_NAME} to begin with an empty one."
        )


def require_known_migrations() -> None:
    """Refuse a database that newer code has migrated: this code would neither read nor keep its new columns."""
    loader = MigrationLoader(connection)
    known = {*loader.disk_migrations, *(old for new in loader.disk_migrations.values() for old in new.replaces)}
    unknown = sorted(".".join(key) for key in set(loader.applied_migrations) - known)
    if unknown:
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        raise NotServable(
            f"This database was changed by newer code ({unknown[0]}{more}): start that code again, "
            "or restore a backup from before the update (bin/manage restore FILE)."
        )


def require_fitting_log(path: Path) -> None:
    """Refuse a write-ahead log of another database. After a crash SQLite would apply it to any file beside it.

    The check changes nothing. A log that belongs to another file would damage this one for good.
    """
    log = Path(f"{path}-wal")
    if not log.exists() or not log.stat().st_size or not path.exists():
        return
    try:
        with closing(sqlite3.connect(sqlite_address_of(path), uri=True, isolation_level=None)) as database:
            database.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
            [(found,)] = database.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise NotServable(
            f"{path} and {log.name} do not belong together, or are damaged: if you have put a copy of the database "
            f"here, remove {log.name} and {path.name}-shm; else restore a backup (bin/manage restore FILE)."
        )
