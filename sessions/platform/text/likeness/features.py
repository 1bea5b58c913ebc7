"""What two texts are compared by: three consonants in a row, and the beginnings of words. Pure."""

from functools import lru_cache

from sessions.platform.text.likeness.consonants import consonants_of, join_doubled
from sessions.platform.text.search_words import folded_words

Features = tuple[str, ...]
"""Each once, in alphabetical order."""

_START, _END, _WORD, _WHOLE = "^", "$", "_", "="


@lru_cache(maxsize=8192)
def features_of(text: str) -> Features:
    """The features of a text; never empty. Two texts with the same words have the same ones.

    The rows of three run over the ends of words, because people write one word as two, and two as one.
    """
    words = [consonants_of(word) for word in folded_words(text)]
    row = f"{_START}{join_doubled(''.join(words))}{_END}"
    found = {row[at : at + 3] for at in range(len(row) - 2)}
    found |= {_WORD + word[:2] for word in words if len(word) > 1}
    return tuple(sorted(found or {_WHOLE + (" ".join(folded_words(text)) or text)}))
