"""Normalises or refuses what people write; pure, in time linear in the length of the text.

Digits of other scripts are folded only where a number is expected. ZWJ and ZWNJ have a meaning in Indic scripts and
stay. Bidirectional overrides and isolates could make a text look like another one (Unicode TR 36), and are refused.
"""

import re
import unicodedata
from typing import NewType

import regex
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sessions.contract.limits import MAX_CODE_POINTS_EACH, MAX_QUESTION_GRAPHEMES
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits

CleanText = NewType("CleanText", str)
"""Text that was cleaned at the edge where it came in. Functions that take it do not clean it again."""

NO_WORDS = CleanText("")

MAX_MARKS_PER_LETTER = 6
"""Joiners and other invisible characters between marks do not count as letters. Tibetan needs five."""

MAX_DIACRITICS_PER_LETTER = 4
"""Diacritics that every script may use, and that fonts stack without a limit."""

MAX_CONJUNCT = 7
"""Consonants joined by viramas: more of them cover the lines below. Sanskrit needs five."""

LONGEST_WRITTEN_NUMBER = 40
"""Characters of a number, a day or a time as people write it."""

MAX_TEXT_BYTES = 16 * 1024
"""Bytes of a text in UTF-8: a frame of the wire holds no more."""

_FORBIDDEN = regex.compile(
    r"(?V1)[[\p{Cc}\p{Cs}\p{Co}\p{Cn}"  # controls, lone surrogates, private and unassigned
    "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"  # bidirectional controls
    "\U000e0000-\U000e007f"  # tag characters, invisible
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    r"]--\n]"
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_GRAPHEME = regex.compile(r"\p{GCB=Regional_Indicator}{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*|\X")
"""A flag by itself first: in a row of flags, \\X would count the place of each from the first one again."""

_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_JOINED = regex.compile(r"\P{GCB=Other}")
"""Signs that join: without one of these, no two code points form one grapheme (TR 29, GB9 to GB13)."""

_STACKED = regex.compile(
    r"(?V1)\p{M}(?:"  # led by a mark in each case: other characters are passed over at once
    rf"\p{{M}}{{{MAX_MARKS_PER_LETTER}}}"
    rf"|(?<=\p{{Script=Inherited}})[\p{{M}}&&\p{{Script=Inherited}}]{{{MAX_DIACRITICS_PER_LETTER}}}"
    rf"|(?<=\p{{L}}\p{{M}}?\p{{ccc=Virama}})(?:\p{{L}}\p{{M}}?\p{{ccc=Virama}}){{{MAX_CONJUNCT - 1}}})"
)
_BLANKS = "\u2800\ufffc\U00013441\U00013442\U0001d159"
"""Characters without a visible shape: the blank Braille cell, an empty hieroglyph, a note without a head."""

_VISIBLE = regex.compile(rf"(?V1)[[\p{{L}}\p{{N}}\p{{S}}\p{{P}}]--[{_BLANKS}\p{{Default_Ignorable_Code_Point}}]]")
_BLANK_LINES = regex.compile(r"\n{3,}")
_OTHER_LINE_ENDS = ("\u2028", "\u2029")
"""The separators of Unicode, which some programs show as ends of lines, and others not at all."""


def clean_text(text: str, *, max_graphemes: int = MAX_QUESTION_GRAPHEMES) -> CleanText:
    """NFC, Unix line ends, no trailing blanks, at most one empty line in a row.

    Idempotent. Raises Refused: empty, too_long or bad_characters. The size of a text is checked before its content.
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
    return CleanText(text)


def clean_line(text: str, *, max_graphemes: int) -> CleanText:
    """Clean one line, such as a label or a reason, like clean_text; raises the same."""
    require_size(text, max_graphemes=max_graphemes)
    return clean_text(" ".join(text.split()), max_graphemes=max_graphemes)


def clean_optional_line(text: str, *, max_graphemes: int) -> CleanText:
    """Clean an optional line like clean_line; blank if nothing was written."""
    require_size(text, max_graphemes=max_graphemes)
    return clean_line(text, max_graphemes=max_graphemes) if text.strip() else NO_WORDS


def require_size(text: str, *, max_graphemes: int) -> None:
    """Raises Refused too_long for a text that would take too long to clean."""
    is_bounded = len(text) <= min(max_graphemes * MAX_CODE_POINTS_EACH, MAX_TEXT_BYTES)
    if not (is_bounded and (text.isascii() or len(text.encode(errors="surrogatepass")) <= MAX_TEXT_BYTES)):
        raise Refused("too_long", _far_too_long(max_graphemes), facts={"max": max_graphemes})


def count_graphemes(text: str) -> int:
    """Extended grapheme clusters (Unicode TR 29): what a person counts as characters."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    if not _JOINED.search(text):
        return len(text)
    return len(split_graphemes(text))


def split_graphemes(text: str) -> list[str]:
    """Split a text into extended grapheme clusters, in time linear in its length."""
    found: list[str] = _GRAPHEME.findall(text)
    return found


def fold_digits(text: str) -> str:
    """Bengali, Devanagari, Urdu and other decimal digits as 0-9; everything else unchanged."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def number_pattern(*parts: str) -> re.Pattern[str]:
    """Compile a pattern for a number in parts, such as 95-2027-0143, with any dashes, slashes or spaces between."""
    return re.compile(r"\s*[-‐-―/ ]\s*".join(parts))


def match_number(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Match a number as people write it, in digits of any script; None if it does not match or is too long."""
    return pattern.fullmatch(fold_digits(words).strip()) if len(words) <= LONGEST_WRITTEN_NUMBER else None


def _normalize(text: str, max_graphemes: int) -> str:
    """The text in NFC, of visible characters. Marks are counted before, because NFC takes long to sort very many."""
    _require_shown(text)
    normalized = unicodedata.normalize("NFC", text)
    for line_end in _OTHER_LINE_ENDS:  # str.translate would look at each character on its own
        normalized = normalized.replace(line_end, "\n")
    if normalized != text:  # and perhaps three times as long
        require_size(normalized, max_graphemes=max_graphemes)
        _require_shown(normalized)
    return normalized


def _require_shown(text: str) -> None:
    if _FORBIDDEN.search(text) or _STACKED.search(_INVISIBLE.sub("", text)):
        raise Refused("bad_characters", _("The text has characters that cannot be shown. Please type it again."))


def _is_plain(text: str) -> bool:
    """Whether the text has only printable ASCII and line ends, as most texts do: those are always allowed."""
    return text.isascii() and text.replace("\n", "").isprintable()


def _surplus_graphemes(text: str, max_graphemes: int) -> int:
    """How many graphemes are too many. There are never more of them than code points, which are cheap to count."""
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
"""Lazy, because the reader's language is not active while the texts of many people are cleaned together."""
