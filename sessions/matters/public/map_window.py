"""Which part of the city a map of complaints shows, and where on it a place is. North is up."""

import math
from dataclasses import dataclass, replace
from typing import Any

from sessions.city.wards.map.metres import METRES_PER_DEGREE

SIDE = 320
"""Width and height of the drawing, in its own units: CSS pixels on the narrowest phones."""

DEEPEST = 5
"""Each zoom shows half as much to each side as the one before; 0 is the whole area."""

MARGIN = 1.08
LEAST_M = 400.0


@dataclass(frozen=True, slots=True)
class MapWindow:
    """lat, lon: of its middle. metres_east: of a degree of longitude. side_m: of the window in metres."""

    lat: float
    lon: float
    metres_east: float
    side_m: float
    zoom: int = 0

    def pixel_of(self, lat: float, lon: float) -> tuple[float, float]:
        """The pixel of a place, from the left and from the top; also of places beyond the window."""
        scale = SIDE / self.side_m
        right = (lon - self.lon) * self.metres_east * scale
        down = (self.lat - lat) * METRES_PER_DEGREE * scale
        return SIDE / 2 + right, SIDE / 2 + down

    @property
    def middle(self) -> tuple[float, float]:
        return self.lat, self.lon

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in degrees."""
        high, wide = self.side_m / 2 / METRES_PER_DEGREE, self.side_m / 2 / self.metres_east
        return self.lon - wide, self.lat - high, self.lon + wide, self.lat + high

    def closer(self, zoom: int, at: tuple[float, float] | None) -> "MapWindow":
        """Zoom in from the whole area to this zoom, around a place."""
        lat, lon = at or (self.lat, self.lon)
        zoom = min(max(zoom, 0), DEEPEST)
        return replace(self, lat=lat, lon=lon, side_m=self.side_m / 2**zoom, zoom=zoom) if zoom else self


def window_around(west: float, south: float, east: float, north: float) -> MapWindow:
    """The square around a box of degrees."""
    lat, lon = (south + north) / 2, (west + east) / 2
    metres_east = METRES_PER_DEGREE * math.cos(math.radians(lat))
    side_m = max((east - west) * metres_east, (north - south) * METRES_PER_DEGREE) * MARGIN
    return MapWindow(lat, lon, metres_east, max(side_m, LEAST_M))


def read_at(words: str) -> tuple[float, float] | None:
    """“22.4989,88.3712” as latitude and longitude; None for anything else."""
    parts = words[:40].split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 85 and abs(lon) <= 180 else None


def read_window_zoom(words: str) -> int:
    return int(words) if words in map(str, range(DEEPEST + 1)) else 0


def outline_path(shape: Any, window: MapWindow, projection: Any) -> str:
    """The outline of a ward, in metres of the map's projection, as the path of an SVG; blank beyond the window."""
    import shapely

    west, south, east, north = window.box
    corners = (*projection.project(south, west), *projection.project(north, east))
    there = shapely.clip_by_rect(shape.simplify(window.side_m / SIDE), *corners)
    lines = []
    for part in shapely.get_parts(there):
        points = (window.pixel_of(*projection.unproject(x, y)) for x, y in shapely.get_coordinates(part.exterior)[:-1])
        lines.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "z")
    return "".join(lines)
