"""The order of boroughs: corporations number them in Roman figures, which no alphabet has in order; pure."""

import re

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LAST = 10_000


def borough_order(code: str) -> tuple[int, str]:
    """A key to sort by: II, IX, X, 12, and what is no number after them by its letters."""
    if code.isascii() and code.isdecimal():
        return int(code), code
    return (_read_roman(code) if _ROMAN.fullmatch(code) else _LAST), code


def _read_roman(figures: str) -> int:
    values = [_VALUES[figure] for figure in figures]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
