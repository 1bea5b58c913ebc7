"""A date, receipt, name or number keeps its own order in a sentence of the other direction.

Without it, 12-11-2026 is read as 2026-11-12 in an Urdu sentence, and a number after an Urdu name on an English line
stands before the name. Two ways lead here, so that no translator writes marks and no line of code forgets them: each
placeholder of a catalogue that is written right to left is isolated when the catalogue is compiled
(chatserver/assets/translations.py), and isolate() is for what is put together without a sentence. In pages, the marks
become <bdi> elements (chatserver/assets/isolates.py).
"""

from django.utils.translation import get_language_bidi

from sessions.platform.text.direction.marks import FIRST_STRONG, POP, has_right_to_left
from sessions.platform.text.direction.tagged_text import TaggedText


def isolate(value: object) -> str:
    """The value as text, isolated for a reader who reads right to left, or where it has letters of such a script.

    Everything else stays as it is: an English text message with marks in it would take twice as many parts.
    """
    text = str(value)
    isolated = _isolated(text)
    return TaggedText(isolated, value.tagged) if isinstance(value, TaggedText) else isolated


def _isolated(text: str) -> str:
    return f"{FIRST_STRONG}{text}{POP}" if text and (get_language_bidi() or has_right_to_left(text)) else text


def isolate_address(address: str) -> str:
    """An address of a page, isolated for a reader from right to left; a blank ends it before the mark."""
    return isolate(f"{address} ") if get_language_bidi() else address
