import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.city.places.map_view import CLOSEST, CLOSEST_M, SIDE_PX, MapView, WardFrame, view_around, whole_ward
from sessions.city.places.place_form import pressed_point
from sessions.city.places.point import Point
from sessions.city.wards.map.metres import Projection

CITY = Projection.around(22.55, 88.36)
SMALL = WardFrame(1, CITY, 0, 0, 300, 250)
USUAL = WardFrame(2, CITY, -900, -4000, 800, -2600)
LARGEST = WardFrame(3, CITY, 2000, -9000, 8600, -4300)
"""Larger than any ward of Kolkata."""

frames = st.sampled_from([SMALL, USUAL, LARGEST])
pixels = st.integers(1, SIDE_PX - 1)
"""Not 0: a picture pressed without a pointer posts 0, 0."""


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres."""
    (x, y), (a, b) = CITY.project(*one), CITY.project(*other)
    return math.hypot(x - a, y - b)


def press(view: MapView, left: int, top: int) -> Point:
    return pressed_point({"pin.x": str(left), "pin.y": str(top)}, view)


@pytest.mark.costly
@settings(deadline=None)  # a busy machine
@given(frames, st.integers(1, CLOSEST), pixels, pixels)
def test_a_pixel_becomes_degrees_and_the_same_pixel_again(frame: WardFrame, zoom: int, left: int, top: int):
    view = view_around(frame, Point(*CITY.unproject(frame.west, frame.north)), zoom)
    x, y = view.pixel_of(*view.degrees_at(left, top))
    assert math.isclose(x, left, abs_tol=1e-3)
    assert math.isclose(y, top, abs_tol=1e-3)


@settings(deadline=None)  # a busy machine
@given(frames, st.floats(0, 1), st.floats(0, 1))
def test_two_presses_lead_within_fifteen_metres_of_any_place_of_any_ward(frame: WardFrame, across: float, up: float):
    """With the first press up to seven pixels beside it, as with a thumb."""
    wanted = CITY.unproject(
        frame.west + across * (frame.east - frame.west), frame.south + up * (frame.north - frame.south)
    )
    view = whole_ward(frame)
    left, top = (int(part) for part in view.pixel_of(*wanted))
    near = press(view, left + 5, top - 5)
    closer = view_around(frame, near, CLOSEST - 1)
    assert closer.shows(Point(*wanted))
    left, top = (int(part) for part in closer.pixel_of(*wanted))
    exact = press(closer, min(max(left, 1), SIDE_PX - 1), min(max(top, 1), SIDE_PX - 1))
    assert apart((exact.lat, exact.lon), wanted) <= 15


@settings(deadline=None)  # a busy machine
@given(frames)
def test_the_last_zoom_shows_single_houses_and_each_zoom_more_than_the_last(frame: WardFrame):
    metres = [frame.metres_per_pixel(zoom) for zoom in range(1, CLOSEST + 1)]
    assert metres == sorted(metres, reverse=True)
    assert metres[-1] <= CLOSEST_M + 1e-9


def test_the_whole_ward_is_in_its_first_view():
    for frame in (SMALL, USUAL, LARGEST):
        west, south, east, north = whole_ward(frame).box
        assert west < frame.west < frame.east < east
        assert south < frame.south < frame.north < north


@pytest.mark.costly
@settings(deadline=None)  # a busy machine
@given(frames, st.integers(-5, 99), st.floats(-89, 89), st.floats(-179, 179))
def test_whatever_is_asked_for_is_one_of_few_views_and_asking_for_that_gives_it_again(
    frame: WardFrame, zoom: int, lat: float, lon: float
):
    view = view_around(frame, Point(lat, lon), zoom)
    assert view_around(frame, view.centre_point, view.zoom) == view
    steps = max(frame.east - frame.west, frame.north - frame.south) / (view.metres_per_pixel * SIDE_PX / 4)
    assert max(abs(view.column), abs(view.row)) <= steps / 2 + 1
