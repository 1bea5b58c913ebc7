"""A text as the search knows it: its words, folded so that two spellings of one word meet; pure."""

import unicodedata

import regex

from sessions.text.text_input import fold_digits

MAX_LENGTH = 40
"""Of a word, in code points: what is longer is found by its beginning."""

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}\u200c\u200d]+")
_JOINERS = str.maketrans("", "", "\u200c\u200d")


def folded_words(text: str) -> list[str]:
    """In the order of the text, each as often as it stands there.

    Without case, in one spelling of composed letters (NFKC), with ASCII digits, and without the joiners that only shape
    letters: keyboards set them or not.
    """
    folded = fold_digits(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    words = (word.translate(_JOINERS)[:MAX_LENGTH] for word in _WORD.findall(folded))
    return [word for word in words if word]
