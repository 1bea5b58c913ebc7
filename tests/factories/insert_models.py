"""Insert whole objects of a model, as fast as the product inserts rows."""

from collections.abc import Sequence
from functools import cache
from operator import attrgetter

from django.db.models import Model

from sessions.platform.database.insert_rows import insert_rows, note_saved


def insert_models(made: Sequence[Model]) -> None:
    """Insert objects of one model that have their keys already; afterwards they are as ones that were saved."""
    if not made:
        return
    columns = columns_of(type(made[0]))
    insert_rows(type(made[0]), columns, map(attrgetter(*columns), made))
    for each in made:
        note_saved(each)


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The attributes of all its columns."""
    return tuple(field.attname for field in model._meta.concrete_fields)
