"""Mask places in a text that are hidden from the public. Pure.

Places are half-open ranges of code points of the text, in their order, and do not overlap.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

MASK = "[…]"
"""What the public reads in place of each hidden place."""


class MaskedPlace(TypedDict):
    """A hidden place as the log and the tables store it. checks: the names of the checks that flagged it."""

    start: int
    end: int
    checks: list[str]


def mask(text: str, places: Iterable[Mapping[str, Any]]) -> str:
    """The text with a mask in each place."""
    pieces, at = [], 0
    for place in places:
        pieces += [text[at : place["start"]], MASK]
        at = place["end"]
    return "".join([*pieces, text[at:]])


def split(text: str, places: Iterable[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is hidden from the public; none is empty."""
    pieces, at = [], 0
    for place in places:
        pieces += [(text[at : place["start"]], False), (text[place["start"] : place["end"]], True)]
        at = place["end"]
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
