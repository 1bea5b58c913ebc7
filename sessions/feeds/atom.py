"""News as an Atom feed (RFC 4287), with every element that the standard requires; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
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


def write_atom(head: Head, entries: Iterable[AtomEntry]) -> bytes:
    """The feed in the order of its entries."""
    known = list(entries)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": head.language})
    _add(feed, "id", head.id.urn)
    _add(feed, "title", head.title)
    _add(feed, "updated", _moment(max((entry.updated for entry in known), default=NOTHING_YET)))
    _add(_add(feed, "author"), "name", head.author)
    _add(feed, "link", rel="self", type="application/atom+xml", href=head.address)
    _add(feed, "link", rel="alternate", type="text/html", href=head.url)
    for entry in known:
        element = _add(feed, "entry")
        _add(element, "id", entry.id.urn)
        _add(element, "title", entry.title)
        _add(element, "updated", _moment(entry.updated))
        _add(element, "link", rel="alternate", type="text/html", href=entry.url)
        _add(element, "summary", entry.summary, type="text")
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
