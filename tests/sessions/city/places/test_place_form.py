"""The part of a form in which a place is chosen, by plain posts; and as the template shows it."""

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from chatserver.web.security_headers import AddSecurityHeaders
from sessions.city.places.place_form import PlaceChoice, allow_location, empty_place, place_context, read_place_choice
from sessions.city.places.point import Point
from sessions.models import Landmark, Ward
from tests.factories.evening import make_ward
from tests.factories.town import degrees

pytestmark = pytest.mark.costly


def point(x: float, y: float) -> Point:
    return Point.rounded(*degrees(x, y))


def located(x: float, y: float) -> dict[str, str]:
    lat, lon = degrees(x, y)
    return {"place_lat": str(lat), "place_lon": str(lon)}


def html(choice: PlaceChoice) -> str:
    return render_to_string("sessions/matters/_place.html", {"place": place_context(choice)})


def hidden(choice: PlaceChoice) -> dict[str, str]:
    """What the form posts again, whatever is pressed in it."""
    context, pinned = place_context(choice), choice.pinned
    view = {"place_around": context["around"], "place_zoom": str(context["zoom"])}
    place = {"place_lat": str(pinned.lat), "place_lon": str(pinned.lon)} if pinned else {}
    return {**view, **place, "place_landmark": choice.landmark}


def test_a_press_sets_the_place_keeps_the_words_and_shows_the_map_closer(mapped: Ward):
    choice = read_place_choice(
        {**hidden(empty_place(mapped)), "place_landmark": "Drain", "pin.x": "144", "pin.y": "144"}, mapped
    )
    assert (choice.was_map_pressed, choice.landmark, choice.errors) == (True, "Drain", {})
    assert choice.view is not None
    assert choice.view.zoom == 3
    again = read_place_choice({**hidden(choice), "pin.x": "144", "pin.y": "144"}, mapped)
    assert again.view is not None
    assert (again.view.zoom, again.landmark) == (4, "Drain")
    sent = read_place_choice(hidden(again), mapped)
    assert (sent.was_map_pressed, sent.point, sent.landmark) == (False, again.point, "Drain")


def test_the_buttons_go_closer_and_wider_and_take_the_place_away(mapped: Ward):
    choice = read_place_choice({**located(500, 500), "place_do": "closer", "place_zoom": "1"}, mapped)
    assert choice.view is not None
    assert (choice.was_map_pressed, choice.view.zoom, choice.point) == (True, 2, point(500, 500))
    wider = read_place_choice({**hidden(choice), "place_do": "wider"}, mapped)
    assert wider.view is not None
    assert wider.view.zoom == 1
    removed = read_place_choice({**hidden(choice), "place_do": "remove"}, mapped)
    assert (removed.was_map_pressed, removed.point) == (True, None)


def test_a_location_outside_of_the_ward_is_explained_and_no_place_is_taken(mapped: Ward):
    elsewhere = read_place_choice({**located(2500, 500), "place_landmark": "Drain"}, mapped)
    assert (elsewhere.point, elsewhere.landmark) == (None, "Drain")
    assert elsewhere.errors["place"].startswith("That place is in Ward 18, and this form is for Ward 11.")
    outside = read_place_choice(located(9000, 9000), mapped)
    assert outside.errors["place"] == "That place is outside of the city. Please choose a place in one of its wards."


def test_in_a_hole_of_the_map_the_ward_is_asked_and_the_answer_taken(mapped: Ward):
    ward = Ward.objects.get(number=12)
    asked = read_place_choice(located(1100, 1900), ward)
    assert (asked.point, set(asked.wards)) == (None, {12, 13, 14})
    assert 'name="place_ward"' in html(asked)
    assert read_place_choice({**located(1100, 1900), "place_ward": "12"}, ward).point == point(1100, 1900)


def test_a_refused_press_leaves_the_earlier_place(mapped: Ward):
    choice = read_place_choice({**located(500, 500), "pin.x": "0", "pin.y": "0"}, mapped)
    assert (choice.point, set(choice.errors)) == (point(500, 500), {"place"})


def test_a_chosen_landmark_gives_its_place_and_its_name_unless_others_are_given(mapped: Ward):
    lat, lon = degrees(400, 400)
    landmark = Landmark.objects.create(ward=mapped, key="Park", names={"en": "Park"}, lat=lat, lon=lon)
    near = {"place_near": str(landmark.pk)}
    choice = read_place_choice(near, mapped)
    assert (choice.point, choice.pinned, choice.landmark) == (Point.rounded(lat, lon), None, "Park")
    both = read_place_choice({**near, **located(500, 500), "place_landmark": "Behind the park"}, mapped)
    assert (both.point, both.landmark) == (point(500, 500), "Behind the park")


def test_words_that_cannot_be_shown_are_refused_beside_their_field(mapped: Ward):
    choice = read_place_choice({"place_landmark": "a\u202eb"}, mapped)
    assert set(choice.errors) == {"landmark"}
    assert 'id="place-landmark-error"' in html(choice)


def test_the_form_shows_the_map_the_place_in_words_and_what_was_typed(mapped: Ward):
    mapped.places = "Lake Road; Pump house"
    choice = read_place_choice({**located(500, 500), "place_landmark": "Drain <b>"}, mapped)
    shown = html(choice)
    for part in (
        'type="image" name="pin"',
        "map.png?around=",
        'value="Drain &lt;b&gt;"',
        "A place in Ward 11",
        "Pump house",
    ):
        assert part in shown
    assert shown.index("<button") < shown.index('type="image"')  # the Enter key presses the first
    assert len(shown) < 6_000


@pytest.mark.django_db
def test_without_a_map_there_is_no_picture_and_words_are_enough():
    ward = make_ward(95)
    choice = read_place_choice({"place_landmark": "Drain", "pin.x": "5", "pin.y": "5"}, ward)
    assert (choice.view, choice.errors, choice.landmark) == (None, {}, "Drain")
    assert 'type="image"' not in html(choice)
    assert set(read_place_choice(located(1, 1), ward).errors) == {"place"}


def test_only_a_page_that_says_so_may_ask_for_the_location():
    def policy(response: HttpResponse) -> str:
        return AddSecurityHeaders(lambda _request: response)(RequestFactory().get("/")).headers["Permissions-Policy"]

    assert "geolocation=()" in policy(HttpResponse())
    assert "geolocation=(self)" in policy(allow_location(HttpResponse()))
