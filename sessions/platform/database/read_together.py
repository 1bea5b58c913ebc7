"""Queries that do not depend on each other's answers, executed one after the other: on PostgreSQL in one message.

A thread that waits for an answer lets the interpreter go. While the event loop is busy, it then waits for the
interpreter, too, and that takes longer than a small query does.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import connection

type FetchedRows = Sequence[tuple[Any, ...]]


class BoundQuery[Answer](NamedTuple):
    """A query with its parameters, and the function that makes the answer from its rows.

    sql is empty where it is known without a query that there are no rows.
    """

    sql: str
    parameters: tuple[Any, ...]
    make: Callable[[FetchedRows], Answer]

    def then[More](self, make: Callable[[Answer], More]) -> "BoundQuery[More]":
        """Return this query with one more step: `make` converts its answer."""
        made = self.make
        return BoundQuery(self.sql, self.parameters, lambda rows: make(made(rows)))

    def read(self) -> Answer:
        answer: Answer = read_together(self)[0]
        return answer


def read_together(*queries: BoundQuery[Any]) -> list[Any]:
    """Execute them in their order, each on what the one before it has left; the answer of each.

    What one of them locks is locked for all that come later. Raises what the database raises.
    """
    asked = [query for query in queries if query.sql]
    if connection.vendor == "postgresql":
        fetched = _fetch_in_one_message(asked) if asked else []
    else:
        fetched = list(map(_fetch, asked))
    rows = iter(fetched)
    return [query.make(next(rows) if query.sql else ()) for query in queries]


def _fetch_in_one_message(queries: Sequence[BoundQuery[Any]]) -> list[FetchedRows]:
    """Need psycopg's client-side binding cursors, which Django uses unless server_side_binding is set."""
    with connection.cursor() as cursor:
        parameters = [each for query in queries for each in query.parameters]
        cursor.execute("; ".join(query.sql for query in queries), parameters)
        fetched = [cursor.fetchall()]
        while cursor.nextset():
            fetched.append(cursor.fetchall())
    return fetched


def _fetch(query: BoundQuery[Any]) -> FetchedRows:
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.parameters)
        rows: FetchedRows = cursor.fetchall()
    return rows
