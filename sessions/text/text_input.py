"""What people write, brought into one spelling or refused; pure, and in time that grows with the text and no faster.

Digits of other scripts are folded only where a number is meant. ZWJ and ZWNJ carry meaning in Indic scripts and
stay. Bidirectional overrides and isolates could make a text read as something else (Unicode TR 36) and are refused.
"""

import unicodedata

import regex
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sessions.contract.limits import MAX_QUESTION_GRAPHEMES
from sessions.refusals import Refused
from sessions.text.digits import digits

MAX_MARKS_PER_LETTER = 6
"""Joiners and other invisible characters between them do not count as letters. Tibetan needs five."""

MAX_DIACRITICS_PER_LETTER = 4
"""Of those that every script may use, and which fonts pile up without end."""

MAX_CONJUNCT = 7
"""Consonants that a virama joins: more of them paint over the lines below. Sanskrit needs five."""

MAX_CODE_POINTS_EACH = 8
"""On the average of a text: more than any script needs, and what a column has to hold."""

MAX_BYTES = 16 * 1024
"""Of one text in UTF-8: no frame of the wire holds more."""

_FORBIDDEN = regex.compile(
    r"(?V1)[[\p{Cc}\p{Cs}\p{Co}\p{Cn}"  # controls, lone surrogates, private and unassigned
    "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"  # bidirectional controls
    "\U000e0000-\U000e007f"  # tag characters, invisible
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    r"]--\n]"
)
_GRAPHEME = regex.compile(r"\X")
_REGIONAL_INDICATORS = regex.compile(r"\p{GCB=Regional_Indicator}{1,2}")
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_JOINED = regex.compile(r"\P{GCB=Other}")
"""Without one of these no two code points make one grapheme (TR 29, GB9 to GB13)."""

_STACKED = regex.compile(
    r"(?V1)\p{M}(?:"  # led by a mark in each case: other characters are passed over at once
    rf"\p{{M}}{{{MAX_MARKS_PER_LETTER}}}"
    rf"|(?<=\p{{Script=Inherited}})[\p{{M}}&&\p{{Script=Inherited}}]{{{MAX_DIACRITICS_PER_LETTER}}}"
    rf"|(?<=\p{{L}}\p{{M}}?\p{{ccc=Virama}})(?:\p{{L}}\p{{M}}?\p{{ccc=Virama}}){{{MAX_CONJUNCT - 1}}})"
)
_BLANKS = "\u2800\ufffc\U00013441\U00013442\U0001d159"
"""Signs and letters that are drawn as nothing: the blank Braille cell, an empty hieroglyph, a note without a head."""

_VISIBLE = regex.compile(rf"(?V1)[[\p{{L}}\p{{N}}\p{{S}}\p{{P}}]--[{_BLANKS}\p{{Default_Ignorable_Code_Point}}]]")
_BLANK_LINES = regex.compile(r"\n{3,}")


def clean_text(text: str, *, max_graphemes: int = MAX_QUESTION_GRAPHEMES) -> str:
    """NFC, Unix line ends, no trailing blanks, at most one empty line in a row.

    Idempotent. Raises Refused with empty, too_long or bad_characters. Nothing looks at a text before its size is known
    to be bounded.
    """
    require_size(text, max_graphemes=max_graphemes)
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if not _is_plain(text):
        text = _normalize(text, max_graphemes)
    if "\n" in text:
        text = _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n")))
    text = text.strip()
    if not _VISIBLE.search(text):
        raise Refused("empty", _("Please write something first."))
    over = _surplus_graphemes(text, max_graphemes)
    if over > 0:
        raise Refused("too_long", _too_long(over), facts={"max": max_graphemes})
    return text


def clean_line(text: str, *, max_graphemes: int) -> str:
    """The same for one line, such as a label or a reason."""
    require_size(text, max_graphemes=max_graphemes)
    return clean_text(" ".join(text.split()), max_graphemes=max_graphemes)


def clean_optional_line(text: str, *, max_graphemes: int) -> str:
    """The same for one that may be left out: blank where nothing was written."""
    require_size(text, max_graphemes=max_graphemes)
    return clean_line(text, max_graphemes=max_graphemes) if text.strip() else ""


def require_size(text: str, *, max_graphemes: int) -> None:
    """Raises Refused too_long for what could not be cleaned in a bounded time."""
    is_bounded = len(text) <= min(max_graphemes * MAX_CODE_POINTS_EACH, MAX_BYTES)
    if not (is_bounded and (text.isascii() or len(text.encode(errors="surrogatepass")) <= MAX_BYTES)):
        raise Refused("too_long", _far_too_long(max_graphemes), facts={"max": max_graphemes})


def count_graphemes(text: str) -> int:
    """Extended grapheme clusters (Unicode TR 29): what a person counts as characters."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    if not _JOINED.search(text):
        return len(text)
    # Of flags in a row, the pattern would count each one's place from the first of them again.
    return len(_GRAPHEME.findall(_REGIONAL_INDICATORS.sub("a", text)))


def fold_digits(text: str) -> str:
    """Bengali, Devanagari, Urdu and other decimal digits as 0-9, everything else as it stands."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _normalize(text: str, max_graphemes: int) -> str:
    """In NFC, of characters that can be shown. Marks are looked at before: sorting very many takes long."""
    _require_shown(text)
    normalized = unicodedata.normalize("NFC", text)
    if normalized != text:  # and perhaps three times as long
        require_size(normalized, max_graphemes=max_graphemes)
        _require_shown(normalized)
    return normalized


def _require_shown(text: str) -> None:
    if _FORBIDDEN.search(text) or _STACKED.search(_INVISIBLE.sub("", text)):
        raise Refused("bad_characters", _("The text has characters that cannot be shown. Please type it again."))


def _is_plain(text: str) -> bool:
    """Whether it is nothing but printable ASCII and line ends, as most texts are: all of that may stand."""
    return text.isascii() and text.replace("\n", "").isprintable()


def _surplus_graphemes(text: str, max_graphemes: int) -> int:
    """How many are too many. They are never more than the code points, whose number costs nothing."""
    return count_graphemes(text) - max_graphemes if len(text) > max_graphemes else 0


def _say_too_long(over: int) -> str:
    message = ngettext(
        "That is %(over)s character too long. Please shorten it.",
        "That is %(over)s characters too long. Please shorten it.",
        over,
    )
    return message % {"over": digits(over)}


def _say_far_too_long(most: int) -> str:
    return gettext("That is far too long. Please shorten it to %(most)s characters at most.") % {"most": digits(most)}


_too_long, _far_too_long = lazy(_say_too_long, str), lazy(_say_far_too_long, str)
"""In the language of whoever reads it, which is not known while many people's texts are cleaned at once."""
