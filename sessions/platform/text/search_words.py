"""The words of a text for the search, folded so that two spellings of one word match; pure."""

import unicodedata
from collections.abc import Iterator

import regex

from sessions.platform.text.text_input import fold_digits

MAX_LENGTH = 40
"""Code points of a word; a longer word is found by its beginning."""

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}\u200c\u200d]+")
_JOINERS = str.maketrans("", "", "\u200c\u200d")


def folded_words(text: str) -> list[str]:
    """The folded words in the order of the text, with repetitions.

    Case-folded, in NFKC, with ASCII digits, and without joiners that only shape letters, which keyboards add or omit.
    """
    folded = fold_digits(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    return [trimmed for word in _WORD.findall(folded) if (trimmed := _trimmed(word))]


def words_in_place(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where each word of the text stands, from and up to, and what it is folded to: seldom more than one word."""
    folded = text.casefold()
    if not (len(folded) == len(text) and all(unicodedata.is_normalized("NFKC", each) for each in (text, folded))):
        return ((found.start(), found.end(), folded_words(found[0])) for found in _WORD.finditer(text))
    folded = fold_digits(folded)  # character by character, as nearly every text
    return (
        (found.start(), found.end(), [word] if (word := _trimmed(folded[found.start() : found.end()])) else [])
        for found in _WORD.finditer(text)
    )


def _trimmed(word: str) -> str:
    return (word if word.isascii() else word.translate(_JOINERS))[:MAX_LENGTH]
