"""Draws a scene as a PNG: with twice its pixels, which are then its own or are made half as many.

Light paper and dark ink in every colour scheme: lines of 3:1 at least, words of 7:1. A palette of few colours keeps it
small for a slow line.
"""

from functools import cache
from io import BytesIO
from itertools import product
from threading import Lock

import shapely
from PIL import Image, ImageDraw

from sessions.city.places.drawing.labels import LabelWriter
from sessions.city.places.drawing.scene import DrawnLandmark, DrawnWard, Scene
from sessions.city.places.map_view import SIDE_PX, MapView

FINE = 2
"""Pixels of the drawing for one CSS pixel."""

DOT_PX = 3 * FINE
MOST_NAMED = 8
"""Landmarks with a label: each costs half a millisecond and half a kilobyte."""

PAPER, BEYOND, LINE, OWN_LINE = "#ffffff", "#e6e6ee", "#77778a", "#2b2c8f"
INK, SOFT_INK, DOT, MARKER = "#1c1e26", "#4a4a5c", "#0b6b3a", "#b3002d"
COLOURS = (PAPER, BEYOND, LINE, OWN_LINE, INK, SOFT_INK, DOT, MARKER)

_drawing = Lock()
"""One at a time: Pillow's fonts are not made for several threads, and maps are never to take all of a server."""


def draw_scene(scene: Scene, *, scale: int) -> bytes:
    """A PNG of SIDE_PX * scale pixels each way; scale: 1 or 2."""
    with _drawing:
        paper = Image.new("RGB", (SIDE_PX * FINE, SIDE_PX * FINE), BEYOND)
        _Pen(scene.view, paper).draw(scene)
        return _encode(paper if scale == FINE else paper.reduce(FINE))


