"""A comparison with many values at once that costs Django as much as one with a single value.

`__in` makes, checks and converts a parameter for each of them; with hundreds that takes longer than the database does.
"""

import json
from collections.abc import Collection
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Lookup
from django.db.models.sql.compiler import SQLCompiler

from sessions.platform.database.prepared_query import Convert, Given, Placeholder

if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup

type Sql = tuple[str, tuple[Any, ...]]


class InArray(AnyLookup):
    """Whether a column of numbers, texts or UUIDs holds one of the values: `rows.filter(InArray("pk", ids))`."""

    prepare_rhs = False
    output_field = BooleanField()

    def __init__(self, column: str, values: Collection[int] | Collection[str] | Collection[UUID] | Given) -> None:
        super().__init__(F(column), values)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Return the SQL for SQLite."""
        column, parameters = self.process_lhs(compiler, connection)
        values = self._bind(_as_json)
        return column + " IN (SELECT value FROM json_each(%s))", (*parameters, values)  # noqa: S608 -- no value is in it

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any) -> Sql:
        column, parameters = self.process_lhs(compiler, connection)
        return column + " = ANY(%s)", (*parameters, self._bind(_as_array))

    def _bind(self, convert: Convert) -> Any:
        return Placeholder(str(self.rhs.value), convert) if isinstance(self.rhs, Given) else convert(self.rhs)


def _as_json(values: Collection[Any]) -> str:
    return json.dumps(_require_some(values), default=attrgetter("hex"))


def _as_array(values: Collection[Any]) -> str:
    """Write the values as a PostgreSQL array literal.

    PostgreSQL would take a list, too: psycopg writes each of its values with its type. That is slower here, and
    PostgreSQL reads an expression for each value.
    """
    written = (str(value).replace("\\", r"\\").replace('"', r"\"") for value in _require_some(values))
    return '{"' + '","'.join(written) + '"}'


def _require_some(values: Collection[Any]) -> list[Any]:
    """Raise EmptyResultSet if there are no values: Django then finds nothing, without a query."""
    if not values:
        raise EmptyResultSet
    return list(values)
