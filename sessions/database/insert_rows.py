"""Insert many rows of one table in one statement that is made once.

Django's bulk_create makes its statement anew each time, and asks each field about each value: for what a full room
sends, that takes several times as long as the database does.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Field, Model

AS_THEY_ARE = frozenset({"BigAutoField", "BigIntegerField", "IntegerField", "PositiveIntegerField", "TextField"})
"""Kinds of columns whose values SQLite takes as Python has them."""

type Convert = Callable[[Any], Any]


class _Statement(NamedTuple):
    """converted: the places whose values SQLite has otherwise than Python; PostgreSQL takes a document."""

    sql: str
    converted: tuple[tuple[int, Convert], ...]


def insert_rows(model: type[Model], columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values, in the order of `columns` (attribute names: author_id, not author), in one transaction.

    Each column has to be among them, but for a key that the database gives. A document may not be None. No signal is
    sent, and no key is read back. Raises what the database raises.
    """
    statement = _statement(model, columns, connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # one parameter: psycopg looks for the place of each
            given = [dict(zip(columns, row, strict=True)) for row in rows]
            cursor.execute(statement.sql, [json.dumps(given, default=_as_text)])
            return
        values = [list(row) for row in rows]
        for place, convert in statement.converted:
            for row in values:
                if row[place] is not None:
                    row[place] = convert(row[place])
        cursor.executemany(statement.sql, values)


def _as_text(value: Any) -> str:
    """As PostgreSQL reads it into a column of its type."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def insert_models(made: Sequence[Model]) -> None:
    """Insert objects of one model that have their keys already; afterwards they are as ones that were saved."""
    if not made:
        return
    columns = columns_of(type(made[0]))
    insert_rows(type(made[0]), columns, map(attrgetter(*columns), made))
    for each in made:
        each._state.adding, each._state.db = False, connection.alias  # noqa: SLF001 -- Django documents it


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The attributes of all its columns."""
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001 -- Django documents it


@cache
def _statement(model: type[Model], columns: tuple[str, ...], vendor: str) -> _Statement:
    table = model._meta  # noqa: SLF001 -- Django documents it
    fields = {field.attname: field for field in table.concrete_fields}
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(fields[column].column)) for column in columns)
    head = f"INSERT INTO {quote(table.db_table)} ({names})"
    if vendor == "postgresql":
        typed = ", ".join(f"{quote(column)} {fields[column].db_type(connection)}" for column in columns)
        given = ", ".join(map(quote, columns))
        sql = f"{head} SELECT {given} FROM jsonb_to_recordset(%s::jsonb) AS given({typed})"  # noqa: S608 -- no value
        return _Statement(sql, ())
    conversions = ((place, _conversion(fields[column])) for place, column in enumerate(columns))
    return _Statement(
        f"{head} VALUES ({', '.join(['%s'] * len(columns))})",
        tuple((place, convert) for place, convert in conversions if convert is not None),
    )


def _conversion(field: "Field[Any, Any]") -> Convert | None:
    """For SQLite, as the field's own get_db_prep_save(), without its checks of each value."""
    kind: Any = getattr(field, "target_field", field)
    match kind.get_internal_type():
        case "UUIDField":
            return attrgetter("hex")
        case "DateTimeField":
            return connection.ops.adapt_datetimefield_value
        case "CharField":
            return str  # of a choice it is the value
        case name if name in AS_THEY_ARE:
            return None
    return lambda value: kind.get_db_prep_save(value, connection)
