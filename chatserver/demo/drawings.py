"""The pictures that stand for photographs in the demo: drawn here, so that they show nobody and no place."""

from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image, ImageDraw

from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.picture import Picture

SIZE: Final = (640, 480)
SKY, WALL, ROAD, NIGHT = "#bcd6ea", "#d8c3a5", "#8d8d8d", "#101828"


def drawn_picture(name: str) -> Picture:
    """The drawn picture, by its name in activities.toml. Raises KeyError for an unknown one."""
    image = Image.new("RGB", SIZE, SKY)
    DRAWINGS[name](ImageDraw.Draw(image))
    return encode_picture(image)


def _drain(draw: ImageDraw.ImageDraw, *, water: str, level: int, has_silt: bool = False) -> None:
    draw.rectangle((0, 150, 640, 300), fill=WALL)
    draw.rectangle((0, 300, 640, 480), fill=ROAD)
    draw.polygon([(180, 480), (290, 300), (350, 300), (460, 480)], fill="#4a4a4a")
    width = level / 180 * 85
    draw.polygon([(320 - 55 - width, 480), (300, 320), (340, 320), (320 + 55 + width, 480)], fill=water)
    for left in (60, 420):
        draw.rectangle((left, 180, left + 120, 260), fill="#7fa6b8", outline="#5b4a3a", width=6)
    if has_silt:
        draw.pieslice((450, 340, 640, 560), 180, 360, fill="#3b2f25")


def _street(draw: ImageDraw.ImageDraw, *, is_lit: bool) -> None:
    draw.rectangle((0, 0, 640, 480), fill=NIGHT)
    draw.rectangle((0, 360, 640, 480), fill="#2b2f36")
    if is_lit:
        draw.polygon([(330, 130), (150, 480), (560, 480)], fill="#6d6338")
        draw.ellipse((270, 70, 390, 190), fill="#c9b458")
    draw.rectangle((440, 100, 452, 400), fill="#737a86")
    draw.rectangle((330, 100, 452, 110), fill="#737a86")
    draw.ellipse((310, 110, 350, 146), fill="#fff3b0" if is_lit else "#3a4150")


DRAWINGS: Final[Mapping[str, Callable[[ImageDraw.ImageDraw], None]]] = {
    "drain-full": lambda draw: _drain(draw, water="#6b4f2a", level=180),
    "drain-silt": lambda draw: _drain(draw, water="#6b4f2a", level=60, has_silt=True),
    "drain-clear": lambda draw: _drain(draw, water="#4f7f8f", level=20),
    "lamp-dark": lambda draw: _street(draw, is_lit=False),
    "lamp-lit": lambda draw: _street(draw, is_lit=True),
}
