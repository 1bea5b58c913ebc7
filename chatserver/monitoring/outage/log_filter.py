"""Keeps lines about an outage of the database out of the log: telling.py tells of all of them in one."""

import logging
from typing import override

from chatserver.monitoring.logs.messages import error_of
from chatserver.monitoring.outage import telling
from chatserver.monitoring.outage.breaker import breaker
from chatserver.monitoring.outage.kinds import is_only_away

POOL = "psycopg.pool"
UNAVAILABLE = 503
OF_DATABASE = {"is_of_database": True}
"""The `extra` of a log record that says only that the database is away, or is back."""


class OutageFilter(logging.Filter):
    """Anything that it keeps out is counted, and looked into: the breaker finds out whether it is an outage.

    is_on: in processes that serve. A command on the terminal says itself what it met.
    """

    is_on = False

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if not OutageFilter.is_on or record.name == telling.__name__ or not _is_of_outage(record):
            return True
        telling.database_teller.count()
        return False


def tell_outages_once() -> None:
    """Tell outages once. To be called where a process begins to serve. Its log may be configured again after that."""
    OutageFilter.is_on = True


def _is_of_outage(record: logging.LogRecord) -> bool:
    args = record.args if isinstance(record.args, tuple) else ()
    for error in (error_of(record), *args):
        if isinstance(error, BaseException) and is_only_away(error):
            breaker.suspect(error)
            return True
    if not breaker.has_looked_just_now:
        return False
    is_unavailable = getattr(record, "status_code", None) == UNAVAILABLE
    return record.name == POOL or is_unavailable or getattr(record, "is_of_database", False)
