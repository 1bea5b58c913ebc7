"""Dots of the map: each can be pressed, none is lost, and zooming in takes them apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.matters.public.dots import APART, dots_of
from sessions.matters.public.figures import WorkingCalendar
from sessions.matters.public.map_window import DEEPEST, SIDE, read_at, read_window_zoom, window_around
from sessions.matters.working_days import working_days_between
from tests.sessions.matters.test_deadlines import CLOSED, DAYS

pytestmark = pytest.mark.costly

WHOLE = window_around(88.35, 22.47, 88.40, 22.52)
NUMBER = "95-2027-0001"
"""Places are some of 512 by 512 in the area: quickly drawn, and often close to each other."""
PLACES = st.lists(st.integers(0, 2**18 - 1), max_size=40).map(lambda drawn: [_place(each) for each in drawn])


def _place(drawn: int) -> tuple[str, float, float]:
    return NUMBER, 22.47 + (drawn >> 9) / 10240, 88.35 + (drawn & 511) / 10240


@given(places=PLACES)
def test_no_place_is_lost_and_no_two_dots_are_too_close(places: list[tuple[str, float, float]]) -> None:
    dots = dots_of(places, WHOLE)
    assert sum(dot.count for dot in dots) == len(places)
    for at, one in enumerate(dots):
        assert all(max(abs(one.x - other.x), abs(one.y - other.y)) >= APART for other in dots[:at])
    assert all(bool(dot.number) == (dot.count == 1) for dot in dots)


@given(lat=st.floats(22.47, 22.52), lon=st.floats(88.35, 88.40), zoom=st.integers(1, DEEPEST))
def test_what_one_zooms_to_is_in_the_middle(lat: float, lon: float, zoom: int) -> None:
    window = WHOLE.closer(zoom, (lat, lon))
    x, y = window.pixel_of(lat, lon)
    assert abs(x - SIDE / 2) < 1 > abs(y - SIDE / 2)
    west, south, east, north = window.box
    assert west < lon < east
    assert south < lat < north


def test_other_places_and_zooms_than_there_are_choose_nothing() -> None:
    assert [read_at(words) for words in ("", "x,y", "nan,1", "1", "91,5", "22.5,88.3")] == [None] * 5 + [(22.5, 88.3)]
    assert [read_window_zoom(words) for words in ("", "-1", "6", "٣", "2")] == [0, 0, 0, 0, 2]


@given(first=DAYS, start=DAYS, end=DAYS, closed=CLOSED)
def test_the_calendar_counts_as_the_rule_does(first, start, end, closed) -> None:
    low, high = min(first, start, end), max(first, start, end)
    if start <= end:
        assert WorkingCalendar(low, high, closed).between(start, end) == working_days_between(start, end, closed)
