"""Accusations of a private person, by patterns in four languages. Pure, in linear time.

A person is named by a title, a surname, a courtesy or a relation, or in Latin letters by a capital. An office is no
private person: what is said of the councillor or of the police may be said.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from moderation.checks.folded_text import FoldedText, fold

WORDS = Path(__file__).with_name("accusation.toml")
MOST_LINKS = 5
"""Words between the person and what is said of them."""

MOST_NAMES = 3
"""Words of one name."""

NEAR = 3
"""Words within which a bribe is taken."""

LEAST_OFFICE = 5
"""Letters from which an office is recognised with an ending, too."""

_SENTENCE_ENDS = frozenset(".!?।؟\n;|,")
_OF_NO_NAME = ("ing", "tion", "ment", "ers", "ies", "ves", "ants")
"""Endings of English words that begin a sentence, and so with a capital, and name nobody."""


@dataclass(frozen=True, slots=True)
class _AccusationWords:
    english_nouns: frozenset[str]
    nouns: frozenset[str]
    verbs: frozenset[str]
    things: frozenset[str]
    doing: frozenset[str]
    links: frozenset[str]
    copulas: frozenset[str]
    predicates: frozenset[str]
    passive: frozenset[str]
    titles: frozenset[str]
    courtesies: frozenset[str]
    surnames: frozenset[str]
    relations: frozenset[str]
    nobody: frozenset[str]


def find_accusations(text: FoldedText) -> Iterator[tuple[int, int]]:
    """The range in the folded text of each person who is accused, together with what is said of them."""
    accusing = _accusing()
    places = [at for at, word in enumerate(text.words) if word in accusing]
    if places:
        spans = text.word_spans
        sentence = _Sentences(text)
        for at in places:
            first = sentence.accused_before(at)
            last = sentence.accused_after(at) if first is None else None
            if first is not None:
                yield spans[first][0], spans[at][1]
            elif last is not None:
                yield spans[at][0], spans[last][1]


class _Sentences:
    """The words of a text, and which of them are parted by the end of a sentence or by a comma."""

    def __init__(self, text: FoldedText) -> None:
        self.listed = _listed()
        self.words = text.words
        self.written = [text.text[start:end] for start, end in text.word_spans]
        between = [text.text[one[1] : other[0]] for one, other in pairwise(text.word_spans)]
        titles = self.listed.titles
        self.parts_after = [
            not _SENTENCE_ENDS.isdisjoint(gap) and not (gap[0] == "." and self.words[at] in titles)
            for at, gap in enumerate(between)
        ] + [True]

    def accused_before(self, at: int) -> int | None:
        """The place of the first word of the person of whom the accusing word at a place is said."""
        listed, own = self.listed, self.words[at]
        skipped = listed.links | listed.doing if own in listed.things else listed.links
        person = at - 1
        while person >= max(at - MOST_LINKS, 0) and not self.parts_after[person] and self._is_link(person, skipped):
            person -= 1
        if person < 0 or self.parts_after[person] or not self._is_said(person, at):
            return None
        if not (self._is_person(person) or self._is_anybody(person, at)):
            return None
        first = person
        while first > max(person - MOST_NAMES, 0) and self._belongs_to_name(first - 1):
            first -= 1
        return first

    def accused_after(self, at: int) -> int | None:
        """The place of the last word of a person who is called so: the thief Ramesh Das."""
        if self.words[at] not in self.listed.english_nouns | self.listed.nouns:
            return None
        last = None
        for after in range(at + 1, min(at + 1 + MOST_NAMES, len(self.words))):
            if self.parts_after[after - 1]:
                break
            if self.words[after] in self.listed.surnames and not self.written[after].islower():
                last = after
        return last

    def _is_link(self, at: int, skipped: frozenset[str]) -> bool:
        return self.words[at] in skipped and self.words[at] not in self.listed.surnames

    def _is_said(self, person: int, at: int) -> bool:
        """Whether what stands between a person and an accusing word makes it one of them."""
        listed, own = self.listed, self.words[at]
        if own in listed.english_nouns:
            return person < at - 1 and (self.parts_after[at] or self.words[at + 1] in {"and", "who", "because"})
        if own in listed.verbs:
            return self.words[at - 1] not in listed.passive
        if own in listed.things:
            near = range(max(person, at - NEAR), min(at + NEAR + 1, len(self.words)))
            return any(self.words[place] in listed.doing for place in near)
        return True

    def _is_anybody(self, person: int, at: int) -> bool:
        """Whether the sentence says of a word that it is such a person: then the word is a name."""
        listed = self.listed
        if self.words[at] not in listed.nouns or self._is_nobody(person):
            return False
        has_copula = not self.parts_after[at] and self.words[at + 1] in listed.copulas
        is_predicate = not listed.predicates.isdisjoint(self.words[person + 1 : at])
        return has_copula or (is_predicate and self.parts_after[at])

    def _is_person(self, at: int) -> bool:
        """Whether a word is the last one of a private person's name."""
        listed, word = self.listed, self.words[at]
        before = self.words[at - 1] if at and not self.parts_after[at - 1] else ""
        if word in listed.courtesies:
            return bool(before) and not self._is_nobody(at - 1) and before not in listed.links
        if self._is_nobody(at):
            return False
        if word in listed.relations or before in listed.titles:
            return True
        if word in listed.surnames:
            return not self.written[at].islower() or bool(before and not self._is_nobody(at - 1))
        return word.endswith(_courtesies_grown_together()) or self._is_capitalised(at)

    def _belongs_to_name(self, at: int) -> bool:
        if self.parts_after[at] or self.words[at] in self.listed.links or self._is_nobody(at):
            return False
        is_before_surname = self.words[at + 1] in self.listed.surnames | self.listed.courtesies
        return self.words[at] in self.listed.titles or is_before_surname or self._is_capitalised(at)

    def _is_nobody(self, at: int) -> bool:
        return self.words[at] in self.listed.nobody or self.words[at].startswith(_offices())

    def _is_capitalised(self, at: int) -> bool:
        written = self.written[at]
        return written.isascii() and len(written) > 2 and written.istitle() and not written.endswith(_OF_NO_NAME)


@cache
def _listed() -> _AccusationWords:
    listed = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return _AccusationWords(**{name: frozenset(fold(word).lower() for word in words) for name, words in listed.items()})


@cache
def _accusing() -> frozenset[str]:
    listed = _listed()
    return listed.english_nouns | listed.nouns | listed.verbs | listed.things


@cache
def _courtesies_grown_together() -> tuple[str, ...]:
    """Endings of Bengali and of Latin words: রমেশবাবু. The shorter ones end everyday words, too."""
    return tuple(fold(word) for word in ("বাবু", "সাহেব", "babu", "saheb", "बाबू"))


@cache
def _offices() -> tuple[str, ...]:
    return tuple(word for word in _listed().nobody if len(word) >= LEAST_OFFICE)
