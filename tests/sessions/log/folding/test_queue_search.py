"""What a reader wants to see of the queue."""

from typing import Any

import pytest

from sessions.log.folding.queue_search import LONGEST, QueueSearch, search_queue

CARDS: list[dict[str, Any]] = [
    {"id": "a", "asked_at": "1", "kind": "question", "text": "When is the pond in Ward 95 cleaned?"},
    {"id": "b", "asked_at": "2", "kind": "complaint", "text": "ওয়ার্ড ৯৫: পুকুরে জল জমে"},
    {"id": "c", "asked_at": "3", "kind": "suggestion", "text": "Ponds need a fence"},
]
ORDERED = [CARDS[2], *CARDS[:2]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "cab"),
        ({"order": "newest"}, "cba"),
        ({"q": "POND"}, "ca"),
        ({"q": "pond fen"}, "c"),
        ({"q": "95"}, "ab"),
        ({"q": "९५ পুকুর"}, "b"),
        ({"q": "ponds cleaned"}, ""),
        ({"q": "?!"}, "cab"),
        ({"kind": "complaint"}, "b"),
        ({"kind": "complaint", "q": "pond"}, ""),
        ({"kind": "nonsense", "order": "worst"}, "cab"),
    ],
)
def test_each_word_is_the_beginning_of_one_in_the_question(query: dict[str, str], found: str) -> None:
    cards = search_queue(ORDERED, QueueSearch.from_query(query))
    assert "".join(card["id"] for card in cards) == found


def test_an_address_asks_for_nothing_that_is_too_long_or_cannot_be_shown() -> None:
    search = QueueSearch.from_query({"q": " a\x00b " + "c" * 200})
    assert (search.is_asked, "\x00" in search.words, len(search.words) <= LONGEST) == (True, False, True)
    assert not QueueSearch.from_query({"kind": "nonsense"}).is_asked
