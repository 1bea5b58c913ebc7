"""The parameters of a map in an address and in a form: around=22.4998,88.3512 and zoom=3."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from sessions.city.places.map_view import WHOLE, MapView
from sessions.city.places.point import Point, read_point
from sessions.platform.refusals import Refused

LONGEST_PLACE = 40


def read_around(words: str) -> Point | None:
    """Read latitude and longitude with a comma between them; None for invalid input."""
    lat, comma, lon = words.partition(",") if len(words) <= LONGEST_PLACE else ("", "", "")
    if not comma:
        return None
    try:
        return read_point(lat, lon)
    except Refused:
        return None


def read_zoom(words: str) -> int:
    """Read a zoom; WHOLE, the whole ward, for invalid input."""
    return int(words) if words in ("1", "2", "3", "4") else WHOLE


def picture_address_of(view: MapView, chosen: Point | None, *, scale: int) -> str:
    """Return the picture's address, with the active language, so that all readers of a language share a picture."""
    asked = {
        "around": str(view.centre_point),
        "zoom": str(view.zoom),
        "scale": str(scale),
        "lang": get_language() or "",
    }
    if chosen is not None and view.shows(chosen):
        asked["at"] = str(chosen)
    return f"{reverse('ward_map', args=[view.frame.ward])}?{urlencode(asked)}"
