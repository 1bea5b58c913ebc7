"""What differs between two versions of a text, word by word, for a reader who sees or hears it; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

MOST_COMPARED = 250_000
"""Bound of the comparison. So many pairs of words are compared: beyond that, the middle part counts as replaced as a
whole."""


class WordChange(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DifferingWords:
    """Whole words, with one space between them, whatever stood there. Between two pieces there is a space, too."""

    change: WordChange
    text: str


def word_differences(before: str, after: str) -> list[DifferingWords]:
    """The pieces in their order, what was removed before what was added in its place.

    Words are what stands between spaces, so no letter loses its vowel sign. Joined with spaces, what is not added gives
    the words of `before`, and what is not removed those of `after`.
    """
    pieces = groupby(_words(before.split(), after.split()), key=lambda each: each[0])
    return [DifferingWords(change, " ".join(word for _change, word in words)) for change, words in pieces]


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[WordChange, str]]:
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    yield from _each(WordChange.SAME, old[:head])
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield from _each(WordChange.SAME, old[len(old) - tail :])


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[WordChange, str]]:
    if len(old) * len(new) > MOST_COMPARED:
        yield from _each(WordChange.REMOVED, old)
        yield from _each(WordChange.ADDED, new)
        return
    for how, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield from _each(WordChange.SAME, old[from_old:to_old])
        else:
            yield from _each(WordChange.REMOVED, old[from_old:to_old])
            yield from _each(WordChange.ADDED, new[from_new:to_new])


def _each(change: WordChange, words: Sequence[str]) -> Iterator[tuple[WordChange, str]]:
    return ((change, word) for word in words)
