"""What is asked of a map, and what it answers; apart from the finding, which takes a quarter of a second to import."""

from dataclasses import dataclass
from typing import Literal

type Result = Literal["one", "ask", "near", "none"]


@dataclass(frozen=True, slots=True)
class Found:
    """one: that ward. ask: one of these, the likeliest first. near: in none, these are the nearest. none: outside.

    by_hand: those of the wards that have no outline, so that they can only be chosen.
    """

    result: Result
    wards: tuple[int, ...] = ()
    by_hand: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Wards that are there and have no outline, and roughly where: corners of latitude and longitude."""

    wards: tuple[int, ...]
    about: tuple[tuple[float, float], ...] = ()
