"""Queries that Django makes once for each connection; afterwards they are only executed.

To make the SQL of a small query takes Django several times as long as a database needs to answer it, and each round of
commands needs several of them.
"""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, QuerySet, Value
from django.db.transaction import TransactionManagementError

from sessions.platform.database.read_together import BoundQuery, FetchedRows

type Convert = Callable[[Any], Any]


class Placeholder(NamedTuple):
    """Where a value belongs among the parameters of a statement, and how the database has it."""

    name: str
    convert: Convert


class Given(Value):
    """A value that is given when the query is executed: `rows.filter(at__lte=Given("now", DateTimeField()))`.

    later: is added to the given value; `Given("now", …) + DAY` is the same. For many values at once there is
    InArray("pk", Given("ids")), which needs no field.
    """

    def __init__(self, name: str, field: "Field[Any, Any] | None" = None, later: timedelta = timedelta()) -> None:
        super().__init__(name, output_field=field)
        self.later = later

    def __add__(self, later: Any) -> Any:
        return Given(str(self.value), self.output_field, self.later + later)

    def __sub__(self, earlier: Any) -> Any:
        return self + -earlier

    def as_sql(self, _compiler: Any, connection: Any) -> Any:
        return "%s", (Placeholder(str(self.value), partial(self._prepare, connection=connection)),)

    def _prepare(self, value: Any, *, connection: Any) -> Any:
        return self.output_field.get_db_prep_value(value + self.later if self.later else value, connection)


type Moment = datetime | Given
type Day = date | Given


class PreparedQuery:
    """A query that is compiled once.

    make: answers the query, with Given in the place of each value; it is called once in each thread.
    """

    def __init__(self, make: "Callable[[], QuerySet[Any, Any]]") -> None:
        self._make = make
        self._known = threading.local()

    def rows(self, **values: Any) -> list[Any]:
        """Execute the query with these values. Answers what the query set would hold; raises what it would raise."""
        return self.bind(**values).read()

    def bind(self, **values: Any) -> BoundQuery[list[Any]]:
        """The query with these values, to be executed together with others: read_together()."""
        rows, compiler, sql, parameters = self._prepared()
        _require_transaction(rows, compiler.connection)
        make = partial(_make_rows, rows, compiler)
        try:
            given = tuple(
                each.convert(values[each.name]) if isinstance(each, Placeholder) else each for each in parameters
            )
        except EmptyResultSet:
            return BoundQuery("", (), make)
        return BoundQuery(sql, given, make)

    def first(self, **values: Any) -> Any:
        """The first row that the query finds, or None. It reads all of them: for queries that find few."""
        return next(iter(self.rows(**values)), None)

    def get(self, **values: Any) -> Any:
        """The first row; raises the DoesNotExist of the model where there is none."""
        found = self.rows(**values)
        if not found:
            raise self._prepared()[0].model.DoesNotExist
        return found[0]

    def _prepared(self) -> tuple[Any, Any, str, tuple[Any, ...]]:
        connection = getattr(self._known, "connection", None)
        if connection is None or connections[connection.alias] is not connection:
            self._known.prepared = self._prepare()
            self._known.connection = self._known.prepared[1].connection
        known: tuple[Any, Any, str, tuple[Any, ...]] = self._known.prepared
        return known

    def _prepare(self) -> tuple[Any, Any, str, tuple[Any, ...]]:
        """The query's own compiler keeps what it has found out about the columns, so the query is bound to it."""
        rows: Any = self._make()
        compiler = rows.query.get_compiler(using=rows.db)
        sql, parameters = compiler.as_sql()
        rows.query.get_compiler = lambda *_which, **_more: compiler
        converters = compiler.get_converters(expression for expression, *_sql in compiler.select)
        compiler.get_converters = lambda _expressions: converters
        return rows, compiler, sql, tuple(parameters)


def _make_rows(rows: Any, compiler: Any, fetched: FetchedRows) -> list[Any]:
    """The rows or models that the query set makes of what the database has answered, with this thread's compiler."""
    if not fetched:  # as nearly always where the clock asks: most of the work would still be to come
        return []
    if compiler.has_extra_select:  # columns that the query is ordered by, and that nobody asked for
        fetched = [row[: compiler.col_count] for row in fetched]
    compiler.execute_sql = lambda *_how, **_more: [fetched]
    return list(rows._iterable_class(rows))  # noqa: SLF001 -- Django has no public name for what makes them


def _require_transaction(rows: Any, connection: Any) -> None:
    """Django asks when it makes the SQL: a lock outside a transaction would end with its statement.

    Raises TransactionManagementError.
    """
    locks = rows.query.select_for_update and connection.features.has_select_for_update
    if locks and connection.get_autocommit():
        raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
