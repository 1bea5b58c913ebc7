"""The results of searches in a map; apart from the search, whose imports take a quarter of a second."""

from dataclasses import dataclass
from typing import Literal

type Result = Literal["one", "ask", "near", "none"]


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search for a ward.

    one: that ward. ask: one of these, the likeliest first. near: in no ward; these are the nearest. none: outside.

    by_hand: those of the wards that have no outline, so that a person can only choose them from the list.
    """

    result: Result
    wards: tuple[int, ...] = ()
    by_hand: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Wards without an outline, and the corners (latitude, longitude) of the area that they are in, roughly."""

    wards: tuple[int, ...]
    about: tuple[tuple[float, float], ...] = ()
