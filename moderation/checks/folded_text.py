"""A text in the form that the checks read, and the way back to the text as it was written. Pure, in linear time."""

import re
import unicodedata
from functools import cached_property

import regex

MOST_REMEMBERED = 10_000
"""Characters whose folding is remembered: more than the scripts of the city have."""

_DROPPED = regex.compile(r"(?V1)[\p{Default_Ignorable_Code_Point}[\p{M}&&\p{Script=Inherited}]]")
"""What has no width, and diacritics that any script may use, as a line through each digit."""

_WORD = re.compile(
    r"[^\s\x00-/:-@\[-`{-\x7f\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    r"\u0589\u05be\u060c\u061b\u061f\u066a-\u066d\u0964\u0965\u0970\u2000-\u206f\u20a0-\u20cf\u3000-\u303f]+"
)
"""Letters, marks and digits, as everything but blanks and the punctuation of the scripts here: five times as fast."""

_SAME_LETTER = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ه": "ہ",
        "ة": "ہ",
        "\u06d4": ".",  # the full stop of Urdu
        "\u2212": "-",
        "\u00b7": ".",
        "\u2022": ".",
        "\u30fb": ".",
        "\u2800": " ",  # a blank cell of Braille
        "\ufffc": " ",
    }
)
"""Arabic letters as those of Urdu, and signs that people write between digits."""


_BY_CATEGORY = {"Zs": " ", "Zl": "\n", "Zp": "\n", "Pd": "-"}


class FoldedText:
    """A text with ASCII digits, blanks and dashes, in NFKD, without diacritics and invisible signs. The case stays.

    Each character is folded by itself, so that every place in `text` belongs to one place in `original`.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        self._pieces = None if original.isascii() else [_folded[char] for char in original]
        self.text = original if self._pieces is None else "".join(self._pieces)

    @cached_property
    def words(self) -> list[str]:
        """Runs of letters, marks and digits in small letters, which are as long as the capitals here."""
        return _WORD.findall(self.text.lower())

    @cached_property
    def word_spans(self) -> list[tuple[int, int]]:
        """The range of each word in the folded text."""
        return [found.span() for found in _WORD.finditer(self.text)]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a range of the folded text, which is not empty, is in the original, with the marks on its last sign."""
        if self._pieces is None:
            return start, end
        last = self._places[end - 1] + 1
        while last < len(self._pieces) and not self._pieces[last]:
            last += 1
        return self._places[start], last

    @cached_property
    def _places(self) -> list[int]:
        return [place for place, piece in enumerate(self._pieces or ()) for _char in piece]


def fold(text: str) -> str:
    """Fold a word of a list, or the source of a pattern, into the form that the checks read."""
    return text if text.isascii() else "".join(_folded[char] for char in text)


class _FoldedCharacters(dict[str, str]):
    def __missing__(self, char: str) -> str:
        folded = _fold_character(char)
        if len(self) < MOST_REMEMBERED:
            self[char] = folded
        return folded


def _fold_character(char: str) -> str:
    return "".join(map(_simplify, unicodedata.normalize("NFKD", char))).translate(_SAME_LETTER)


def _simplify(char: str) -> str:
    if _DROPPED.match(char):
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    category = unicodedata.category(char)
    return _digit_in_circle(char) if category == "No" else _BY_CATEGORY.get(category, char)


def _digit_in_circle(char: str) -> str:
    """Digits in black circles have no other form in Unicode."""
    number = unicodedata.numeric(char)
    return str(int(number)) if number in range(10) else char


_folded = _FoldedCharacters()
