import pytest

from sessions.city.places.map_view import SIDE_PX, WardFrame, whole_ward
from sessions.city.places.place_form import pressed_point, was_pressed
from sessions.city.places.point import Point
from sessions.city.wards.map.metres import Projection
from sessions.platform.refusals import Refused
from tests.running.tables import table

VIEW = whole_ward(WardFrame(1, Projection.around(22.5, 88.4), 0, 0, 1000, 1000))


def test_the_middle_of_the_pressed_pixel_is_the_place():
    assert pressed_point({"pin.x": "100", "pin.y": "50"}, VIEW) == Point.rounded(*VIEW.degrees_at(100.5, 50.5))


def test_a_picture_that_a_browser_scaled_is_pressed_in_its_own_pixels():
    """The fields say how large it was."""
    half = {"pin.x": "50", "pin.y": "25", "place_width": "144", "place_height": "144"}
    assert pressed_point(half, VIEW) == Point.rounded(*VIEW.degrees_at(101, 51))


@table("size", ["", "0", "nonsense", "99999"])
def test_a_size_that_is_none_is_ours(size: str):
    post = {"pin.x": "100", "pin.y": "50", "place_width": size, "place_height": size}
    assert pressed_point(post, VIEW) == Point.rounded(*VIEW.degrees_at(100.5, 50.5))


@table(
    "post",
    [
        {"pin.x": "100"},
        {"pin.x": "100", "pin.y": "-1"},
        {"pin.x": str(SIDE_PX), "pin.y": "50"},
        {"pin.x": "NaN", "pin.y": "50"},
        {"pin.x": "1e2", "pin.y": "50"},
        {"pin.x": "7" * 5000, "pin.y": "50"},
    ],
)
def test_what_is_no_pixel_of_the_picture_is_refused(post: dict[str, str]):
    assert was_pressed(post)
    with pytest.raises(Refused) as refused:
        pressed_point(post, VIEW)
    assert (refused.value.code, str(refused.value.message)) == (
        "bad_field",
        "Please press a place inside of the map, or say in words where it is.",
    )


def test_a_picture_that_was_activated_by_a_key_tells_no_place():
    with pytest.raises(Refused, match="bad_field") as refused:
        pressed_point({"pin.x": "0", "pin.y": "0"}, VIEW)
    assert str(refused.value.message).startswith("The map needs a finger or a mouse.")


def test_a_form_that_was_sent_by_a_button_pressed_no_picture():
    assert not was_pressed({"place_do": "closer", "pin": ""})
