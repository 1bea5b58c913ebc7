"""A point in the city: read from what people and programs send, and the ward that it lies in by the loaded map."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sessions.city.display import ward_name
from sessions.city.wards.loaded_map import current_map
from sessions.city.wards.search import LONGEST_COORDINATE, read_degrees
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.lists import join_words

if TYPE_CHECKING:
    from sessions.city.wards.map.finding import OutlineMap
    from sessions.city.wards.map.found import Found

DEGREE_DECIMALS = 4
"""Decimals of degrees: 11 m from south to north. A phone is no more exact, and nobody's door is revealed."""

_AS_NUMBERS = str.maketrans({",": ".", "٫": ".", "−": "-", "°": ""})
"""The comma of many languages, the Arabic one, the minus sign and the degree sign."""


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees (WGS 84), rounded to DEGREE_DECIMALS."""

    lat: float
    lon: float

    @classmethod
    def rounded(cls, lat: float, lon: float) -> "Point":
        return cls(round(lat, DEGREE_DECIMALS), round(lon, DEGREE_DECIMALS))

    def __str__(self) -> str:
        """Return the point as addresses and forms write it: 22.4998,88.3512."""
        return f"{self.lat:.{DEGREE_DECIMALS}f},{self.lon:.{DEGREE_DECIMALS}f}"


def read_point(lat: str, lon: str) -> Point:
    """Read a point. lat, lon: degrees in any of our digits, with a point or a comma. Raises Refused bad_field."""
    return Point.rounded(
        read_degrees(_as_number(lat), 90, _("The latitude")),
        read_degrees(_as_number(lon), 180, _("The longitude")),
    )


def _as_number(words: str) -> str:
    """Prepare a number for reading. One character more than is accepted stays, to show that it was too long."""
    return words[: LONGEST_COORDINATE + 1].translate(_AS_NUMBERS)


def ward_of_point(point: Point, *, own: int | None = None, chosen: int | None = None) -> int:
    """The number of the ward that the point lies in; a border, a gap in the map or its edge is never guessed about.

    own: the person's ward, or the one whose map they press. Within 50 m of a border it is taken if it is one of those
    there. chosen: what the person answered when asked which ward it is; taken if it is one of those asked about.

    Raises Refused: no_map; which_ward, with the numbers in facts["wards"]; outside_city; exchanged, where latitude and
    longitude stand in each other's place, with the point that may be meant in facts["lat"] and facts["lon"].
    """
    ward_map = current_map()
    if ward_map is None:
        raise Refused("no_map", _("No map of the wards has been loaded here. Please describe the place in words."))
    found = ward_map.find(point.lat, point.lon)
    if found.result == "one":
        return found.wards[0]
    if chosen is not None and chosen in found.wards:
        return chosen
    if found.result == "ask" and own is not None and own in found.wards:
        return own
    if found.wards:
        raise Refused("which_ward", _ask_which(found), facts={"wards": list(found.wards)})
    raise _outside(ward_map, point)


def _ask_which(found: "Found") -> str:
    wards = join_words([ward_name(number) for number in found.wards], by_or=True)
    if found.result == "ask":
        return _("The place is close to a border between wards. Please choose the ward: {wards}.").format(wards=wards)
    if found.result == "near":
        words = _("Our map has no ward at that place. Please choose the ward: {wards}; or choose another place.")
    else:
        words = _("Our map does not show the wards there. Please choose the ward: {wards}; or choose another place.")
    return words.format(wards=wards)


def _outside(ward_map: "OutlineMap", point: Point) -> Refused:
    if abs(point.lon) <= 90 and ward_map.find(point.lon, point.lat).result != "none":
        words = _("Latitude and longitude seem to be exchanged. Did you mean latitude {lat} and longitude {lon}?")
        lat, lon = (digits(f"{degrees:.{DEGREE_DECIMALS}f}") for degrees in (point.lon, point.lat))
        facts = {"lat": point.lon, "lon": point.lat}
        return Refused("exchanged", words.format(lat=lat, lon=lon), facts=facts)
    return Refused("outside_city", _("That place is outside of the city. Please choose a place in one of its wards."))
