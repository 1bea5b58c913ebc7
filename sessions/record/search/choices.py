"""What the search can be narrowed by: the wards, the terms of office and the months that have a record.

Every search page lists them, and to find them takes the database longer than to search. A record is never deleted, and
its chat's ward, office and time stay: so what all records have is read again only when there are other newest records.
The names of those who held the offices may change at any time, and are read each time.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Max, Min
from django.utils import timezone

from sessions.models import ChatSession, Office, Record
from sessions.platform.database.prepared_query import PreparedQuery

NEWEST = 20
"""Records are numbered before they are committed: one with a smaller number may come after the one with the greatest.
So many are never being published at the same moment."""


class OfficeChoice(NamedTuple):
    """One term of an office. names: the holder's, by language."""

    pk: int
    kind: str
    names: dict[str, str]
    ward: int

    @property
    def office(self) -> Office:
        """The office as office_holder() needs it; it is not to be saved."""
        return Office(pk=self.pk, kind=self.kind, names=self.names)


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of the search form.

    wards: numbers, in their order. offices: by ward, the newest term first; nobody holds a vacant one.

    months: their first days, from the newest record back to the oldest.
    """

    wards: tuple[int, ...]
    offices: list[OfficeChoice]
    months: list[date]


class _Published(NamedTuple):
    """Facts about all chats that have a record. first, last: when the oldest and the newest of them began."""

    wards: tuple[int, ...]
    offices: frozenset[int]
    first: datetime | None
    last: datetime | None


class PublishedChats:
    """Known in this process until others are the newest: two threads may read them at the same time, no matter."""

    def __init__(self) -> None:
        self._known: tuple[list[Any], _Published] | None = None

    def read(self) -> _Published:
        """One query; one more where records were added since the last time, by this process or by another one."""
        newest = _newest_query.rows()
        known = self._known
        if known is None or known[0] != newest:
            known = self._known = (newest, _read_all())
        return known[1]


published_chats = PublishedChats()


def read_choices() -> Choices:
    """Two queries, or three where records were added."""
    published = published_chats.read()
    offices = [OfficeChoice._make(row) for row in _offices_query.rows() if row[0] in published.offices]
    return Choices(published.wards, offices, _months(published.first, published.last))


def _read_all() -> _Published:
    rows = ChatSession.objects.filter(record__isnull=False).order_by()
    found = list(rows.values_list("ward__number", "office").annotate(Min("starts_at"), Max("starts_at")))
    return _Published(
        wards=tuple(sorted({ward for ward, _office, _first, _last in found})),
        offices=frozenset(office for _ward, office, _first, _last in found if office is not None),
        first=min((first for *_where, first, _last in found), default=None),
        last=max((last for *_where, last in found), default=None),
    )


def _months(oldest: datetime | None, newest: datetime | None) -> list[date]:
    if oldest is None or newest is None:
        return []
    first, last = timezone.localdate(oldest), timezone.localdate(newest)
    places = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(place // 12, place % 12 + 1, 1) for place in reversed(places)]


_newest_query = PreparedQuery(lambda: Record.objects.order_by("-pk").values_list("pk", "chat_session")[:NEWEST])

_offices_query = PreparedQuery(
    lambda: (
        Office.objects.exclude(kind="vacant")
        .order_by("ward__number", "-from_on", "-pk")
        .values_list("pk", "kind", "names", "ward__number")
    )
)
