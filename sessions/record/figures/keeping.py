"""Keep the figures of each record beside it, and read those of many records at once.

They are computed again whenever a record is saved. A record without kept figures, such as one that an older program
has published, is counted when somebody reads.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from sessions.models import Record, RecordFigures
from sessions.record.figures.by_month import FiguresOfChat
from sessions.record.figures.counting import ChatFigures, figures_of, month_of_chat, ward_in_document

type Version = tuple[int, int | None]
"""How many rows there are, and the sum of their ids: another one for each row that is added or replaced."""


@transaction.atomic
def keep_figures(record: Record) -> None:
    """Compute the figures of a record and save them, in place of earlier ones."""
    RecordFigures.objects.filter(record=record).delete()
    RecordFigures.objects.create(record=record, **figures_row(record.document))


def figures_row(document: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of RecordFigures for a document."""
    month = month_of_chat(document, zone=ZoneInfo(settings.TIME_ZONE))
    return {"ward": ward_in_document(document), "month": month, "numbers": figures_of(document).as_row()}


def version_of_figures() -> Version | None:
    """A value that stays the same while read_figures() answers the same.

    None while the figures of a record have to be counted anew. Makes two queries.
    """
    return None if Record.objects.filter(figures=None).exists() else _version_now()


def read_figures(*, since: date | None = None, wards: Iterable[int] = ()) -> list[FiguresOfChat]:
    """Read figures, by month and ward, from that month on, of these wards or of all.

    Makes two queries, or three where something is new.
    """
    chosen = frozenset(wards)
    found = [*_read_kept(), *_count_those_not_kept()]
    if since is not None:
        found = [each for each in found if each.month >= since]
    if chosen:
        found = [each for each in found if each.ward in chosen]
    return sorted(found, key=lambda each: each[1::-1])


_kept: tuple[Version, tuple[FiguresOfChat, ...]] = (0, None), ()
"""What this process has read, and with which version: reading thousands of rows again would take longer than a page."""


def _read_kept() -> tuple[FiguresOfChat, ...]:
    """Read the kept figures, by month and ward."""
    global _kept  # noqa: PLW0603 -- replaced as one value, so that no other thread sees half of it
    version, kept = _kept
    if version != _version_now():
        rows = RecordFigures.objects.order_by("month", "ward", "record")
        columns = list(rows.values_list("pk", "ward", "month", "record__slug", "numbers"))
        kept = tuple(
            FiguresOfChat(ward, month, slug, ChatFigures.from_row(of)) for _pk, ward, month, slug, of in columns
        )
        _kept = (len(columns), sum(row[0] for row in columns) if columns else None), kept
    return kept


def _version_now() -> Version:
    sums = RecordFigures.objects.aggregate(rows=Count("pk"), ids=Sum("pk"))
    return sums["rows"], sums["ids"]


def _count_those_not_kept() -> list[FiguresOfChat]:
    found = Record.objects.filter(figures=None).values_list("slug", "document")
    rows = ((slug, figures_row(document)) for slug, document in found)
    return [FiguresOfChat(row["ward"], row["month"], slug, ChatFigures.from_row(row["numbers"])) for slug, row in rows]
