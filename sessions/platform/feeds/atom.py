"""News as an Atom feed (RFC 4287), by Django's own feed generator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, override
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of the last change that an empty feed gives."""

MOST_ENTRIES = 60
"""Entries in a feed; the newest are kept."""


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """One entry of an Atom feed.

    url: the full address of its page. The id never changes, even if everything else does. terms: its categories.

    published: when it was first there, where that is known; otherwise it has not changed since.
    """

    id: UUID
    title: str
    summary: str
    updated: datetime
    url: str
    terms: tuple[str, ...] = ()
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the feed. address: the feed's own; url: the page with the same content."""

    id: UUID
    title: str
    author: str
    address: str
    url: str
    language: str


class PlainTextFeed(Atom1Feed):
    """Django's Atom feed, but with summaries in plain text, not HTML; the same state gives the same bytes."""

    @override
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})

    @override
    def latest_post_date(self) -> datetime:
        """Return the latest date; NOTHING_YET for an empty feed, where Django returns the current time."""
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
        feed.add_item(
            entry.title,
            entry.url,
            entry.summary,
            pubdate=entry.published and entry.published.replace(microsecond=0),
            updateddate=entry.updated.replace(microsecond=0),
            unique_id=entry.id.urn,
            categories=entry.terms,
        )
    return feed.writeString("utf-8").encode()


def feed_id(address: str) -> UUID:
    return uuid5(NAMESPACE_URL, address)
