"""Verhoeff's check digit (1969), which tells an Aadhaar number from any other twelve digits; pure."""

from functools import cache

_D = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
"""The multiplication table of the symmetries of a pentagon (the dihedral group D5)."""

_P = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)
"""The permutations of a digit by its place, counted from the last one."""


@cache
def _four_at_once() -> tuple[dict[str, int], ...]:
    """Tables for four digits at a time: for the last four, the four before them, and so on."""
    return tuple(
        {
            f"{digits:04}": _D[_D[_P[at][digits % 10]][_P[at + 1][digits // 10 % 10]]][
                _D[_P[at + 2][digits // 100 % 10]][_P[at + 3][digits // 1000]]
            ]
            for digits in range(10_000)
        }
        for at in (0, 4)
    )


def is_valid(digits: str) -> bool:
    """Whether the last of these ASCII digits is the check digit of the others."""
    check = 0
    last, before = _four_at_once()
    for end in range(len(digits), 3, -4):
        check = _D[check][last[digits[end - 4 : end]]]
        last, before = before, last
    rest = len(digits) % 4
    for place, digit in enumerate(reversed(digits[:rest]), start=len(digits) - rest):
        check = _D[check][_P[place % 8][int(digit)]]
    return check == 0
