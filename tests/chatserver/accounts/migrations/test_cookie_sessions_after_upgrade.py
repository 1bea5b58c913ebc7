"""An upgrade signs nobody out: cookie sessions name a backend by the path that it had then."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from chatserver.live.admission.identity import accounts_of
from tests.factories.evening import make_evening

upgrade = import_module("chatserver.accounts.migrations.0006_cookie_sessions_after_upgrade")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVER_USED = ("django.contrib.auth.backends.ModelBackend", "chatserver.accounts.passwords.PasswordBackend")
"""Paths in the cookie sessions of existing installations. A move of the backend needs a migration and a line here."""


@pytest.mark.parametrize("backend", EVER_USED)
def test_a_person_who_signed_in_under_an_older_version_is_signed_in_still(client: Client, backend: str):
    person = make_evening().residents[0]
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), backend
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store["wards"] = "something else"
    store.save()
    key = store.session_key
    assert key is not None
    upgrade.name_the_backend_of_now(apps, SimpleNamespace(connection=connection))
    client.cookies["sessionid"] = key
    assert client.get("/me/privacy/").status_code == 200
    assert accounts_of({key})[key].account == person
    assert SessionStore(key)["wards"] == "something else"
