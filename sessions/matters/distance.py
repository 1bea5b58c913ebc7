"""How far two places are from each other, and the box around one of them; pure."""

import math
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from sessions.city.wards.map.metres import METRES_PER_DEGREE

_FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class DegreeBox:
    """Degrees with four decimals, as the tables have them; the edges belong to it."""

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal


def box_around(lat: Decimal, lon: Decimal, metres: float) -> DegreeBox:
    """The box around a place, at least so many metres to each side."""
    high, wide = Decimal(metres / METRES_PER_DEGREE), Decimal(metres / _metres_east(lat))
    return DegreeBox(
        (lat - high).quantize(_FOUR_DECIMALS, ROUND_DOWN),
        (lon - wide).quantize(_FOUR_DECIMALS, ROUND_DOWN),
        (lat + high).quantize(_FOUR_DECIMALS, ROUND_UP),
        (lon + wide).quantize(_FOUR_DECIMALS, ROUND_UP),
    )


def metres_between(lat: Decimal, lon: Decimal, other_lat: Decimal, other_lon: Decimal) -> float:
    """The metres between two places within a city."""
    return math.hypot(float(other_lat - lat) * METRES_PER_DEGREE, float(other_lon - lon) * _metres_east(lat))


def _metres_east(lat: Decimal) -> float:
    """The metres of one degree of longitude at this latitude."""
    return METRES_PER_DEGREE * math.cos(math.radians(float(lat)))
