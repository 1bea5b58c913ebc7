from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

from sessions.feeds.atom import ATOM, AtomEntry, Head, write_atom

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


def test_an_empty_feed_is_whole_too():
    root = ET.fromstring(write_atom(HEAD, []))
    assert [child.tag.removeprefix(f"{{{ATOM}}}") for child in root] == [
        "id",
        "title",
        "updated",
        "author",
        "link",
        "link",
    ]
