"""The sitemap for search engines (https://www.sitemaps.org/protocol.html): one file, or an index of several."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from sessions.chats.calendar.lifecycle.freezes import Freezes
from sessions.models import Activity, Borough, Matter, MonthLog, Promise, Record, RedactionState
from sessions.platform.text.absolute_addresses import WholeAddress
from sessions.record.search.records import offices_with_records, wards_with_records

MOST_ADDRESSES = 10_000
"""Addresses in one file: the protocol allows 50,000, and 50 MB."""

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIRST_PAGE = 1
"""The first file has what is no record, and the oldest records; a later record never moves an earlier one."""

CITY = ("city", None)
OF_THE_CITY = (
    *("home", "wards", "boroughs", "matters", "matters_map", "matter_figures", "promises", "promise_figures"),
    *("activities", "calendar"),
)


class RecordChange(NamedTuple):
    """A change of a record, for search engines.

    changed_at: when the record was made or sealed, or when words of it were destroyed.
    """

    slug: str
    ward_id: int
    office_id: int | None
    changed_at: datetime


class Pages(NamedTuple):
    """The pages of one kind, the oldest first: the name of their address, and rows of what it takes and lastmod."""

    name: str
    rows: QuerySet[Any, tuple[str, datetime]]

    def count_files(self) -> int:
        return -(-self.rows.count() // MOST_ADDRESSES)

    def write(self, number: int, whole: WholeAddress) -> str:
        """Write one part. number: from 0."""
        start = number * MOST_ADDRESSES
        rows = self.rows[start : start + MOST_ADDRESSES]
        return _document("urlset", (_row("url", whole(reverse(self.name, args=[arg])), at) for arg, at in rows))


def count_files() -> int:
    """Count the files: of records, then of complaints and suggestions, of promises, and of activities."""
    return _count_record_files() + sum(each.count_files() for each in _pages())


def _pages() -> list[Pages]:
    """What a freeze hides today is left out: it comes back after it."""
    matters = Matter.objects.shown().order_by("published_at", "pk")
    promises = Promise.objects.order_by("year", "ward__number", "serial")
    activities = Freezes(timezone.localdate()).shown_of(Activity.objects.public()).order_by("published_at", "pk")
    return [
        Pages("matter", matters.values_list("number", "changed_at")),
        Pages("promise", promises.values_list("number", "changed_at")),
        Pages("activity", activities.values_list("number", "changed_at")),
    ]


def _count_record_files() -> int:
    return max(1, -(-Record.objects.count() // MOST_ADDRESSES))


def write_index(whole: WholeAddress) -> str:
    rows = (
        _row("sitemap", whole(reverse("sitemap_file", args=[n]))) for n in range(FIRST_PAGE, count_files() + FIRST_PAGE)
    )
    return _document("sitemapindex", rows)


def write_file(number: int, whole: WholeAddress) -> str:
    """Write one file of the site map.

    number: from 1 to count_files(). Records by their age, the oldest first. Each page says when it changed last.
    """
    later = number - FIRST_PAGE - _count_record_files()
    for pages in _pages() if later >= 0 else ():
        files = pages.count_files()
        if later < files:
            return pages.write(later, whole)
        later -= files
    return _document("urlset", _records(number, whole))


def _records(number: int, whole: WholeAddress) -> Iterable[str]:
    start = (number - FIRST_PAGE) * MOST_ADDRESSES
    changes = _changes()
    if number == FIRST_PAGE:
        yield from (_row("url", whole(path), changed_at) for path, changed_at in _other_pages(changes))
    for each in changes[start : start + MOST_ADDRESSES]:
        yield _row("url", whole(reverse("record", args=[each.slug])), each.changed_at)


def _changes() -> list[RecordChange]:
    """The changes of all records, the oldest first."""
    redactions = Q(chat_session__redactions__state=RedactionState.CONFIRMED)
    rows = Record.objects.order_by("pk").annotate(
        at=Coalesce("sealed_at", "made_at"),
        redacted_at=Max("chat_session__redactions__decided_at", filter=redactions),
    )
    facts = rows.values_list("slug", "chat_session__ward_id", "chat_session__office_id", "at", "redacted_at")
    return [
        RecordChange(slug, ward, office, max(at, redacted_at or at)) for slug, ward, office, at, redacted_at in facts
    ]


def _other_pages(changes: Iterable[RecordChange]) -> Iterable[tuple[str, datetime | None]]:
    """The pages of the whole city, of wards, of their sealed months and of terms of office; None where nothing tells
    when it changed."""
    newest: dict[tuple[str, int | None], datetime] = {}
    for change in changes:
        for key in (CITY, ("ward", change.ward_id), ("office", change.office_id)):
            newest[key] = max(change.changed_at, newest.get(key, change.changed_at))
    yield from ((reverse(name), None) for name in OF_THE_CITY)
    yield from ((reverse("borough", args=[code]), None) for code in Borough.objects.values_list("code", flat=True))
    yield from ((reverse(name), newest.get(CITY)) for name in ("records", "speakers", "figures"))
    yield from ((reverse(name), None) for name in ("about", "accessibility", "website"))
    for ward in wards_with_records():
        yield reverse("ward", args=[ward.number]), newest.get(("ward", ward.pk))
    sealed = MonthLog.objects.filter(ward__isnull=False, sealed_at__isnull=False).order_by("ward__number")
    for ward_number, sealed_at in sealed.values_list("ward__number").annotate(Max("sealed_at")):
        yield reverse("month_logs", args=[ward_number]), sealed_at
    for office in offices_with_records():
        yield reverse("speaker", args=[office.pk]), newest.get(("office", office.pk))


def _row(tag: str, address: str, changed_at: datetime | None = None) -> str:
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<{tag}><loc>{escape(address)}</loc>{changed}</{tag}>"


def _document(tag: str, rows: Iterable[str]) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{tag} xmlns="{NAMESPACE}">\n' + "".join(f"{row}\n" for row in rows) + f"</{tag}>\n"
