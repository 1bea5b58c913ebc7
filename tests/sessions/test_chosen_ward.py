import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.test import RequestFactory

from sessions.chosen_ward import remember_ward, remembered_ward, settle
from sessions.residence import choose_ward
from tests.evening import make_person, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().get("/my-chat/")
    request.session = {}  # type: ignore[assignment]
    return request


def test_what_was_chosen_before_the_sign_in_is_settled_once(request_: HttpRequest):
    ward, person = make_ward(96), make_person("resident")
    remember_ward(request_, ward)
    settle(request_, person)
    assert (person.ward, remembered_ward(request_)) == (ward, None)


def test_a_choice_in_another_window_a_moment_ago_stands(request_: HttpRequest):
    first, second, person = make_ward(95), make_ward(96), make_person("resident")
    choose_ward(get_user_model().objects.get(pk=person.pk), first)
    remember_ward(request_, second)
    settle(request_, person)
    assert (person.ward, remembered_ward(request_)) == (first, None)


def test_a_ward_that_is_gone_is_forgotten(request_: HttpRequest):
    ward, person = make_ward(96), make_person("resident")
    remember_ward(request_, ward)
    ward.delete()
    settle(request_, person)
    assert (person.ward, dict(request_.session)) == (None, {})
