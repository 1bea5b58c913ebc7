"""The landmarks that are known with their place: those of a ward, those in a box, and the one next to a point."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sessions.city.places.point import Point
from sessions.city.wards.map.metres import METRES_PER_DEGREE, Projection
from sessions.models import Landmark
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate

MOST_LISTED = 60
"""Landmarks of a ward in a form: a page has to stay small."""

MOST_DRAWN = 40
NEAR_M, AT_M = 500, 20
"""Metres: farther away a landmark says nothing of a place, and closer by it is the place."""

_TO_THE = (
    pgettext_lazy("direction from a landmark", "north"),
    pgettext_lazy("direction from a landmark", "north-east"),
    pgettext_lazy("direction from a landmark", "east"),
    pgettext_lazy("direction from a landmark", "south-east"),
    pgettext_lazy("direction from a landmark", "south"),
    pgettext_lazy("direction from a landmark", "south-west"),
    pgettext_lazy("direction from a landmark", "west"),
    pgettext_lazy("direction from a landmark", "north-west"),
)


@dataclass(frozen=True, slots=True)
class NearLandmark:
    """A landmark seen from a point: how far the point is from it, and in which of eight directions (0: north)."""

    landmark: Landmark
    metres: float
    eighth: int


def landmarks_of(ward: int) -> list[Landmark]:
    """Landmarks of a ward, ordered by their names in the reader's language, MOST_LISTED at most; one query."""
    return sorted(Landmark.objects.filter(ward__number=ward)[:MOST_LISTED], key=lambda each: each.name.casefold())


def landmarks_in(south_west: tuple[float, float], north_east: tuple[float, float]) -> Sequence[Landmark]:
    """Find the landmarks in a box, MOST_DRAWN at most; its corners are latitude and longitude; one query."""
    (south, west), (north, east) = south_west, north_east
    return list(Landmark.objects.filter(lat__range=(south, north), lon__range=(west, east))[:MOST_DRAWN])


def nearest_landmark(point: Point) -> NearLandmark | None:
    """Find the nearest landmark within NEAR_M, of any ward; one query."""
    here = Projection.around(point.lat, point.lon)
    up, across = NEAR_M / METRES_PER_DEGREE, NEAR_M / here.metres_east
    box = (point.lat - up, point.lon - across), (point.lat + up, point.lon + across)
    away = [_seen_from(point, here, landmark) for landmark in landmarks_in(*box)]
    return min((each for each in away if each.metres <= NEAR_M), key=lambda each: each.metres, default=None)


def words_by_landmark(point: Point, ward: str) -> str:
    """About 120 m north of Bijoygarh College. ward: its name, for a place that is near no landmark."""
    near = nearest_landmark(point)
    if near is None:
        place = isolate(f"{digits(f'{point.lat:.4f}')}, {digits(f'{point.lon:.4f}')}")
        return _("A place in {ward}: {place}").format(ward=ward, place=place)
    name = isolate(near.landmark.name)
    if near.metres < AT_M:
        return _("At {landmark}").format(landmark=name)
    step = 10 if near.metres < 200 else 50
    metres = digits(round(near.metres / step) * step)
    words = _("About {metres} m {direction} of {landmark}")
    return words.format(metres=metres, direction=_TO_THE[near.eighth], landmark=name)


def _seen_from(point: Point, here: Projection, landmark: Landmark) -> NearLandmark:
    x, y = here.project(landmark.lat, landmark.lon)
    eighth = round(math.degrees(math.atan2(-x, -y)) / 45) % 8
    return NearLandmark(landmark, math.hypot(x, y), eighth)
