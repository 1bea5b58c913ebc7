"""Makes words fit for a card: one paragraph, its beginning, no word wider than the card, no date turned around."""

import regex
from django.conf import settings

from sessions.platform.text.script_detection import text_language
from sessions.platform.text.text_input import split_graphemes
from sessions.record.cards.card import ZERO_WIDTH_SPACE, SaidWords

MOST = 160
"""Graphemes of a question or an answer."""

LONGEST_WORD = 24
"""Graphemes; a longer one may be broken there, as no hyphenation fits all languages."""

_DATE = regex.compile(r"\d+(?:[-/.:]\d+)+")
"""A date, or a time, or a number in parts."""

FROM_LEFT, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
ELLIPSIS = "…"


def said_words(text: str, *, most: int = MOST) -> SaidWords:
    """The beginning of a text, cut at a blank."""
    line = " ".join(text.split())
    graphemes = split_graphemes(line[: most * 8])
    if len(graphemes) > most:
        cut = "".join(graphemes[:most])
        line = f"{cut.rpartition(' ')[0] or cut} {ELLIPSIS}"
    language = text_language(line)
    shown = " ".join(_breakable(word) for word in line.split(" "))
    if language in settings.LANGUAGES_BIDI:
        # 12-11-2026 would be shown as 2026-11-12: a hyphen belongs to the direction around it.
        shown = _DATE.sub(lambda date: f"{FROM_LEFT}{date[0]}{END}", shown)
    return SaidWords(shown, language)


def _breakable(word: str) -> str:
    graphemes = split_graphemes(word)
    pieces = (graphemes[start : start + LONGEST_WORD] for start in range(0, len(graphemes), LONGEST_WORD))
    return ZERO_WIDTH_SPACE.join("".join(piece) for piece in pieces)
