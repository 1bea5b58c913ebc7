"""The sitemap for search engines (https://www.sitemaps.org/protocol.html): one file, or an index of several."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.urls import reverse

from sessions.models import Record
from sessions.record.finding.records import offices_with_records, wards_with_records
from sessions.text.absolute_addresses import WholeAddress

MOST_ADDRESSES = 10_000
"""In one file: the protocol allows 50,000, and 50 MB."""

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIRST = 1
"""The first file has what is no record, and the oldest records; a later record never moves an earlier one."""


def count_files() -> int:
    return max(1, -(-Record.objects.count() // MOST_ADDRESSES))


def write_index(whole: WholeAddress) -> str:
    rows = (_row("sitemap", whole(reverse("sitemap_file", args=[n]))) for n in range(FIRST, count_files() + FIRST))
    return _document("sitemapindex", rows)


def write_file(number: int, whole: WholeAddress) -> str:
    """number: from 1. Records by their age, the oldest first, each with the moment when it was made."""
    start = (number - FIRST) * MOST_ADDRESSES
    records = Record.objects.order_by("pk").values_list("slug", "made_at")[start : start + MOST_ADDRESSES]
    rows = [_row("url", whole(reverse("record", args=[slug])), made_at) for slug, made_at in records]
    if number == FIRST:
        rows = [*(_row("url", whole(path)) for path in _other_pages()), *rows]
    return _document("urlset", rows)


def _other_pages() -> Iterable[str]:
    yield from map(reverse, ("home", "wards", "records", "speakers", "figures", "about", "accessibility"))
    yield from (reverse("ward", args=[ward.number]) for ward in wards_with_records())
    yield from (reverse("speaker", args=[office.pk]) for office in offices_with_records())


def _row(tag: str, address: str, changed_at: datetime | None = None) -> str:
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<{tag}><loc>{escape(address)}</loc>{changed}</{tag}>"


def _document(tag: str, rows: Iterable[str]) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{tag} xmlns="{NAMESPACE}">\n' + "".join(f"{row}\n" for row in rows) + f"</{tag}>\n"
