"""What `<input type="image">` posts when somebody presses the map: pixels, which become a point.

A browser also posts such a picture when it is activated without a pointer, always as 0, 0: that is no place. Where a
browser scales the picture, the form says how large it was: by hidden fields, which the page's script keeps true.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from sessions.city.places.map_view import SIDE_PX, MapView
from sessions.city.places.point import Point
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import fold_digits

NAME = "pin"
ACROSS, DOWN = f"{NAME}.x", f"{NAME}.y"
WIDTH, HEIGHT = "place_width", "place_height"
LONGEST_PIXELS = 12
LARGEST_PICTURE = 10_000
_PIXELS = re.compile(r"\d{1,5}(?:\.\d{1,5})?")


def was_pressed(post: Mapping[str, str]) -> bool:
    """Whether the picture was activated, in any way."""
    return ACROSS in post or DOWN in post


def pressed_point(post: Mapping[str, str], view: MapView) -> Point:
    """The middle of the pixel that was pressed in a view. Raises Refused bad_field: no pixel of the picture."""
    width, height = _read_size(post, WIDTH), _read_size(post, HEIGHT)
    left, top = _read_pixels(post.get(ACROSS, "")), _read_pixels(post.get(DOWN, ""))
    if left is None or top is None or left >= width or top >= height:
        raise Refused("bad_field", _("Please press a place inside of the map, or say in words where it is."))
    if left == top == 0:
        words = _("The map needs a finger or a mouse. Please choose a landmark, or say in words where it is.")
        raise Refused("bad_field", words)
    # Whole numbers name a pixel; its middle is the best guess.
    return Point.rounded(*view.degrees_at((left + 0.5) * SIDE_PX / width, (top + 0.5) * SIDE_PX / height))


def _read_size(post: Mapping[str, str], name: str) -> float:
    """The size that the form states; ours where it states none, or nonsense."""
    stated = _read_pixels(post.get(name, ""))
    return stated if stated and 1 <= stated <= LARGEST_PICTURE else SIDE_PX


def _read_pixels(words: str) -> float | None:
    written = fold_digits(words.strip()) if len(words) <= LONGEST_PIXELS else ""
    return float(written) if _PIXELS.fullmatch(written) else None
