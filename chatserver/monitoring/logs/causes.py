"""Names the causes of an exception by types and codes, without messages, which may quote what people wrote."""

import errno
import os
import sqlite3
from collections.abc import Iterator

OPERATING_SYSTEM = {
    os.strerror(number): errno.errorcode[number]
    for number in (
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EHOSTUNREACH,
        errno.ENETUNREACH,
        errno.ETIMEDOUT,
        errno.ENOENT,
        errno.EMFILE,
        errno.ENOSPC,
    )
}
"""The system's words for a failed connection, which PostgreSQL's client library only quotes."""

POSTGRESQL = {
    "too many clients": "53300",
    "remaining connection slots": "53300",
    "starting up": "57P03",
    "shutting down": "57P03",
    "in recovery mode": "57P03",
}
"""The SQLSTATEs of refused connections: the client library keeps only the words."""


def chain_of(error: BaseException) -> list[BaseException]:
    """The exception and its causes, the exception first."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return chain


def name_causes(error: BaseException, within: tuple[BaseException, ...] = ()) -> str:
    """Name an error and its causes, with each kind once for a group.

    For example `django.db.utils.OperationalError < sqlite3.OperationalError SQLITE_FULL`.

    within: the groups that the error is part of, as the cause of an error may be its own group.
    """
    return " < ".join(_named(cause, within) for cause in chain_of(error) if not _is_among(cause, within))


def codes_of(error: BaseException) -> Iterator[str]:
    """Yield the codes that the error has: SQLite's name for it, its SQLSTATE and the name of its errno."""
    if name := getattr(error, "sqlite_errorname", None):
        yield str(name)
    if sqlstate := getattr(error, "sqlstate", None):
        yield str(sqlstate)
    if isinstance(error, OSError) and error.errno is not None:
        yield errno.errorcode.get(error.errno, str(error.errno))
    if type(error).__module__.startswith("psycopg"):
        yield from _quoted_codes(str(error))
    if isinstance(error, sqlite3.Error) and are_files_exhausted():
        yield "EMFILE"


def are_files_exhausted() -> bool:
    """Whether this process has no free file descriptor. SQLite says only that it cannot open a file."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as reason:
        return reason.errno in (errno.EMFILE, errno.ENFILE)
    return False


def _is_among(error: BaseException, others: tuple[BaseException, ...]) -> bool:
    return any(error is other for other in others)


def _named(error: BaseException, within: tuple[BaseException, ...]) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    named = " ".join([name, *dict.fromkeys(codes_of(error))])
    if isinstance(error, BaseExceptionGroup):
        kinds = dict.fromkeys(name_causes(one, (*within, error)) for one in error.exceptions)
        return f"{named} ({', '.join(kinds)})"
    return named


def _quoted_codes(words: str) -> Iterator[str]:
    for said, code in (OPERATING_SYSTEM | POSTGRESQL).items():
        if said in words:
            yield code
