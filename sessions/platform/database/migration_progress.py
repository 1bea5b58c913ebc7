"""Shows on a terminal how far a data migration is, which on a large installation takes longer than a moment."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from tqdm import tqdm

CHUNK = 2000


def each_with_progress[Row: Model](rows: QuerySet[Row], what: str, *, chunk_size: int = CHUNK) -> Iterable[Row]:
    """Return the rows one by one, without holding them all; no bar is shown for no rows or without a terminal."""
    return _with_bar(rows.iterator(chunk_size=chunk_size), what, rows.count())


def items_with_progress[Item](items: list[Item], what: str) -> Iterable[Item]:
    """Return items that are in memory already, with a progress bar as in each_with_progress."""
    return _with_bar(items, what, len(items))


def _with_bar(items: Iterable[Any], what: str, count: int) -> Iterable[Any]:
    bar: Iterable[Any] = tqdm(items, desc=what, total=count, unit="", disable=None if count else True)
    return bar
