"""The order of boroughs, which corporations number in Roman numerals; pure."""

import re

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LAST = 10_000


def borough_order(code: str) -> tuple[int, str]:
    """A sort key: II, IX, X, 12, then codes that are no numbers, by their letters."""
    if code.isascii() and code.isdecimal():
        return int(code), code
    return (_read_roman(code) if _ROMAN.fullmatch(code) else _LAST), code


def _read_roman(figures: str) -> int:
    values = [_VALUES[figure] for figure in figures]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
