"""What people write, brought into one spelling or refused; pure.

Digits of other scripts are folded only where a number is meant. ZWJ and ZWNJ carry meaning in Indic scripts and
stay. Bidirectional overrides and isolates could make a text read as something else (Unicode TR 36) and are refused.
"""

import unicodedata

import regex
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sessions.refusals import Refused

MAX_GRAPHEMES = 1000
MAX_MARKS_PER_GRAPHEME = 8
"""Indic syllables need fewer; stacked marks beyond it paint over the lines around them."""

MAX_CODE_POINTS_EACH = 8
"""On the average of a text: more than any script needs, and what a column has to hold."""

_FORBIDDEN = regex.compile(
    "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]"  # bidirectional controls
    "|[\U000e0000-\U000e007f]"  # tag characters, invisible
    "|[\ufeff\ufff9-\ufffb]"  # byte order mark, interlinear annotation
    r"|(?!\n)\p{Cc}|[\p{Cs}\p{Co}\p{Cn}]"  # controls, lone surrogates, private and unassigned
)
_GRAPHEME = regex.compile(r"\X")
_STACKED = regex.compile(rf"\p{{M}}{{{MAX_MARKS_PER_GRAPHEME + 1},}}")
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{S}\p{P}]")
_BLANK_LINES = regex.compile(r"\n{3,}")
_TRAILING = regex.compile(r"[^\S\n]+(?=\n|\Z)")


def clean_text(text: str, *, max_graphemes: int = MAX_GRAPHEMES) -> str:
    """NFC, Unix line ends, no trailing blanks, at most one empty line in a row.

    Idempotent. Raises Refused with empty, too_long or bad_characters.
    """
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if not _is_plain(text) and (_FORBIDDEN.search(text) or _STACKED.search(text)):
        raise Refused("bad_characters", _("The text holds characters that cannot be shown. Please type it again."))
    text = unicodedata.normalize("NFC", text)
    if "\n" in text:
        text = _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text))
    text = text.strip()
    if not _VISIBLE.search(text):
        raise Refused("empty", _("Please write something first."))
    over = max(_surplus_graphemes(text, max_graphemes), len(text) - max_graphemes * MAX_CODE_POINTS_EACH)
    if over > 0:
        raise Refused("too_long", _too_long(over), facts={"max": max_graphemes})
    return text


def clean_line(text: str, *, max_graphemes: int) -> str:
    """The same for one line, such as a label or a reason."""
    return clean_text(" ".join(text.split()), max_graphemes=max_graphemes)


def count_graphemes(text: str) -> int:
    """Extended grapheme clusters (Unicode TR 29): what a person counts as characters."""
    return len(_GRAPHEME.findall(text))


def fold_digits(text: str) -> str:
    """Bengali, Devanagari, Urdu and other decimal digits as 0-9, everything else as it stands."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _is_plain(text: str) -> bool:
    """Whether it is nothing but printable ASCII and line ends, as most texts are: all of that may stand."""
    return text.isascii() and text.replace("\n", "").isprintable()


def _surplus_graphemes(text: str, max_graphemes: int) -> int:
    """How many are too many. They are never more than the code points, whose number costs nothing."""
    return count_graphemes(text) - max_graphemes if len(text) > max_graphemes else 0


def _say_too_long(over: int) -> str:
    message = ngettext(
        "That is %(over)d character too long. Please shorten it.",
        "That is %(over)d characters too long. Please shorten it.",
        over,
    )
    return message % {"over": over}


_too_long = lazy(_say_too_long, str)
"""In the language of whoever reads it, which is not known while many people's texts are cleaned at once."""
