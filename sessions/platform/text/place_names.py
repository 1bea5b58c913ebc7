"""Folds names of places, so that two spellings of one name match; for the search only, never shown."""

import re
import unicodedata
from functools import lru_cache

from sessions.platform.text.text_input import fold_digits

_BENGALI = str.maketrans(
    {
        "ী": "ি",  # long and short vowels sound alike
        "ূ": "ু",
        "ঈ": "ই",
        "ঊ": "উ",
        "ণ": "ন",
        "শ": "স",
        "ষ": "স",
        "য": "জ",
        "ঁ": "",
        "়": "",  # the nukta, which some keyboards leave out
        "\u200c": "",
        "\u200d": "",
    }
)
_DEVANAGARI = str.maketrans(
    {
        "ी": "ि",
        "ू": "ु",
        "ॉ": "ा",
        "ण": "न",
        "श": "स",
        "ष": "स",
        "व": "ब",  # a Bengali name is written with either: विजयगढ़, बिजयगढ़
        "य": "ज",
        "ँ": "ं",
        "़": "",
    }
)
_URDU = str.maketrans(
    {
        "ے": "ی",
        "ي": "ی",
        "ك": "ک",
        "ھ": "",
        "ں": "ن",
        **dict.fromkeys(map(chr, (*range(0x064B, 0x0656), 0x0670)), ""),  # vowel signs, madda and hamza above a letter
    }
)
_LATIN = (  # in this order
    ("gunj", "ganj"),
    ("gunge", "ganj"),
    ("ganje", "ganj"),
    ("oo", "u"),
    ("ou", "u"),
    ("ee", "i"),
    ("ph", "f"),
    ("sh", "s"),
    ("w", "b"),
    ("v", "b"),
    ("z", "j"),
    ("y", "i"),
    ("o", "a"),  # Bengali "a" is written as o or a: Bijoygarh, Bijaygarh
    ("h", ""),
)
_NO_LETTER = re.compile(r"[^\w\u0900-\u09ff]+")
_TWICE = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=4096)
def fold_place(text: str) -> str:
    """The folded words, of letters and ASCII digits, with single spaces."""
    text = fold_digits(unicodedata.normalize("NFD", text).casefold()).translate(_BENGALI | _DEVANAGARI | _URDU)
    text = "".join(char for char in text if not (unicodedata.combining(char) and ord(char) < 0x0370))
    text = _NO_LETTER.sub(" ", text)
    for spelt, meant in _LATIN:
        text = text.replace(spelt, meant)
    return " ".join(_TWICE.sub(r"\1", text).split())
