import pytest
from django.conf import settings
from django.test import Client

from chatserver.accounts.limits.recent_sessions import recent_sessions
from tests.factories.evening import make_person

pytestmark = pytest.mark.django_db


def test_who_signs_out_is_a_stranger_again() -> None:
    client, person = Client(), make_person("resident")
    client.force_login(person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.get("/me/")
    assert recent_sessions.account_of(key) == person.pk
    client.post("/sign-out/")
    assert recent_sessions.account_of(key) is None


def test_a_key_that_somebody_made_up_is_not_known() -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "k" * 32
    client.get("/me/")
    assert recent_sessions.account_of("k" * 32) is None
