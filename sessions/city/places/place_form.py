"""The part of a form in which a place is chosen: by a drawn map, the phone's location, a landmark, or words.

It works with plain posts. A press on the map or on one of its buttons posts the whole form; the page that holds it
then shows itself again with all that was typed. Use: `read_place_choice(request.POST, ward)` in the page's view; where
`was_map_pressed`, show the page again and do nothing else; `place_context(choice)` for `sessions/matters/_place.html`;
`allow_location(response)`, so that the browser lets the page ask for the location.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sessions.city.display import ward_name
from sessions.city.places.landmarks import landmarks_of, words_by_landmark
from sessions.city.places.map_view import CLOSEST, SIDE_PX, WHOLE, MapView, frame_of, view_around, whole_ward
from sessions.city.places.point import DEGREE_DECIMALS, Point, read_point, ward_of_point
from sessions.city.places.view_parameters import picture_address_of, read_around, read_zoom
from sessions.contract.limits import MAX_LANDMARK_GRAPHEMES
from sessions.models import Landmark, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import NO_WORDS, CleanText, clean_optional_line, fold_digits

MAP_BUTTONS = ("closer", "wider", "remove")
"""Values of place_do."""

MOST_NAMES = 40
"""Streets and landmarks without a place that are offered while somebody types."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """What a form says of the place.

    lat, lon: of the pressed or located point, else of the chosen landmark; None where there is neither, or where it is
    refused. landmark: in words, typed or chosen. refused_words: words that were typed there and refused. pinned: the
    point without the chosen landmark's. view: of the map; None where no map shows the ward. was_map_pressed: the page
    is to be shown again, and nothing is to be done. errors: sentences by field (place, landmark). wards: what may be
    chosen where the ward is not clear.
    """

    ward: Ward
    landmark: CleanText = NO_WORDS
    refused_words: str = ""
    chosen: Landmark | None = None
    pinned: Point | None = None
    view: MapView | None = None
    was_map_pressed: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    wards: Sequence[int] = ()

    @property
    def point(self) -> Point | None:
        if self.pinned is None and self.chosen is not None:
            return Point.rounded(self.chosen.lat, self.chosen.lon)
        return self.pinned

    @property
    def lat(self) -> float | None:
        return self.point.lat if self.point is not None else None

    @property
    def lon(self) -> float | None:
        return self.point.lon if self.point is not None else None

    @property
    def degrees(self) -> tuple[Decimal | None, Decimal | None]:
        """lat and lon as columns keep them."""
        if self.point is None:
            return None, None
        return Decimal(f"{self.point.lat:.{DEGREE_DECIMALS}f}"), Decimal(f"{self.point.lon:.{DEGREE_DECIMALS}f}")


def empty_place(ward: Ward) -> PlaceChoice:
    """The empty place, for a form that is shown first: the whole ward."""
    frame = frame_of(ward.number)
    return PlaceChoice(ward, view=whole_ward(frame) if frame is not None else None)


def read_place_choice(post: Mapping[str, str], ward: Ward) -> PlaceChoice:
    """Raises nothing: what is refused is in `errors`, beside what was understood."""
    choice = _with_words(empty_place(ward), post)
    frame = choice.view.frame if choice.view is not None else None
    around = read_around(post.get("place_around", ""))
    if frame is not None and around is not None:
        choice = replace(choice, view=view_around(frame, around, read_zoom(post.get("place_zoom", ""))))
    do = post.get("place_do", "")
    is_pressed = was_pressed(post)
    choice = replace(choice, was_map_pressed=is_pressed or do in MAP_BUTTONS)
    if do == "remove":
        return choice
    for take in (_take_point, _take_press):
        try:
            choice = take(choice, post)
        except Refused as refused:
            wards = refused.facts.get("wards", ())
            choice = replace(choice, errors={**choice.errors, "place": str(refused.message)}, wards=tuple(wards))
    return _zoomed(choice, do, is_pressed=is_pressed)


def place_context(choice: PlaceChoice, *, saves_data: bool = False) -> dict[str, Any]:
    """The place for the template, as one value `place`; up to three queries."""
    view, point = choice.view, choice.point
    return {
        "choice": choice,
        "around": str(view.centre_point) if view is not None else "",
        "zoom": view.zoom if view is not None else "",
        "map_address": picture_address_of(view, point, scale=1 if saves_data else 2) if view is not None else "",
        "side": SIDE_PX,
        "may_go_closer": view is not None and view.zoom < CLOSEST,
        "may_go_wider": view is not None and view.zoom > WHOLE,
        "in_words": words_by_landmark(point, ward_name(choice.ward)) if point is not None else "",
        "landmarks": landmarks_of(choice.ward.number),
        "names": [name.strip() for name in choice.ward.places.split(";") if name.strip()][:MOST_NAMES],
        "asked_wards": [(number, ward_name(number)) for number in choice.wards],
    }


def allow_location(response: HttpResponse) -> HttpResponse:
    """Let the page ask the browser for the location (chatserver/web/security_headers.py); return the response."""
    response.asks_location = True  # type: ignore[attr-defined]
    return response


def _with_words(choice: PlaceChoice, post: Mapping[str, str]) -> PlaceChoice:
    """The landmark: what was typed, else the name of the chosen one."""
    chosen = next((each for each in landmarks_of(choice.ward.number) if str(each.pk) == post.get("place_near")), None)
    typed = post.get("place_landmark", "")
    try:
        words = clean_optional_line(typed, max_graphemes=MAX_LANDMARK_GRAPHEMES)
    except Refused as refused:
        refused_words, errors = typed[:MAX_LANDMARK_GRAPHEMES], {"landmark": str(refused.message)}
        return replace(choice, refused_words=refused_words, chosen=chosen, errors=errors)
    name = CleanText(chosen.name if chosen is not None else "")  # since the table of landmarks was loaded
    return replace(choice, landmark=words or name, chosen=chosen)


def _take_point(choice: PlaceChoice, post: Mapping[str, str]) -> PlaceChoice:
    """The point that the form holds, if any. Raises Refused where it is none, or not in the ward."""
    lat, lon = post.get("place_lat", ""), post.get("place_lon", "")
    if not (lat.strip() or lon.strip()):
        return choice
    return replace(choice, pinned=_checked(read_point(lat, lon), choice.ward, post))


def _take_press(choice: PlaceChoice, post: Mapping[str, str]) -> PlaceChoice:
    """The pressed place instead of the one before, which stays where this is refused. Raises Refused."""
    if choice.view is None or not was_pressed(post):
        return choice
    pinned = _checked(pressed_point(post, choice.view), choice.ward, post)
    errors = {field: words for field, words in choice.errors.items() if field != "place"}
    return replace(choice, pinned=pinned, errors=errors, wards=())


def _checked(point: Point, ward: Ward, post: Mapping[str, str]) -> Point:
    """Raises Refused: another_ward, and what ward_of_point raises."""
    answered = post.get("place_ward", "")
    chosen = int(answered) if answered.isascii() and answered.isdecimal() and len(answered) <= 5 else None
    there = ward_of_point(point, own=ward.number, chosen=chosen)
    if there != ward.number:
        words = _("That place is in {there}, and this form is for {here}. Choose a place in {here}, or begin there.")
        message = words.format(there=ward_name(there), here=ward_name(ward))
        raise Refused("another_ward", message, facts={"ward": there})
    return point


def _zoomed(choice: PlaceChoice, do: str, *, is_pressed: bool) -> PlaceChoice:
    """Whether the map is zoomed in.

    After a press so near to the place that the next press is exact; by the buttons one step.
    """
    if choice.view is None:
        return choice
    zoom, point = choice.view.zoom, choice.point
    centre = choice.view.centre_point
    if is_pressed and "place" not in choice.errors and point is not None:
        zoom, centre = (CLOSEST - 1 if zoom < CLOSEST - 1 else CLOSEST), point
    elif do in ("closer", "wider"):
        zoom += 1 if do == "closer" else -1
        centre = point or centre
    return replace(choice, view=view_around(choice.view.frame, centre, zoom))


# What `<input type="image">` posts when somebody presses the map: pixels, which become a point.
#
# A browser also posts such a picture when it is activated without a pointer, always as 0, 0: that is no place. Where a
# browser scales the picture, the form says how large it was: by hidden fields, which the page's script keeps true.

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
