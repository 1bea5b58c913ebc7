"""The sitemap for search engines (https://www.sitemaps.org/protocol.html): one file, or an index of several."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from sessions.models import Borough, Matter, Promise, Record, RedactionState
from sessions.record.finding.records import offices_with_records, wards_with_records
from sessions.text.absolute_addresses import WholeAddress

MOST_ADDRESSES = 10_000
"""In one file: the protocol allows 50,000, and 50 MB."""

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIRST = 1
"""The first file has what is no record, and the oldest records; a later record never moves an earlier one."""


CITY = ("city", None)


class RecordChange(NamedTuple):
    """changed_at: when the record was made or sealed, or when words of it were destroyed."""

    slug: str
    ward_id: int
    office_id: int | None
    changed_at: datetime


def count_files() -> int:
    """Those of records, after them those of complaints and suggestions, and those of promises."""
    return _count_record_files() + _count_matter_files() - (-Promise.objects.count() // MOST_ADDRESSES)


def _count_matter_files() -> int:
    return -(-Matter.objects.shown().count() // MOST_ADDRESSES)


def _count_record_files() -> int:
    return max(1, -(-Record.objects.count() // MOST_ADDRESSES))


def write_index(whole: WholeAddress) -> str:
    rows = (_row("sitemap", whole(reverse("sitemap_file", args=[n]))) for n in range(FIRST, count_files() + FIRST))
    return _document("sitemapindex", rows)


def write_file(number: int, whole: WholeAddress) -> str:
    """number: from 1. Records by their age, the oldest first. Each page that shows them says when it changed last."""
    if (later := number - FIRST - _count_record_files()) >= 0:
        more = later - _count_matter_files()
        rows = _matters(later * MOST_ADDRESSES, whole) if more < 0 else _promises(more * MOST_ADDRESSES, whole)
        return _document("urlset", rows)
    start = (number - FIRST) * MOST_ADDRESSES
    changes = _changes()
    records = [
        _row("url", whole(reverse("record", args=[each.slug])), each.changed_at)
        for each in changes[start : start + MOST_ADDRESSES]
    ]
    if number == FIRST:
        records = [*(_row("url", whole(path), changed_at) for path, changed_at in _other_pages(changes)), *records]
    return _document("urlset", records)


def _matters(start: int, whole: WholeAddress) -> Iterable[str]:
    """Complaints and suggestions whose words can be read, the oldest first."""
    rows = Matter.objects.shown().order_by("published_at", "pk").values_list("number", "changed_at")
    for number, changed_at in rows[start : start + MOST_ADDRESSES]:
        yield _row("url", whole(reverse("matter", args=[number])), changed_at)


def _promises(start: int, whole: WholeAddress) -> Iterable[str]:
    """By their numbers, the oldest year first."""
    rows = Promise.objects.order_by("year", "ward__number", "serial").values_list("number", "changed_at")
    for number, changed_at in rows[start : start + MOST_ADDRESSES]:
        yield _row("url", whole(reverse("promise", args=[number])), changed_at)


def _changes() -> list[RecordChange]:
    """Of all records, the oldest first."""
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
    """The pages of the whole city, of wards and of terms of office; None where no record tells when it changed."""
    newest: dict[tuple[str, int | None], datetime] = {}
    for change in changes:
        for key in (CITY, ("ward", change.ward_id), ("office", change.office_id)):
            newest[key] = max(change.changed_at, newest.get(key, change.changed_at))
    of_places = ("home", "wards", "boroughs", "matters", "matters_map", "matter_figures", "promises", "promise_figures")
    yield from ((reverse(name), None) for name in of_places)
    yield from ((reverse("borough", args=[code]), None) for code in Borough.objects.values_list("code", flat=True))
    yield from ((reverse(name), newest.get(CITY)) for name in ("records", "speakers", "figures"))
    yield from ((reverse(name), None) for name in ("about", "accessibility"))
    for ward in wards_with_records():
        yield reverse("ward", args=[ward.number]), newest.get(("ward", ward.pk))
    for office in offices_with_records():
        yield reverse("speaker", args=[office.pk]), newest.get(("office", office.pk))


def _row(tag: str, address: str, changed_at: datetime | None = None) -> str:
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<{tag}><loc>{escape(address)}</loc>{changed}</{tag}>"


def _document(tag: str, rows: Iterable[str]) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{tag} xmlns="{NAMESPACE}">\n' + "".join(f"{row}\n" for row in rows) + f"</{tag}>\n"
