"""What a reader types, as bounded terms: words, beginnings of words, and quoted phrases; pure, in linear time."""

import re
from dataclasses import dataclass
from typing import Self

from sessions.contract.limits import MAX_RECORD_SEARCH_LENGTH
from sessions.platform.text.search_words import folded_words

MAX_WORDS = 8
"""Words, in words and phrases together: further ones are ignored."""

SHORTEST_BEGINNING = 2
"""Code points. A single sign is only ever a whole word: too much begins with it."""

MAX_WIDENED = 3
_PART = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?|(\S+?)(?=["“”„«»\s]|$)')


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """A question has to hold all of them, in its own words or in those of its answers. A phrase may be one word."""

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, typed: str) -> Self:
        """Folded. The last word that is not quoted is a beginning, as is each word that ends with `*`."""
        words: list[str] = []
        beginnings: list[str] = []
        phrases: list[tuple[str, ...]] = []
        left, last = MAX_WORDS, ""
        for part in _PART.finditer(typed[:MAX_RECORD_SEARCH_LENGTH]):
            found = folded_words(part[1] or part[2] or "")[:left]
            left -= len(found)
            if part[2] is None:
                last = ""
                phrases += [tuple(found)] if found else []
            elif found:
                last = found[-1]
                words += found[:-1]
                (beginnings if part[2].endswith("*") else words).append(last)
        if last and last in words:
            words.remove(last)
            beginnings.append(last)
        short = [each for each in beginnings if len(each) < SHORTEST_BEGINNING]
        long = [each for each in beginnings if len(each) >= SHORTEST_BEGINNING]
        return cls(_each_once(words + short), _each_once(long), _each_once(phrases))

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings or self.phrases)

    def widened(self) -> Self | None:
        """The terms with every word as a beginning, for words that change at their end; None if they would be no wider.

        Not for many words: each beginning costs the database much more than a word.
        """
        if not self.words or len(self.words) + len(self.beginnings) > MAX_WIDENED:
            return None
        short = tuple(word for word in self.words if len(word) < SHORTEST_BEGINNING)
        long = tuple(word for word in self.words if len(word) >= SHORTEST_BEGINNING)
        return type(self)(short, _each_once([*long, *self.beginnings]), self.phrases) if long else None

    def wholes(self) -> frozenset[str]:
        """The folded words that are looked for as they are, alone or in a phrase."""
        return frozenset(self.words).union(*self.phrases)


def _each_once[Item](items: list[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
