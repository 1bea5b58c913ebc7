import sqlite3

import psycopg
import psycopg_pool
from django.db import IntegrityError, OperationalError

from chatserver.monitoring.outage.kinds import Outage, is_held_elsewhere, name_obstacle, outage_of
from tests.running.tables import table


def caused(cause: BaseException) -> OperationalError:
    error = OperationalError("words")
    error.__cause__ = cause
    return error


def sqlite_error(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words")
    error.sqlite_errorname = name
    return error


@table(
    ("error", "outage"),
    [
        (caused(psycopg.OperationalError("connection failed: Connection refused")), Outage.AWAY),
        (caused(psycopg.OperationalError("FATAL:  sorry, too many clients already")), Outage.AWAY),
        (caused(psycopg_pool.PoolTimeout("couldn't get a connection after 3.00 sec")), Outage.AWAY),
        (caused(psycopg.errors.AdminShutdown("terminating connection")), Outage.AWAY),
        (caused(psycopg.errors.LockNotAvailable("canceling")), Outage.BUSY),
        (caused(psycopg.errors.QueryCanceled("canceling")), Outage.BUSY),
        (caused(psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT")), Outage.BUSY),
        (caused(psycopg.errors.IoError("could not extend file")), Outage.BUSY),
        (caused(psycopg.errors.lookup("25P04")("transaction timeout")), Outage.BUSY),
        (caused(psycopg.errors.DiskFull("could not extend file")), Outage.BUSY),
        (caused(psycopg.errors.UndefinedTable("no such table")), None),
        (IntegrityError("twice"), None),
        (ValueError("ours"), None),
    ],
)
def test_what_an_error_says_of_the_database(error: BaseException, outage: Outage | None):
    assert outage_of(error) is outage


@table(
    ("error", "obstacle"),
    [
        (caused(sqlite_error("SQLITE_FULL")), "disk_full"),
        (caused(psycopg.errors.DiskFull("could not extend file")), "disk_full"),
        (caused(psycopg.errors.AdminShutdown("terminating connection")), "database_away"),
        (caused(sqlite_error("SQLITE_BUSY")), ""),
        (caused(psycopg.errors.LockNotAvailable("canceling")), ""),
    ],
)
def test_the_words_for_people_name_the_true_obstacle(error: BaseException, obstacle: str):
    assert name_obstacle(error) == obstacle


HELD = caused(psycopg.errors.LockNotAvailable("canceling"))


@table(
    ("error", "is_held"),
    [
        (HELD, True),
        (caused(psycopg.errors.DeadlockDetected("deadlock detected")), True),
        (caused(psycopg.errors.DiskFull("could not extend file")), False),
        (caused(psycopg.errors.QueryCanceled("canceling")), False),
        (ExceptionGroup("two wards", [HELD, ExceptionGroup("one chat", [HELD])]), True),
        (ExceptionGroup("two wards", [HELD, ValueError("ours")]), False),
        (ValueError("ours"), False),
    ],
)
def test_whether_others_only_held_what_was_needed(error: BaseException, is_held: bool):
    assert is_held_elsewhere(error) is is_held
