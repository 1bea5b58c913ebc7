"""Tells by its codes whether an error means that the database is away, or that it cannot work now; pure."""

from enum import StrEnum

from chatserver.monitoring.logs.causes import chain_of, codes_of

CONNECTION_ERRORS = ("psycopg.OperationalError", "psycopg.InterfaceError", "psycopg_pool.PoolTimeout")

AWAY_CLASSES = ("08", "57P", "53300")
"""SQLSTATE: no connection, shut down, too many connections."""

BUSY_CLASSES = ("55P03", "57014", "25P03", "25P04", "25006", "40", "53", "58")
"""SQLSTATE: a lock or a statement took too long, a transaction was idle, took too long or lost a conflict, the database
takes no writes (as a standby does, or one after a failover), no resources, an error of its disk.
"""

SQLITE_BUSY = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_READONLY",
    "SQLITE_NOMEM",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
)


NO_ROOM_CODES = ("SQLITE_FULL", "53100", "ENOSPC")
"""No room on the disk: SQLite's name, PostgreSQL's disk_full, and the operating system's."""

HELD_ELSEWHERE = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40")
"""Codes of errors where somebody else was faster: a lock was not granted in time, or a conflict was lost."""


class Outage(StrEnum):
    AWAY = "away"
    """The database cannot be reached: it is no use to try again at once."""

    BUSY = "busy"
    """The database works, but could not do this now."""


def outage_of(error: BaseException) -> Outage | None:
    """The kind of outage; None for an error of our own, where trying again does not help."""
    for cause in chain_of(error):
        codes = list(codes_of(cause))
        if any(code.startswith(AWAY_CLASSES) for code in codes):
            return Outage.AWAY
        if any(code.startswith((*BUSY_CLASSES, *SQLITE_BUSY)) for code in codes):
            return Outage.BUSY
        kinds = {f"{kind.__module__.removesuffix('.errors')}.{kind.__qualname__}" for kind in type(cause).__mro__}
        if getattr(cause, "sqlstate", None) is None and kinds.intersection(CONNECTION_ERRORS):
            return Outage.AWAY
    return None


def name_obstacle(error: BaseException) -> str:
    """Why nothing could be saved, as the words for people name it: "disk_full", "database_away", or "" (busy)."""
    if any(code in NO_ROOM_CODES for cause in chain_of(error) for code in codes_of(cause)):
        return "disk_full"
    return "database_away" if outage_of(error) == Outage.AWAY else ""


def is_only_away(error: BaseException) -> bool:
    """Whether the database could not be reached, and nothing else was wrong: with each error, where it is a group."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_only_away, error.exceptions))
    return outage_of(error) is Outage.AWAY


def is_held_elsewhere(error: BaseException) -> bool:
    """Whether others held what was needed, and nothing else was wrong: with each error, where it is a group."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_held_elsewhere, error.exceptions))
    return any(code.startswith(HELD_ELSEWHERE) for cause in chain_of(error) for code in codes_of(cause))
