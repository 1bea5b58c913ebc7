"""Cookie sessions are found by their account: signing a person out everywhere reads nobody else's."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as EarlierStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatserver.accounts.cookie_sessions.ending import cookie_sessions_of, end_cookie_sessions
from chatserver.accounts.models import CookieSessionOwner, User
from tests.factories.planning_desk import client_of

note_owners = import_module("chatserver.accounts.migrations.0009_owners_of_cookie_sessions").note_owners

pytestmark = pytest.mark.django_db


def keys_of(person: User) -> set[str]:
    return set(cookie_sessions_of([person.pk]).values_list("session_key", flat=True))


def test_each_is_found_under_the_key_that_it_has_now():
    person = User.objects.create_resident(ward=None)
    phone, desk = client_of(person), client_of(person)  # a proof gives each a new key
    assert keys_of(person) == {phone.session.session_key, desk.session.session_key}
    phone.post("/sign-out/")
    assert keys_of(person) == {desk.session.session_key}
    assert CookieSessionOwner.objects.count() == Session.objects.count() == 1


@pytest.mark.row("threat", 7)
@pytest.mark.parametrize("others", [1, 300])
def test_signing_out_everywhere_takes_the_same_statements_however_many_are_signed_in(others: int):
    person, other = (User.objects.create_resident(ward=None) for _person in range(2))
    own = [client_of(person) for _device in range(3)]
    store = EarlierStore()
    rows = [
        Session(f"others-{index}", store.encode({SESSION_KEY: f"{other.pk}"}), store.get_expiry_date())
        for index in range(others)
    ]
    Session.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as queries:
        end_cookie_sessions([person.pk], but=own[0].session.session_key)
    assert len(queries) <= 3  # the key of the one that stays is read, too
    assert keys_of(person) == {own[0].session.session_key}
    assert Session.objects.count() == others + 1
    end_cookie_sessions([person.pk])
    assert (keys_of(person), own[0].get("/me/privacy/").status_code) == (set(), 302)


@pytest.mark.costly
def test_those_of_an_earlier_release_go_on_and_are_found_after_the_upgrade():
    person = User.objects.create_resident(ward=None)
    client = client_of(person)
    store, visitor = EarlierStore(client.session.session_key), EarlierStore()
    visitor["language"] = "bn"
    visitor.save()
    CookieSessionOwner.objects.all().delete()
    assert store[SESSION_KEY] == str(person.pk)
    note_owners(apps, SimpleNamespace(connection=connection))
    assert keys_of(person) == {client.session.session_key}
    assert client.get("/me/privacy/").status_code == 200
    end_cookie_sessions([person.pk])
    assert list(Session.objects.values_list("pk", flat=True)) == [visitor.session_key]


def test_signing_in_takes_one_statement_for_it():
    person = User.objects.create_resident(ward=None)
    client = client_of(person)
    cookie_session = client.session
    cookie_session["other"] = 1
    with CaptureQueriesContext(connection) as queries:
        cookie_session.save()
    assert len([query for query in queries.captured_queries if "cookiesessionowner" in query["sql"]]) == 1
    assert Client().get("/sign-in/").status_code == 200
