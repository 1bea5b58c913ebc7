"""A visitor's choice of a ward is in a cookie of their own until they sign in, and for nobody after them."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sessions.city.wards.chosen_ward import forget_ward, keep_chosen_ward, remember_ward, remembered_ward
from sessions.city.wards.ward_change import choose_ward
from sessions.models import Ward
from tests.factories.evening import make_person, make_ward

pytestmark = pytest.mark.django_db


def choose(ward: Ward) -> HttpRequest:
    """The request that follows."""
    request = RequestFactory().get("/my-chat/")
    cookies = remember_ward(HttpResponse(), ward).cookies
    request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
    return request


def test_what_was_chosen_before_the_sign_in_is_settled_once():
    ward, person = make_ward(96), make_person("resident")
    request = choose(ward)
    keep_chosen_ward(request, person)
    assert person.ward == ward
    [morsel] = forget_ward(request, HttpResponse()).cookies.values()
    assert (morsel.value, morsel["max-age"]) == ("", 0)


def test_a_choice_in_another_window_a_moment_ago_stands():
    first, second, person = make_ward(95), make_ward(96), make_person("resident")
    choose_ward(get_user_model().objects.get(pk=person.pk), first)
    keep_chosen_ward(choose(second), person)
    assert person.ward == first


def test_a_ward_that_is_gone_is_forgotten():
    ward, person = make_ward(96), make_person("resident")
    request = choose(ward)
    ward.delete()
    keep_chosen_ward(request, person)
    assert (person.ward, remembered_ward(request)) == (None, None)


@pytest.mark.parametrize("cookie", ["96", "96:forged", "", "x" * 5000, "\u09ef\u09ec"])
def test_what_somebody_else_has_written_is_no_choice(cookie: str):
    make_ward(96)
    request = RequestFactory().get("/my-chat/")
    request.COOKIES = {"ward": cookie}
    assert remembered_ward(request) is None


def test_the_cookie_goes_once_somebody_has_come_in(client: Client):
    ward, person = make_ward(96), make_person("resident")
    client.post("/wards/choose/", {"ward": "96"})
    client.force_login(person)
    client.get("/my-chat/")
    person.refresh_from_db()
    assert (person.ward, client.cookies["ward"].value) == (ward, "")