class _Pen:
    """Draws on paper; its places are metres, and pixels of the fine drawing."""

    def __init__(self, view: MapView, paper: Image.Image) -> None:
        self._view = view
        self._fine_px = FINE / view.metres_per_pixel
        self._west, _south, _east, self._north_edge = view.box
        self._draw = ImageDraw.Draw(paper)
        self._labels = LabelWriter(self._draw, SIDE_PX * FINE)

    def draw(self, scene: Scene) -> None:
        for ward in scene.wards:
            self._fill(ward)
        for ward in scene.wards:
            self._outline(ward)
        self._scale_bar(scene)
        self._north(scene.north)
        if scene.marker is not None:
            self._keep_clear(scene.marker)
        for ward in scene.wards:
            self._number(ward)
        for landmark in scene.landmarks:
            self._dot(landmark)
        named = 0
        for landmark in scene.landmarks:
            named += named < MOST_NAMED and self._name(landmark)
        if scene.marker is not None:
            self._marker(*self._at(*scene.marker))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._west) * self._fine_px, (self._north_edge - y) * self._fine_px

    def _fill(self, ward: DrawnWard) -> None:
        if ward.is_own:
            for part in shapely.get_parts(self._clipped(ward, 8)):
                self._draw.polygon(self._corners(part.exterior), fill=PAPER)
                for hole in part.interiors:
                    self._draw.polygon(self._corners(hole), fill=BEYOND)

    def _outline(self, ward: DrawnWard) -> None:
        colour, width = (OWN_LINE, 5) if ward.is_own else (LINE, 2)
        # Clipped a little beyond the picture, so that its own edge is no line.
        for part in shapely.get_parts(self._clipped(ward, 8)):
            for ring in (part.exterior, *part.interiors):
                self._draw.line(self._corners(ring), fill=colour, width=width, joint="curve")

    def _number(self, ward: DrawnWard) -> None:
        inner = self._clipped(ward, -14)
        if not shapely.is_empty(inner):
            spot = shapely.point_on_surface(inner)
            colour, size = (OWN_LINE, 15) if ward.is_own else (SOFT_INK, 13)
            self._labels.write_around(ward.label, *self._at(spot.x, spot.y), size=size * FINE, fill=colour, away=0)

    def _dot(self, landmark: DrawnLandmark) -> None:
        left, top = self._at(landmark.x, landmark.y)
        box = (left - DOT_PX, top - DOT_PX, left + DOT_PX, top + DOT_PX)
        self._draw.ellipse(box, fill=DOT, outline=PAPER, width=2)
        self._labels.keep_clear(box)

    def _name(self, landmark: DrawnLandmark) -> bool:
        """Whether it found room."""
        left, top = self._at(landmark.x, landmark.y)
        return self._labels.write_around(landmark.label, left, top, size=11 * FINE, fill=INK, away=DOT_PX + FINE)

    def _keep_clear(self, marker: tuple[float, float]) -> None:
        left, top = self._at(*marker)
        self._labels.keep_clear((left - 20, top - 20, left + 20, top + 20))

    def _marker(self, left: float, top: float) -> None:
        """A ring around the place with four lines towards it, so that the place itself can be seen."""
        for colour, width in ((PAPER, 10), (MARKER, 5)):
            self._draw.ellipse((left - 17, top - 17, left + 17, top + 17), outline=colour, width=width)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            ends = (left + dx * 8, top + dy * 8, left + dx * 26, top + dy * 26)
            self._draw.line(ends, fill=MARKER, width=4)
        self._draw.ellipse((left - 3, top - 3, left + 3, top + 3), fill=MARKER)

    def _scale_bar(self, scene: Scene) -> None:
        left, low = 8 * FINE, (SIDE_PX - 8) * FINE
        right = left + scene.bar_m / self._view.metres_per_pixel * FINE
        for colour, wider in ((PAPER, 3), (INK, 0)):
            self._draw.line((left - wider, low, right + wider, low), fill=colour, width=4 + 2 * wider)
            for end in (left, right):
                self._draw.line((end, low - 10 - wider, end, low + 1 + wider), fill=colour, width=4 + 2 * wider)
        self._labels.keep_clear((left - 4, low - 14, right + 4, low + 4))
        self._labels.write_at(scene.bar_label, (left + right) / 2, low - 13 * FINE, size=12 * FINE, fill=INK)

    def _north(self, letter: str) -> None:
        middle, top = (SIDE_PX - 14) * FINE, 6 * FINE
        arrow = [(middle, top), (middle - 12, top + 32), (middle, top + 24), (middle + 12, top + 32)]
        self._draw.polygon(arrow, fill=INK, outline=PAPER)
        self._labels.keep_clear((middle - 14, top - 4, middle + 14, top + 34))
        self._labels.write_at(letter, middle, top + 46, size=12 * FINE, fill=INK)

    def _clipped(self, ward: DrawnWard, beyond_px: float) -> "shapely.Geometry":
        """The ward's area in the picture and so many pixels around it."""
        west, south, east, north = self._view.box
        beyond = beyond_px * self._view.metres_per_pixel
        box = (west - beyond, south - beyond, east + beyond, north + beyond)
        fine = self._view.metres_per_pixel / FINE
        clipped = shapely.clip_by_rect(ward.outline, *box).simplify(fine, preserve_topology=False)
        areas = [part for part in shapely.get_parts(clipped) if part.geom_type == "Polygon" and not part.is_empty]
        return shapely.MultiPolygon(areas)

    def _corners(self, ring: "shapely.LinearRing") -> list[tuple[float, float]]:
        corners = shapely.get_coordinates(ring)
        return [self._at(x, y) for x, y in corners.tolist()]


def _encode(picture: Image.Image) -> bytes:
    out = BytesIO()
    few = picture.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(out, "PNG", bits=4, compress_level=7)
    return out.getvalue()


@cache
def _palette() -> Image.Image:
    """The colours, and what lies between ink and paper at the edges of lines and letters: sixteen in all."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _sixteen() for part in colour])
    return palette


def _sixteen() -> list[tuple[int, int, int]]:
    plain = [_rgb(colour) for colour in COLOURS]
    between = [_mixed(_rgb(a), _rgb(b)) for a, b in product((PAPER, BEYOND), (OWN_LINE, INK, DOT, MARKER))]
    return plain + between


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = ((a + b) // 2 for a, b in zip(one, other, strict=True))
    return red, green, blue
