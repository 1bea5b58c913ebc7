"""Shouting: rows of capitals, of exclamation marks, or of one letter. Pure, in linear time."""

import re
from collections.abc import Iterator

from moderation.checks.flags import Check

FEWEST_WORDS, FEWEST_LETTERS = 4, 15
"""Words and letters; the fewest in a row of capitals within a text, because abbreviations make shorter ones."""

FEWEST_LETTERS_ALONE = 10
"""Letters; the fewest in a text that is in capitals from its first to its last word."""

LONGEST_ABBREVIATION = 4

_CAPITALS = re.compile(r"(?<![^\W_])[A-Z]+(?:['’-][A-Z]+)*(?:[\s,.'’!?:;\"()/&-]+[A-Z]+(?:['’-][A-Z]+)*)*(?![^\W_])")
_CAPITAL_PAIR = re.compile(r"[A-Z]{2}|[A-Z] [A-Z]")
_CAPITAL_WORD = re.compile(r"[A-Z]+")
_SMALL = re.compile(r"[^\W\d_A-Z]")
_MARKS = re.compile(r"!{3,}|[!?]{4,}")
_REPEATED = re.compile(r"(\S)\1{4,}")
_LETTER = re.compile(r"[^\W\d_]|[\u0900-\u0dff]")
"""A letter, or a vowel sign of an Indic script."""


def find_shouting(text: str) -> Iterator[tuple[Check, int, int]]:
    """Each row that shouts in a folded text, with its range there."""
    is_alone = not _SMALL.search(text)
    for found in _CAPITALS.finditer(text) if _CAPITAL_PAIR.search(text) else ():
        if _is_loud(_CAPITAL_WORD.findall(found[0]), is_alone=is_alone):
            yield Check.SHOUTING, *found.span()
    for found in _MARKS.finditer(text) if text.count("!") + text.count("?") > 2 else ():
        yield Check.SHOUTING, *found.span()
    for found in _REPEATED.finditer(text):
        if _LETTER.match(found[0]):
            yield Check.SHOUTING, *found.span()


def _is_loud(words: list[str], *, is_alone: bool) -> bool:
    letters = sum(map(len, words))
    if not any(len(word) > LONGEST_ABBREVIATION for word in words) and len(words) < FEWEST_WORDS:
        return False
    if is_alone:
        return len(words) > 1 and letters >= FEWEST_LETTERS_ALONE
    return len(words) >= FEWEST_WORDS and letters >= FEWEST_LETTERS
