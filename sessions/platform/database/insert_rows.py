"""Insert many rows of one table in one statement that is made once.

Django's bulk_create makes its statement anew each time, and asks each field about each value: for what a full room
sends, that takes several times as long as the database does.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from functools import cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
from django.db import connection
from django.db.models import Field, Model

AS_THEY_ARE = frozenset(
    {
        "BigAutoField",
        "BigIntegerField",
        "BinaryField",
        "BooleanField",
        "IntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "TextField",
    }
)
"""Kinds of columns whose values SQLite takes as Python has them."""

AUTO_KEYS = frozenset({"AutoField", "BigAutoField", "SmallAutoField"})
"""Kinds of keys that the database gives."""

type Convert = Callable[[Any], Any]


class _Statement(NamedTuple):
    """An INSERT. converted: the places of values that need a conversion for the database or the JSON document."""

    sql: str
    converted: tuple[tuple[int, Convert], ...]


class NewRows(NamedTuple):
    """Rows of values for a table, in the order of `columns` (attribute names: author_id, not author).

    A column that is not among them gets the default of its field, which has to be a constant; a key that the database
    gives is left to it. A document may not be None unless its column may be empty.
    """

    model: type[Model]
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Any]]


def insert_rows(model: type[Model], columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of one table; see insert_together."""
    insert_together(NewRows(model, columns, rows))


def insert_together(*tables: NewRows) -> None:
    """Insert rows in the order of the tables, in one transaction; on PostgreSQL in one message (read_together.py).

    No signal is sent, and no key is read back. Raises TypeError for a column without a default that is a constant, and
    what the database raises.
    """
    statements = [_statement(new.model, new.columns, connection.vendor) for new in tables]
    values = [_converted(new, statement) for new, statement in zip(tables, statements, strict=True)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            documents = [_document(new.columns, rows) for new, rows in zip(tables, values, strict=True)]
            cursor.execute("; ".join(statement.sql for statement in statements), documents)
        else:
            for statement, rows in zip(statements, values, strict=True):
                cursor.executemany(statement.sql, rows)


def _converted(new: NewRows, statement: _Statement) -> list[list[Any]]:
    values = [list(row) for row in new.rows]
    for place, convert in statement.converted:
        for row in values:
            if row[place] is not None:
                row[place] = convert(row[place])
    return values


def _document(columns: tuple[str, ...], values: list[list[Any]]) -> str:
    """All rows as one parameter: psycopg looks for the place of each."""
    given = [dict(zip(columns, row, strict=True)) for row in values]
    return msgspec.json.encode(given, enc_hook=str).decode()


def note_saved(made: Model) -> None:
    """Mark the object as saved: its save() then updates the row that was inserted for it."""
    made._state.adding, made._state.db = False, connection.alias  # noqa: SLF001 -- Django documents it


@cache
def _statement(model: type[Model], columns: tuple[str, ...], vendor: str) -> _Statement:
    table = model._meta  # noqa: SLF001 -- Django documents it
    fields = {field.attname: field for field in table.concrete_fields}
    quote, is_document = connection.ops.quote_name, vendor == "postgresql"
    same = _defaults(field for name, field in fields.items() if name not in columns)
    names = ", ".join(quote(str(fields[column].column)) for column in (*columns, *same))
    head = f"INSERT INTO {quote(table.db_table)} ({names})"
    find = _conversion_for_document if is_document else _conversion_for_sqlite
    conversions = ((place, find(fields[column])) for place, column in enumerate(columns))
    converted = tuple((place, convert) for place, convert in conversions if convert is not None)
    if not is_document:
        return _Statement(f"{head} VALUES ({', '.join([*['%s'] * len(columns), *same.values()])})", converted)
    typed = ", ".join(f"{quote(column)} {fields[column].db_type(connection)}" for column in columns)
    given = ", ".join((*map(quote, columns), *same.values()))
    sql = f"{head} SELECT {given} FROM jsonb_to_recordset(%s::jsonb) AS given({typed})"  # noqa: S608 -- no value
    return _Statement(sql, converted)


def _defaults(fields: "Iterable[Field[Any, Any]]") -> dict[str, str]:
    """Return by column the SQL of a model's default; the database itself sets its own defaults and keys."""
    return {
        field.attname: _literal(field)
        for field in fields
        if field.get_internal_type() not in AUTO_KEYS and (field.has_default() or not field.has_db_default())
    }


def _literal(field: "Field[Any, Any]") -> str:
    default = field.default if field.has_default() and callable(field.default) else field.get_default()
    match default:
        case None if field.null:
            return "NULL"
        case bool():
            return "TRUE" if default else "FALSE"
        case int():
            return str(int(default))
        case str() if "%" not in default:
            return "'{}'".format(str(default).replace("'", "''"))
    raise TypeError(f"The values of {field.name} have to be given: its default is no constant.")


def _conversion_for_document(field: "Field[Any, Any]") -> Convert | None:
    """Find what writes a value as text that PostgreSQL reads from the JSON document into a column of this type."""
    return _as_bytea if field.get_internal_type() == "BinaryField" else None


def _as_bytea(value: bytes) -> str:
    return f"\\x{value.hex()}"


def _conversion_for_sqlite(field: "Field[Any, Any]") -> Convert | None:
    """Find what converts a value like the field's get_db_prep_save(), without its checks; None: nothing has to."""
    kind: Any = getattr(field, "target_field", field)
    match kind.get_internal_type():
        case "UUIDField":
            return attrgetter("hex")
        case "DateTimeField":
            return partial(_as_sqlite_time, zone=connection.timezone)
        case "CharField":
            return str  # of a choice it is the value
        case "JSONField" if kind.encoder is None:
            return json.dumps
        case name if name in AS_THEY_ARE:
            return None
    return lambda value: kind.get_db_prep_save(value, connection)


def _as_sqlite_time(moment: datetime, *, zone: tzinfo | None) -> str:
    """Write the time in the database's zone, without the zone. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(" ")
