"""Whether a text holds the redacted words, one after the other: one comparison for all places; pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from sessions.platform.text.search_words import folded_words

SHORTEST_COPY = 3
"""Words. Fewer may stand in any text by chance."""

type Phrases = tuple[str, ...]
"""Folded words that are looked for as a whole, with a blank before and after each."""


def phrases_of(texts: Iterable[str]) -> Phrases:
    """Texts that are too short to be looked for are left out."""
    folded = {tuple(folded_words(text)) for text in texts}
    return tuple(f" {' '.join(words)} " for words in sorted(folded) if len(words) >= SHORTEST_COPY)


def holds_any(value: Any, phrases: Phrases) -> bool:
    """Whether a text, or any text in a JSON value, holds one of the phrases."""
    return bool(phrases) and any(_holds(text, phrases) for text in _texts_in(value))


def without_holders(value: Any, phrases: Phrases) -> Any:
    """Copy a JSON value, with "" for each text in it that holds any of the phrases."""
    match value:
        case str():
            return "" if holds_any(value, phrases) else value
        case dict():
            return {name: without_holders(each, phrases) for name, each in value.items()}
        case list():
            return [without_holders(each, phrases) for each in value]
    return value


def _holds(text: str, phrases: Phrases) -> bool:
    folded = f" {' '.join(folded_words(text))} "
    return any(phrase in folded for phrase in phrases)


def _texts_in(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts_in(each)
        case list():
            for each in value:
                yield from _texts_in(each)
