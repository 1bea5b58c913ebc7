"""What the checks flag in a text: the flagged pieces, by their check."""

from moderation.checks.flags import Check
from moderation.checks.screen import Lists, screen

DIGITS = {
    "ASCII": "0123456789",
    "Bengali": "০১২৩৪৫৬৭৮৯",
    "Devanagari": "०१२३४५६७८९",
    "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩",
    "Urdu": "۰۱۲۳۴۵۶۷۸۹",
    "full width": "０１２３４５６７８９",
}


def in_digits(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))


def flagged(text: str, check: str, lists: Lists | None = None) -> list[str]:
    """The pieces of the text that this check flags, as they are written."""
    return [text[flag.start : flag.end] for flag in screen(text, lists).flags if flag.check == Check(check)]


def flagged_by(text: str, lists: Lists | None = None) -> list[str]:
    """The names of the checks that flag something, each once, in the order of their places."""
    return list(dict.fromkeys(str(flag.check) for flag in screen(text, lists).flags))
