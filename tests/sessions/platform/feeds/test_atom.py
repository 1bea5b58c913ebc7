from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

from django.utils.feedgenerator import Atom1Feed

from sessions.platform.feeds.atom import AtomEntry, Head, write_atom

ATOM = Atom1Feed.ns

HEAD = Head(
    id=UUID(int=1),
    title="Chats & more",
    author="The borough",
    address="https://chat.example.org/feed",
    url="https://chat.example.org/",
    language="bn",
)


def test_an_entry_says_what_it_is_given_whatever_characters_are_in_it():
    at = datetime(2027, 1, 2, 12, 30, tzinfo=UTC)
    root = ET.fromstring(
        write_atom(HEAD, [AtomEntry(UUID(int=2), "<b>ওয়ার্ড ৯৫</b> & co", "a\nb", at, "https://x/?a=1&b=2")])
    )

    entry = root.find(f"{{{ATOM}}}entry")
    assert entry is not None
    assert {child.tag.removeprefix(f"{{{ATOM}}}"): child.text for child in entry} == {
        "id": "urn:uuid:00000000-0000-0000-0000-000000000002",
        "title": "<b>ওয়ার্ড ৯৫</b> & co",
        "updated": "2027-01-02T12:30:00+00:00",
        "link": None,
        "summary": "a\nb",
    }
    assert root.findtext(f"{{{ATOM}}}updated") == "2027-01-02T12:30:00+00:00"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "bn"


def test_what_stands_in_a_feed_is_plain_text():
    at = datetime(2027, 1, 2, 12, 30, tzinfo=UTC)
    root = ET.fromstring(write_atom(HEAD, [AtomEntry(UUID(int=2), "News", "<b>", at, "https://chat.example.org/1")]))
    summary = root.find(f"{{{ATOM}}}entry/{{{ATOM}}}summary")
    assert summary is not None
    assert (summary.text, summary.get("type")) == ("<b>", "text")


def test_an_empty_feed_is_whole_too_and_always_the_same():
    written = write_atom(HEAD, [])
    root = ET.fromstring(written)
    assert {
        child.tag.removeprefix(f"{{{ATOM}}}"): child.text for child in root if not child.attrib and not len(child)
    } == {
        "id": "urn:uuid:00000000-0000-0000-0000-000000000001",
        "title": "Chats & more",
        "updated": "2026-01-01T00:00:00+00:00",
    }
    assert root.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") == "The borough"
    assert {link.get("rel"): link.get("href") for link in root.iter(f"{{{ATOM}}}link")} == {
        "self": "https://chat.example.org/feed",
        "alternate": "https://chat.example.org/",
    }
    assert write_atom(HEAD, []) == written
