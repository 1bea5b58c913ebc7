"""News as an Atom feed (RFC 4287), by Django's own feed generator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, override
from uuid import UUID

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""When an empty feed says that it was changed last."""


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """url: the whole address of the page where it can be read. Its id never changes, whatever else does."""

    id: UUID
    title: str
    summary: str
    updated: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the entries. address: the feed's own; url: the page that shows the same."""

    id: UUID
    title: str
    author: str
    address: str
    url: str
    language: str


class PlainTextFeed(Atom1Feed):
    """Summaries are plain text, where Django says that they are HTML; and the same state gives the same bytes."""

    @override
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})

    @override
    def latest_post_date(self) -> datetime:
        """As Django's, which says now where there is no entry."""
        return super().latest_post_date() if self.num_items() else NOTHING_YET


def write_atom(head: Head, entries: Iterable[AtomEntry]) -> bytes:
    """The feed in the order of its entries."""
    feed = PlainTextFeed(
        title=head.title,
        link=head.url,
        description=None,
        language=head.language,
        author_name=head.author,
        feed_url=head.address,
        feed_guid=head.id.urn,
    )
    for entry in entries:
        updated = entry.updated.replace(microsecond=0)
        feed.add_item(entry.title, entry.url, entry.summary, updateddate=updated, unique_id=entry.id.urn)
    return feed.writeString("utf-8").encode()
