"""Numbers, ids and words as forms and addresses hold them: what is none is read as nothing, and never raises."""

import re
from uuid import UUID

MOST_DIGITS = 9
"""Of a version, a position or another small number."""

MOST_ID_DIGITS = 17
"""Of the id of a row: every database's integers hold it."""

NO_ID = UUID(int=0)
"""One that nothing has."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


def without_controls(words: str) -> str:
    """With a blank for each run of control characters, which no page may have."""
    return _CONTROLS.sub(" ", words)


def number_in(words: str, most_digits: int = MOST_DIGITS) -> int | None:
    """The number in ASCII digits; None for what is none, or has more digits."""
    is_number = words.isascii() and words.isdigit() and len(words) <= most_digits
    return int(words) if is_number else None


def posted_number(words: str, *, otherwise: int = 0, most_digits: int = MOST_DIGITS) -> int:
    """The same; otherwise: a number that nothing has, for what is none."""
    number = number_in(words, most_digits)
    return otherwise if number is None else number


def id_in(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
