"""Find where the next page of a list begins that is ordered by publication, newest first."""

from typing import Any

from django.db.models import Q, QuerySet


def older_rows[Rows: QuerySet[Any, Any]](rows: Rows, listed: QuerySet[Any, Any], number: str | None) -> Rows:
    """Return the rows published before the row with this number; all rows if no listed row has it.

    listed: every row that may have that number, also those that the reader's filters leave out.
    """
    mark = listed.only("published_at").filter(number=number).first() if number else None
    if mark is None or mark.published_at is None:
        return rows
    return rows.filter(Q(published_at__lt=mark.published_at) | Q(published_at=mark.published_at, pk__lt=mark.pk))
