import pytest
from django.contrib.auth import get_user
from django.test import Client

from tests.factories.evening import make_evening

AS_STORED = "chatserver.accounts.passwords.PasswordBackend"
"""By what somebody signed in, as it stands in each cookie session of the releases before."""


@pytest.mark.django_db
def test_a_cookie_session_of_an_earlier_release_stays_signed_in():
    person, client = make_evening().residents[0], Client()
    client.force_login(person, backend=AS_STORED)
    assert get_user(client) == person
