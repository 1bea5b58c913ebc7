"""Detects the language of a text by its script alone, as Latin letters serve several languages here. Pure."""

import unicodedata
from collections import Counter
from functools import lru_cache

_LANGUAGE_OF_BLOCK = (
    (0x0980, 0x09FF, "bn"),
    (0x0900, 0x097F, "hi"),
    (0x0600, 0x06FF, "ur"),
    (0x0750, 0x077F, "ur"),
    (0xFB50, 0xFDFF, "ur"),
    (0xFE70, 0xFEFF, "ur"),
)
UNKNOWN_LANGUAGE = "und"


def text_language(text: str) -> str:
    """The `lang` of a text: bn, hi or ur where that script has most of the letters and marks, otherwise und.

    Bengali in Latin letters is common here, and no detector tells it from English, so Latin text is undetermined.
    """
    counts: Counter[str] = Counter()
    for char, number in Counter(text).items():
        if (of_char := _language_of(char)) is not None:
            counts[of_char] += number
    if not counts:
        return UNKNOWN_LANGUAGE
    ((language, most), *others) = counts.most_common(2)
    return UNKNOWN_LANGUAGE if others and others[0][1] == most else language


def known_language(text: str) -> str:
    """The language of text_language(); blank where the script does not tell it."""
    language = text_language(text)
    return "" if language == UNKNOWN_LANGUAGE else language


@lru_cache(maxsize=4096)
def _language_of(char: str) -> str | None:
    """None for what is no letter and no mark."""
    if unicodedata.category(char)[0] not in "LM":
        return None
    point = ord(char)
    return next((language for first, last, language in _LANGUAGE_OF_BLOCK if first <= point <= last), UNKNOWN_LANGUAGE)
