"""Numbers, ids and words as forms and addresses hold them: invalid input is read as nothing, and never raises."""

import re
from uuid import UUID

MOST_DIGITS = 9
"""Digits of a version, a position or another small number."""

MOST_ID_DIGITS = 17
"""Digits of a row's id: every database's integers hold that many."""

NO_ID = UUID(int=0)
"""An id that nothing has."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


def without_controls(words: str) -> str:
    """Replace each run of control characters by a blank: no page may have them."""
    return _CONTROLS.sub(" ", words)


def number_in(words: str, most_digits: int = MOST_DIGITS) -> int | None:
    """Read a number in ASCII digits; None for invalid input or more digits."""
    is_number = words.isascii() and words.isdigit() and len(words) <= most_digits
    return int(words) if is_number else None


def posted_number(words: str, *, otherwise: int = 0, most_digits: int = MOST_DIGITS) -> int:
    """Read a number like number_in; for invalid input return `otherwise`, a number that nothing has."""
    number = number_in(words, most_digits)
    return otherwise if number is None else number


def id_in(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
