"""Phrases of a list that somebody else keeps: the ward's wording, the parties' slogans. Pure, in linear time."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from moderation.checks.folded_text import FoldedText

STARTER_LISTS = Path(__file__).with_name("starter_lists.toml")
"""Lists of phrases for a ward that has no lists of its own yet."""

GOES_ON = "*"
"""A sign at the end of a phrase: the last word may go on, as with the endings of Bengali."""

STEM = 3
"""Characters at the start of a word by which words that may go on are found; no such word is shorter."""


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    goes_on: bool


class _Listed(NamedTuple):
    """Longer phrases first: by their whole first word, and by the stem of their only word, which may go on."""

    whole: dict[str, tuple[_Phrase, ...]]
    stems: dict[str, tuple[_Phrase, ...]]


def find_phrases(text: FoldedText, phrases: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The ranges of these phrases in the folded text: whole words in any case, whatever signs stand between them."""
    if not phrases:
        return
    words, listed = text.words, _listed(phrases)
    for at, word in enumerate(words):
        for phrase in (*listed.whole.get(word, ()), *listed.stems.get(word[:STEM], ())):
            if _stands_at(phrase, words, at):
                yield text.word_spans[at][0], text.word_spans[at + len(phrase.words) - 1][1]
                break


def _stands_at(phrase: _Phrase, words: Sequence[str], at: int) -> bool:
    end = at + len(phrase.words)
    if end > len(words) or any(words[at + nth] != own for nth, own in enumerate(phrase.words[:-1])):
        return False
    last, own = words[end - 1], phrase.words[-1]
    return last.startswith(own) if phrase.goes_on else last == own


@lru_cache(maxsize=64)
def _listed(phrases: tuple[str, ...]) -> _Listed:
    listed = _Listed({}, {})
    for phrase in sorted(phrases, key=len, reverse=True):
        words = tuple(FoldedText(phrase).words)
        goes_on = phrase.rstrip().endswith(GOES_ON)
        if goes_on and len(words) == 1 and len(words[0]) >= STEM:
            stem = words[0][:STEM]
            listed.stems[stem] = (*listed.stems.get(stem, ()), _Phrase(words, goes_on=True))
        elif words:
            own = _Phrase(words, goes_on and len(words) > 1)
            listed.whole[words[0]] = (*listed.whole.get(words[0], ()), own)
    return listed
