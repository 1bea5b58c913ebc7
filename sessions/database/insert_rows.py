"""Insert many rows of one table in one statement that is made once.

Django's bulk_create makes its statement anew each time, and asks each field about each value: for what a full room
sends, that takes ten times as long as the database does.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import batched, chain
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Field, Model

AT_ONCE = 500
"""Rows in one statement: PostgreSQL takes 65,535 values."""

AS_THEY_ARE = frozenset({"BigAutoField", "BigIntegerField", "IntegerField", "PositiveIntegerField", "TextField"})
"""Kinds of columns whose values both databases take as Python has them."""

type Convert = Callable[[Any], Any]


class _Statement(NamedTuple):
    """head: up to VALUES; places: those of one row; converted: the places whose values the database has otherwise."""

    head: str
    places: str
    converted: tuple[tuple[int, Convert], ...]


def insert_rows(model: type[Model], columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values, in the order of `columns` (attribute names: author_id, not author), in one transaction.

    Each column has to be among them, but for a key that the database gives. No signal is sent, no key is read back.
    Raises what the database raises.
    """
    statement = _statement(model, columns, connection.vendor)
    values = [list(row) for row in rows]
    for place, convert in statement.converted:
        for row in values:
            if row[place] is not None:
                row[place] = convert(row[place])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(statement.head + statement.places, values)
            return
        for some in batched(values, AT_ONCE):  # one statement for all: each has to be sent, and to be answered
            cursor.execute(statement.head + ",".join([statement.places] * len(some)), list(chain.from_iterable(some)))


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
def _statement(model: type[Model], columns: tuple[str, ...], _vendor: str) -> _Statement:
    table = model._meta  # noqa: SLF001 -- Django documents it
    fields = {field.attname: field for field in table.concrete_fields}
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(fields[column].column)) for column in columns)
    return _Statement(
        head=f"INSERT INTO {quote(table.db_table)} ({names}) VALUES ",  # noqa: S608 -- no value is in it
        places=f"({', '.join(['%s'] * len(columns))})",
        converted=tuple(
            (place, convert)
            for place, column in enumerate(columns)
            if (convert := _conversion(fields[column])) is not None
        ),
    )


def _conversion(field: "Field[Any, Any]") -> Convert | None:
    """As the field's own get_db_prep_save(), without its checks of each value."""
    kind: Any = getattr(field, "target_field", field)
    match kind.get_internal_type():
        case "UUIDField":
            return None if connection.features.has_native_uuid_field else attrgetter("hex")
        case "DateTimeField":
            return connection.ops.adapt_datetimefield_value
        case "CharField":
            return str  # of a choice it is the value
        case name if name in AS_THEY_ARE:
            return None
    return lambda value: kind.get_db_prep_save(value, connection)
