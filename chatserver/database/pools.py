"""Thread pools in which the live layer uses the database, apart from the threads of the pages.

Each thread keeps a connection of its own. There are several threads for reading. On SQLite one thread writes, because
the database has one writer anyway: so commands that arrive together share its commits instead of waiting for locks.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, InternalError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from chatserver.monitoring.outage.breaker import breaker
from sessions.platform.database.read_together import BoundQuery, read_together

READERS = 4
WRITERS = 4

WAIT_LIMITS_MS = {
    # Another process may hold the chat session: an early refusal is better than the client's own timeout.
    "lock_timeout": 3_000,
    # The same for a database that is overloaded.
    "statement_timeout": 3_000,
    # The opposite case: if this process froze or lost the network, its locks would stay until somebody noticed.
    "idle_in_transaction_session_timeout": 15_000,
}
"""Milliseconds that a transaction of commands may wait; only PostgreSQL would wait for ever."""

HOW_TO_PLAN = {
    # Commands look single rows up, and by an index. Of a table that was empty a minute ago, PostgreSQL knows nothing:
    # it would read the whole of it in each round until the table is analysed.
    "enable_seqscan": "off",
}
"""What PostgreSQL's planner is told in a transaction of commands."""

CUT_OFF = (OperationalError, InterfaceError, InternalError)
"""The errors of a connection that was cut; InternalError where PostgreSQL ended an idle transaction (25P03)."""


class DatabasePool:
    def __init__(self, name: str, threads: int) -> None:
        self.threads = threads
        self._connections: list[BaseDatabaseWrapper] = []
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name, initializer=self._note_connection)

    async def run[**P, R](self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function in one of the threads. After a database error its connection is not used again.

        Where the connection was cut, as by a restart of the database, the function runs a second time, on a new
        connection: so it has to be repeatable.
        """
        call = partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._executor, _run_guarded, call)

    def close(self) -> None:
        """End the threads, then close their connections. After that, run() must not be called."""
        self._executor.shutdown()
        for lent in self._connections:
            lent.close()

    def _note_connection(self) -> None:
        """Called at the start of each thread, so that close() can close the thread's connection, too."""
        own = connections[DEFAULT_DB_ALIAS]
        own.inc_thread_sharing()
        self._connections.append(own)


def limit_waiting() -> None:
    """Bound how long this transaction waits for locks and statements: beyond it, OperationalError."""
    read_together(*query_settings())


def query_settings() -> list[BoundQuery[None]]:
    """What limits the waiting of a transaction of commands, and says how to plan its queries; nothing on SQLite."""
    if connection.vendor != "postgresql":
        return []
    settings = HOW_TO_PLAN | WAIT_LIMITS_MS
    calls = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in settings.items())
    return [BoundQuery(f"SELECT {calls}", (), lambda _rows: None)]


def was_cut(before: object) -> bool:
    """Whether an error came from this thread's earlier connection (None: it had none), so that a new one may succeed.

    After a transaction Django has replaced a broken one already, unless the database is away.
    """
    now = connection.connection
    return before is not None and now is not None and not (now is before and connection.is_usable())


def _run_guarded[R](call: Callable[[], R]) -> R:
    before = connection.connection
    try:
        return call()
    except CUT_OFF as error:
        may_try_again = was_cut(before)
        connection.close()
        if not may_try_again:
            breaker.note(error)
            raise
        return _run_guarded(call)
    except Error:
        connection.close()
        raise


browsing = DatabasePool("live-browse", 1)
"""The pool for commands that only read, one at a time: they take longer than others, and nothing else waits for them.
"""

readers = DatabasePool("live-read", READERS)
writers = DatabasePool("live-write", 1 if connection.vendor == "sqlite" else WRITERS)
