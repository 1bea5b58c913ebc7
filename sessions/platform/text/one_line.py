"""A text on one line, shortened where it is long, between two letters as readers see them; pure."""

from sessions.platform.text.text_input import split_graphemes

_MANY_CODE_POINTS = 4
"""Code points for each grapheme: no line grows long by marks alone."""


def one_line(text: str, most: int) -> str:
    """Cut a text to one line of at most so many graphemes, the last one an ellipsis where something was left out."""
    line = " ".join(text.split())
    letters = split_graphemes(line[: most * _MANY_CODE_POINTS + most])
    if len(letters) <= most and len(line) <= most * _MANY_CODE_POINTS:
        return line
    kept = letters[: most - 1]
    while kept and sum(map(len, kept)) >= most * _MANY_CODE_POINTS:
        kept.pop()
    return "".join(kept).rstrip() + "…"
