"""The boxes that a moderator draws over faces and number plates: read from a form, checked; pure."""

import math
from collections.abc import Sequence
from typing import NamedTuple

MOST_BOXES = 40


class Box(NamedTuple):
    """A box, in fractions of the picture's width (left, right) and height (top, bottom), from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class BadBox(ValueError):
    """A field that does not hold a box, or too many of them."""


def read_boxes(fields: Sequence[str]) -> list[Box]:
    """Read the boxes from fields such as "0.25 0.1 0.5 0.3".

    Left, top, right, bottom, with or without commas; blank ones are none.

    Raises BadBox.
    """
    filled = [field for field in fields if field.strip()]
    if len(filled) > MOST_BOXES:
        raise BadBox
    return [_read_box(field) for field in filled]


def require_boxes(boxes: Sequence[Box]) -> None:
    """Raises BadBox where there is none, there are too many, or one has no area inside of the picture."""
    if not 0 < len(boxes) <= MOST_BOXES:
        raise BadBox
    for box in boxes:
        if not all(math.isfinite(side) for side in box) or not (_is_side(*box[::2]) and _is_side(*box[1::2])):
            raise BadBox


def _is_side(begin: float, end: float) -> bool:
    return 0 <= begin < end <= 1


def _read_box(field: str) -> Box:
    try:
        box = Box(*(float(number) for number in field.replace(",", " ").split()))
    except (TypeError, ValueError):
        raise BadBox from None
    require_boxes([box])
    return box
