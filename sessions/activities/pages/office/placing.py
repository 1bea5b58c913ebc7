"""The place in the form of an activity: on the ward's map, as complaints have it; of a borough's work in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from sessions.city.places.place_form import PlaceChoice, empty_place, place_context, read_place_choice
from sessions.city.places.point import Point
from sessions.contract.limits import MAX_CODE_POINTS_EACH, MAX_LANDMARK_GRAPHEMES
from sessions.models import Activity, Borough, Ward
from sessions.platform.pages.save_data import saves_data
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import CleanText, clean_optional_line


@dataclass(frozen=True, slots=True)
class ActivityPlace:
    """The choice of a place for an activity.

    choice: of a ward's; landmark and error: of a borough's, which has no one map.
    """

    choice: PlaceChoice | None
    landmark: str = ""
    error: str = ""

    @property
    def is_right(self) -> bool:
        return not (self.error or (self.choice is not None and self.choice.errors))

    @property
    def was_map_pressed(self) -> bool:
        return self.choice is not None and self.choice.was_map_pressed

    def columns(self) -> dict[str, Any]:
        if self.choice is None:
            return {"lat": None, "lon": None, "landmark": self.landmark}
        lat, lon = self.choice.degrees
        return {"lat": lat, "lon": lon, "landmark": self.choice.landmark}

    def context(self, request: HttpRequest) -> dict[str, Any] | None:
        """The values for the template of the map."""
        if self.choice is None:
            return None
        return place_context(self.choice, saves_data=saves_data(request))


def begin_place(owner: Ward | Borough, activity: Activity | None = None) -> ActivityPlace:
    """The place to begin with: the activity's own; for a new one the whole ward."""
    landmark = CleanText(activity.landmark if activity is not None else "")
    if isinstance(owner, Borough):
        return ActivityPlace(None, landmark)
    choice = replace(empty_place(owner), landmark=landmark)
    if activity is not None and activity.lat is not None and activity.lon is not None:
        choice = replace(choice, pinned=Point.rounded(float(activity.lat), float(activity.lon)))
    return ActivityPlace(choice)


def read_activity_place(post: Mapping[str, str], owner: Ward | Borough) -> ActivityPlace:
    """Raises nothing: what is refused is in its errors."""
    if isinstance(owner, Ward):
        return ActivityPlace(read_place_choice(post, owner))
    written = post.get("place_landmark", "")[: MAX_LANDMARK_GRAPHEMES * MAX_CODE_POINTS_EACH]
    try:
        return ActivityPlace(None, clean_optional_line(written, max_graphemes=MAX_LANDMARK_GRAPHEMES))
    except Refused as refused:
        return ActivityPlace(None, written, str(refused.message))
