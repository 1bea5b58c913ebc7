"""The map of complaints and suggestions: outlines of wards and dots, for a drawing that needs no tile server."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from sessions.city.wards.loaded_map import current_map
from sessions.matters.public.dots import Dot, Place, dots_of
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.map_window import MapWindow, outline_path, window_around
from sessions.matters.public.state import state_of_matters
from sessions.models import Ward
from sessions.models.matters.matter import MatterQuerySet
from sessions.platform.lists.kept_values import KeptValues

if TYPE_CHECKING:
    from sessions.city.wards.map.finding import OutlineMap

MOST_PLACES = 5000
"""The newest ones that are drawn."""

MOST_KEPT, MOST_DOTS_KEPT = 8, 64
"""Filters whose places a process keeps, half a megabyte each at most; and drawings whose dots it keeps."""


@dataclass(frozen=True, slots=True)
class MatterMap:
    """The map of matters.

    window: None where neither a map is loaded nor anything has a place. paths: of the wards' outlines.

    hidden: how many pass the filters and have no place on the map, because they tell only a landmark or none.
    """

    window: MapWindow | None
    paths: list[str] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    hidden: int = 0
    are_more: bool = False


def matter_map(wanted: MatterFilter, *, at: tuple[float, float] | None, zoom: int, today: date) -> MatterMap:
    state = state_of_matters(today)
    # The age of a complaint grows by the second: what is chosen by it is another choice in each minute.
    choice = (wanted, timezone.now().replace(second=0, microsecond=0) if wanted.age is not None else None)
    found = _kept_places.get(state, choice, lambda: _read_places(wanted, today))
    loaded = current_map()
    whole = _whole_area(loaded, wanted) or _around(found.places)
    if whole is None:
        return MatterMap(None, hidden=found.hidden)
    window = whole.closer(zoom, at)
    dots = _kept_dots.get(state, (choice, window), lambda: dots_of(found.places, window))
    return MatterMap(window, _paths(loaded, window), dots, found.hidden, found.are_more)


@dataclass(frozen=True, slots=True)
class _Places:
    places: list[Place]
    hidden: int
    are_more: bool


_kept_places: KeptValues[_Places] = KeptValues(MOST_KEPT)
_kept_dots: KeptValues[list[Dot]] = KeptValues(MOST_DOTS_KEPT)


def _read_places(wanted: MatterFilter, today: date) -> _Places:
    rows = wanted.rows(today)
    placed = with_place(rows)
    found = list(placed.order_by("-published_at").values_list("number", "lat", "lon")[: MOST_PLACES + 1])
    places = [(number, float(lat or 0), float(lon or 0)) for number, lat, lon in found[:MOST_PLACES]]
    hidden = rows.count() - (len(found) if len(found) <= MOST_PLACES else placed.count())
    return _Places(places, hidden, len(found) > MOST_PLACES)


def with_place(rows: MatterQuerySet) -> MatterQuerySet:
    """The rows whose point on the map is public."""
    return rows.filter(lat__isnull=False, is_landmark_only=False)


def in_window(rows: MatterQuerySet, window: MapWindow) -> MatterQuerySet:
    west, south, east, north = (round(degrees, 6) for degrees in window.box)
    return with_place(rows).filter(lat__range=(south, north), lon__range=(west, east))


def _whole_area(loaded: "OutlineMap | None", wanted: MatterFilter) -> MapWindow | None:
    """The window around the chosen ward or borough, or around the city; None where no map shows it."""
    if loaded is None:
        return None
    numbers = loaded.wards
    if wanted.ward is not None:
        numbers = [wanted.ward]
    elif wanted.borough:
        numbers = list(Ward.objects.filter(borough__code=wanted.borough).values_list("number", flat=True))
    shapes = [shape for number in numbers if (shape := loaded.outline(number)) is not None]
    if not shapes:
        return None
    bounds = [shape.bounds for shape in shapes]
    west, south = (min(each[side] for each in bounds) for side in (0, 1))
    east, north = (max(each[side] for each in bounds) for side in (2, 3))
    (low, left), (high, right) = (loaded.projection.unproject(x, y) for x, y in ((west, south), (east, north)))
    return window_around(left, low, right, high)


def _around(places: list[tuple[str, float, float]]) -> MapWindow | None:
    if not places:
        return None
    lats, lons = [lat for _number, lat, _lon in places], [lon for _number, _lat, lon in places]
    return window_around(min(lons), min(lats), max(lons), max(lats))


def _paths(loaded: "OutlineMap | None", window: MapWindow) -> list[str]:
    if loaded is None:
        return []
    west, south, east, north = window.box
    corners = (*loaded.projection.project(south, west), *loaded.projection.project(north, east))
    drawn = (outline_path(shape, window, loaded.projection) for _ward, shape in loaded.within(*corners))
    return [path for path in drawn if path]
