"""Makes people's words safe to write into any format; pure.

Texts are checked when they are asked, but a form must hold whatever an older or a foreign record holds.
"""

import regex

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSAFE = regex.compile(
    r"(?V1)[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}"  # controls, lone surrogates: XML 1.0 has no place for them
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides and isolates, which would reach beyond their text
    "\ufeff\ufff9-\ufffb"
    r"]--\n]"
)


def plain_text(text: str) -> str:
    """The text with U+FFFD in place of each character that breaks a format or the text beside it; \\n stays."""
    if text.isprintable():  # as nearly every text is; then it has no control character and no mark of direction
        return text
    return str(_UNSAFE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\t", " ")))
