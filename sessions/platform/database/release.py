"""Gives this thread's connection back to the pool before a wait, so that other threads have it meanwhile."""

from django.db import connection


def release_connection() -> None:
    """Release the connection.

    To be called before waiting for what is no query: another process, another server, the next turn of a thread.

    PostgreSQL's pool of a process has fewer connections than the process has threads; the next query takes one again.
    Inside of a transaction it does nothing, nor on SQLite, where no pool is shared.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()
