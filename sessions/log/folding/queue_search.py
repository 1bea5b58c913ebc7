"""Filter the queue for a reader: by words, by kind, in the declared order or the newest first; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from sessions.models import QuestionKind
from sessions.ordering.evening_facts import QueueCard
from sessions.platform.text.search_words import folded_words

MAX_WORDS = 8
LONGEST = 100
"""The longest search text, in code points."""


@dataclass(frozen=True, slots=True)
class QueueSearch:
    """A search in the queue.

    words: blank for all; kind: blank for every kind; order: newest, or blank for the declared one.
    """

    words: str = ""
    kind: str = ""
    order: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """The filter that an address asks for; unknown values are ignored."""
        kind, order = query.get("kind", ""), query.get("order", "")
        return cls(
            words=query.get("q", "")[:LONGEST].replace("\x00", "").strip(),
            kind=kind if kind in QuestionKind.values else "",
            order=order if order == "newest" else "",
        )

    @property
    def is_asked(self) -> bool:
        return bool(self.words or self.kind or self.order)


WHOLE_QUEUE = QueueSearch()


def search_queue(ordered: Iterable[QueueCard], search: QueueSearch) -> list[QueueCard]:
    """The cards (id, text, kind, asked_at) that have a word with each beginning, as in the search of records.

    ordered: the queue in its declared order.
    """
    beginnings = folded_words(search.words)[:MAX_WORDS]
    found = [card for card in ordered if search.kind in ("", card["kind"])]
    if beginnings:
        found = [card for card in found if _has_all(folded_words(card["text"] or ""), beginnings)]
    return sorted(found, key=lambda card: (card["asked_at"], card["id"]), reverse=True) if search.order else found


def _has_all(words: list[str], beginnings: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in words) for beginning in beginnings)
