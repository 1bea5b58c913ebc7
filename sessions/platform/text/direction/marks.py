"""The marks of bidirectional isolation, and which texts are written from right to left; pure, without Django."""

import re
import unicodedata
from collections.abc import Iterable

FIRST_STRONG = "\u2068"
"""FIRST STRONG ISOLATE: what follows has the direction of its first letter; without a letter, left to right."""

POP = "\u2069"
"""POP DIRECTIONAL ISOLATE: the end of it."""

TAG_BEGINS = 0xE0000
"""The tag characters of Unicode, one for each sign of ASCII from here on: invisible, and not a part of any word."""

LANGUAGE_ISOLATE = re.compile("\u2068([\U000e0061-\U000e007a\U000e002d]{2,16})")
"""The beginning of an isolate that names its language, as language_isolate() writes it: letters and hyphens alone,
because people can write such characters, too, and these become part of a page."""

ADDRESSES = frozenset({"address", "link", "stop", "url"})
"""Placeholders for addresses: a blank ends them before the mark, of which programs would make a part of the link."""

_KEPT_IN_ORDER = re.compile(r"\{(\w+)\}|%\((\w+)\)s|(?<![\w/-])[0-9]+(?:-[0-9A-Za-z]+)+")
"""A placeholder; or an example written out, as 2027-01-31 and 95-P-2027-12."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def has_right_to_left(text: str) -> bool:
    """Whether it has a letter of a script that is written right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)


def are_right_to_left(texts: Iterable[str]) -> bool:
    """Whether most of them that have letters are, as the translations of a language's catalogue."""
    found = [has_right_to_left(text) for text in texts if any(sign.isalpha() for sign in text)]
    return sum(found) * 2 > len(found)


def without_marks(text: str) -> str:
    """Remove isolating marks for a text that is kept and shown in many places: each isolates what it shows."""
    return text.replace(FIRST_STRONG, "").replace(POP, "")


def language_isolate(text: str, language: str) -> str:
    """The text isolated, after the code of its language: for pages alone (tagged_text.py)."""
    tag = "".join(chr(TAG_BEGINS + ord(sign)) for sign in language)
    return f"{FIRST_STRONG}{tag}{text}{POP}"


def language_in(tag: str) -> str:
    """The code of the language that a tag spells."""
    return "".join(chr(ord(sign) - TAG_BEGINS) for sign in tag)


def isolate_placeholders(sentence: str) -> str:
    """A translation, with each of its {names} and %(names)s, and each written date and number of parts, isolated, but
    for those that are already."""
    return _KEPT_IN_ORDER.sub(_isolated, sentence)


def _isolated(found: re.Match[str]) -> str:
    if found.string[: found.start()].endswith(FIRST_STRONG):
        return found[0]
    blank = " " if (found[1] or found[2]) in ADDRESSES else ""
    return f"{FIRST_STRONG}{found[0]}{blank}{POP}"
