"""News as a JSON Feed (version 1.1): the same entries as in the Atom feed beside it."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from sessions.platform.feeds.atom import AtomEntry, Head

CONTENT_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(head: Head, entries: Iterable[AtomEntry]) -> bytes:
    """Write a JSON feed in the order of the entries. The same state gives the same bytes."""
    feed = {
        "version": VERSION,
        "title": head.title,
        "home_page_url": head.url,
        "feed_url": head.address,
        "language": head.language,
        "authors": [{"name": head.author}],
        "items": [_item(entry, head.language) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(entry: AtomEntry, language: str) -> dict[str, Any]:
    return {
        "id": entry.id.urn,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": _moment(entry.published or entry.updated),
        "date_modified": _moment(entry.updated),
        "tags": list(entry.terms),
        "language": language,
    }


def _moment(at: datetime) -> str:
    """RFC 3339, with the city's offset."""
    return timezone.localtime(at).replace(microsecond=0).isoformat()
