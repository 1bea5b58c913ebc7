"""Places of complaints as dots that a finger can press: those that are too close to each other become one; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions.matters.public.map_window import SIDE, MapWindow

APART = 56
"""Distance between two dots, so that each can be pressed on a phone, where the drawing is smaller than on paper."""

CELL = 8
LEAST_RADIUS, MOST_RADIUS = 7, 20

type Place = tuple[str, float, float]
"""A number, its latitude and longitude."""


@dataclass(slots=True)
class Dot:
    """x, y: in the drawing. lat, lon: of the first of its places. number: of the only one, else blank."""

    x: float
    y: float
    lat: float
    lon: float
    number: str
    count: int = 1

    @property
    def radius(self) -> int:
        return round(min(MOST_RADIUS, LEAST_RADIUS + 2 * (self.count - 1).bit_length()))


def dots_of(places: Iterable[Place], window: MapWindow) -> list[Dot]:
    """The dots in the window. The fullest places keep their position and absorb places closer to them than APART."""
    found: list[Dot] = []
    for cell in sorted(_cells(places, window), key=lambda cell: (-cell.count, cell.y, cell.x)):
        near = min(found, key=lambda dot: _distance(dot, cell), default=None)
        if near is None or _distance(near, cell) >= APART:
            found.append(cell)
        else:
            near.count += cell.count
            near.number = ""
    return found


def _cells(places: Iterable[Place], window: MapWindow) -> list[Dot]:
    """One dot for each small square: there may be thousands of places."""
    cells: dict[tuple[int, int], Dot] = {}
    for number, lat, lon in places:
        x, y = window.pixel_of(lat, lon)
        if 0 <= x < SIDE and 0 <= y < SIDE:
            key = int(x / CELL), int(y / CELL)
            if key in cells:
                cells[key].count += 1
                cells[key].number = ""
            else:
                cells[key] = Dot(round(x, 1), round(y, 1), lat, lon, number)
    return list(cells.values())


def _distance(one: Dot, other: Dot) -> float:
    return max(abs(one.x - other.x), abs(one.y - other.y))
