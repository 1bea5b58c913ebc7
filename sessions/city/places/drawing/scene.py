"""What a map of a ward shows, in words and metres, gathered in the reader's language before anything is drawn."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sessions.city.places.landmarks import landmarks_in
from sessions.city.places.map_view import SIDE_PX, MapView
from sessions.city.places.point import Point
from sessions.city.wards.loaded_map import current_map, map_version
from sessions.platform.text.digits import digits

DRAWN_SINCE = 1
"""Version of the drawing, to be raised with the looks of the maps, so that nobody keeps an older picture."""

LONGEST_BAR_PX = 96
BARS_M = (2000, 1000, 500, 200, 100, 50, 20, 10)


@dataclass(frozen=True, slots=True)
class DrawnWard:
    """A ward as it is drawn. label: its number in the reader's digits."""

    label: str
    outline: Any
    is_own: bool


@dataclass(frozen=True, slots=True)
class DrawnLandmark:
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scene:
    """What is in a view; places in metres. marker: the chosen place, if the view shows it. version: of all of it."""

    view: MapView
    wards: Sequence[DrawnWard]
    landmarks: Sequence[DrawnLandmark]
    marker: tuple[float, float] | None
    bar_m: int
    bar_label: str
    north: str
    version: str


def scene_of(view: MapView, chosen: Point | None) -> Scene:
    """The scene of the map, in the active language; three queries. view: of the map that is loaded now."""
    project = view.frame.projection.project
    marker = project(chosen.lat, chosen.lon) if chosen is not None and view.shows(chosen) else None
    landmarks = [DrawnLandmark(each.name, *project(each.lat, each.lon)) for each in _landmarks(view)]
    bar_m = next((metres for metres in BARS_M if metres <= LONGEST_BAR_PX * view.metres_per_pixel), BARS_M[-1])
    return Scene(
        view,
        _wards(view),
        landmarks,
        marker,
        bar_m,
        _("{metres} m").format(metres=digits(bar_m)),
        pgettext("the letter of the north on a map", "N"),
        _version(view, landmarks, marker),
    )


def _wards(view: MapView) -> list[DrawnWard]:
    """The ward itself last, so that its outline is drawn over those of its neighbours."""
    ward_map = current_map()
    assert ward_map is not None
    wards = [
        DrawnWard(digits(number), outline, number == view.frame.ward) for number, outline in ward_map.within(*view.box)
    ]
    return sorted(wards, key=lambda ward: ward.is_own)


def _landmarks(view: MapView) -> Sequence[Any]:
    """The order is that in which labels find room: those next to the middle first."""
    found = landmarks_in(view.degrees_at(0, SIDE_PX), view.degrees_at(SIDE_PX, 0))
    middle = view.centre_point
    return sorted(found, key=lambda each: (each.lat - middle.lat) ** 2 + (each.lon - middle.lon) ** 2)


def _version(view: MapView, landmarks: Sequence[DrawnLandmark], marker: tuple[float, float] | None) -> str:
    place = [view.frame.ward, view.zoom, view.column, view.row, marker]
    of_landmarks = [[each.label, each.x, each.y] for each in landmarks]
    made_from = [DRAWN_SINCE, str(map_version()), get_language(), place, of_landmarks]
    return sha256(json.dumps(made_from).encode()).hexdigest()[:32]
