"""An invented town on paper: square wards of a kilometre, with every fault that real maps of wards have.

13 | 14 | 15        ward n is a square of 1,000 m, numbered by row and column: 11 is the south-western one
12 | hole | 16      between 11 and 12 the map has a gap of 4 m; 14 and 15 overlap by 20 m
11 | 17 | 18
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sessions.city.wards.map.metres import Projection

SOUTH_WEST = Projection.around(23.5, 87.3)
SQUARES = {
    11: (0, 0, 1000, 998),
    12: (0, 1002, 1000, 2000),
    13: (0, 2000, 1000, 3000),
    14: (1000, 2000, 2010, 3000),
    15: (1990, 2000, 3000, 3000),
    16: (2000, 1000, 3000, 2000),
    17: (1000, 0, 2000, 1000),
    18: (2000, 0, 3000, 1000),
}
HOLE = (1500.0, 1500.0)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a place so many metres east and north of the town's south-western corner."""
    return SOUTH_WEST.unproject(x, y)


def ring(corners: Iterable[tuple[float, float]]) -> list[list[float]]:
    places = [degrees(*corner) for corner in corners]
    return [[lon, lat] for lat, lon in [*places, places[0]]]


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring([(west, south), (east, south), (east, north), (west, north)])]}


def feature(ward: object, geometry: object, name: str = "WARD") -> dict[str, Any]:
    return {"type": "Feature", "properties": {name: ward}, "geometry": geometry}


def town(squares: Mapping[int, tuple[float, float, float, float]] = SQUARES) -> dict[str, Any]:
    features = [feature(str(ward), square(*corners)) for ward, corners in squares.items()]
    return {"type": "FeatureCollection", "features": features}


def write_map(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path
