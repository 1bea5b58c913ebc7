"""What a drawn map of a ward shows: its centre and its scale, and how its pixels and degrees belong together.

Centres stand on a grid of quarters of the picture, and there are four zooms, so that a ward has only so many views.
The projection is that of the loaded map (sessions/city/wards/map/metres.py): equirectangular, with the latitude's
cosine.
"""

from dataclasses import dataclass

from sessions.city.places.point import Point
from sessions.city.wards.loaded_map import current_map
from sessions.city.wards.map.metres import Projection

SIDE_PX = 288
"""The picture's width and height in CSS pixels: what the narrowest phones have room for."""

WHOLE, CLOSEST = 1, 4
"""The zooms from the whole ward to single houses, in steps of the same factor."""

CLOSEST_M = 1.5
"""Metres of a pixel at the last zoom."""

MARGIN_PX = 16
STEP_PX = SIDE_PX // 4
"""CSS pixels between the centres of the grid."""


@dataclass(frozen=True, slots=True)
class WardFrame:
    """A ward's bounding box in metres of the projection."""

    ward: int
    projection: Projection
    west: float
    south: float
    east: float
    north: float

    def metres_per_pixel(self, zoom: int) -> float:
        whole = max(self.east - self.west, self.north - self.south) / (SIDE_PX - 2 * MARGIN_PX)
        closer: float = min(1.0, CLOSEST_M / whole) ** ((zoom - WHOLE) / (CLOSEST - WHOLE))
        return whole * closer


@dataclass(frozen=True, slots=True)
class MapView:
    """One picture of a ward. column, row: of its centre in the grid, from the middle of the ward; north is up."""

    frame: WardFrame
    zoom: int
    column: int
    row: int

    @property
    def metres_per_pixel(self) -> float:
        return self.frame.metres_per_pixel(self.zoom)

    @property
    def centre(self) -> tuple[float, float]:
        """The centre of the picture, in metres of the projection."""
        frame, step = self.frame, self.metres_per_pixel * STEP_PX
        middle_x, middle_y = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
        return middle_x + self.column * step, middle_y + self.row * step

    @property
    def centre_point(self) -> Point:
        return Point.rounded(*self.frame.projection.unproject(*self.centre))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north, in metres."""
        (x, y), half = self.centre, self.metres_per_pixel * SIDE_PX / 2
        return x - half, y - half, x + half, y + half

    def pixel_of(self, lat: float, lon: float) -> tuple[float, float]:
        """Return a place's pixel, from the left and from the top; it may lie outside of the picture."""
        return self.pixel_at(*self.frame.projection.project(lat, lon))

    def pixel_at(self, x: float, y: float) -> tuple[float, float]:
        """Return a place's pixel, like pixel_of, from metres of the projection."""
        west, _south, _east, north = self.box
        return (x - west) / self.metres_per_pixel, (north - y) / self.metres_per_pixel

    def degrees_at(self, left: float, top: float) -> tuple[float, float]:
        """The latitude and longitude of a place in the picture."""
        west, _south, _east, north = self.box
        metres = self.metres_per_pixel
        return self.frame.projection.unproject(west + left * metres, north - top * metres)

    def shows(self, point: Point) -> bool:
        left, top = self.pixel_of(point.lat, point.lon)
        return 0 <= left < SIDE_PX and 0 <= top < SIDE_PX


def frame_of(ward: int) -> WardFrame | None:
    """Find the ward's frame; None if no map is loaded, or it does not show the ward."""
    ward_map = current_map()
    outline = ward_map.outline(ward) if ward_map is not None else None
    if ward_map is None or outline is None:
        return None
    west, south, east, north = outline.bounds
    return WardFrame(ward, ward_map.projection, west, south, east, north)


def whole_ward(frame: WardFrame) -> MapView:
    return MapView(frame, WHOLE, 0, 0)


def view_around(frame: WardFrame, point: Point, zoom: int) -> MapView:
    """The view of the grid whose centre is next to the point. A zoom that there is not becomes the nearest one, and a
    point beyond the ward's bounding box the nearest place in it."""
    zoom = min(max(zoom, WHOLE), CLOSEST)
    if zoom == WHOLE:
        return whole_ward(frame)
    x, y = frame.projection.project(point.lat, point.lon)
    x, y = min(max(x, frame.west), frame.east), min(max(y, frame.south), frame.north)
    step = frame.metres_per_pixel(zoom) * STEP_PX
    middle_x, middle_y = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
    return MapView(frame, zoom, round((x - middle_x) / step), round((y - middle_y) / step))
