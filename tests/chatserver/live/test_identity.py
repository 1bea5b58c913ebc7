"""Who is at the other end of a handshake."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from chatserver.live.identity import Person, ended_sessions, identify, read_handshake

pytestmark = pytest.mark.django_db

Headers = list[tuple[bytes, bytes]]


@pytest.fixture
def person() -> Any:
    return get_user_model().objects.create_user("sumi", "a long password", language="bn")


@pytest.fixture
def cookie(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def headers(cookie: str = "", language: str = "") -> Headers:
    return [(b"cookie", cookie.encode()), (b"accept-language", language.encode())]


def test_a_cookie_session_of_the_pages_is_known(person: Any, cookie: str) -> None:
    assert identify(read_handshake(headers(cookie))) == Person(person.pk, "bn", cookie.partition("=")[2])


@pytest.mark.parametrize("cookie", ["", "sessionid=", "sessionid=x", "sessionid=" + "a" * 32, "\xff=;;=", "sessionid"])
def test_anybody_else_is_a_visitor(cookie: str) -> None:
    assert identify(read_handshake(headers(cookie))) == Person(None, "en")


@pytest.mark.parametrize(
    "change",
    [
        lambda person: person.set_password("another one"),
        lambda person: setattr(person, "is_active", False),
    ],
)
def test_whoever_has_been_locked_out_or_changed_the_password_is_a_visitor_and_nothing_is_written(
    person: Any, cookie: str, change: Callable[[Any], None]
) -> None:
    change(person)
    person.save()
    assert identify(read_handshake(headers(cookie))).account_id is None
    assert Session.objects.count() == 1


def test_a_session_that_has_ended_is_none(cookie: str) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore(cookie.partition("=")[2])
    store.set_expiry(-1)
    store.save()
    assert identify(read_handshake(headers(cookie))).account_id is None


@pytest.mark.parametrize(
    ("chosen", "signed_in", "accepted", "language"),
    [
        ("", False, "", "en"),
        ("", False, "bn-IN,bn;q=0.9,en;q=0.8", "bn"),
        ("", True, "en", "bn"),
        ("en", True, "bn", "en"),
        ("bn", False, "en", "bn"),
        ("xx", True, "en", "bn"),
        ("xx", False, "fr", "en"),
    ],
)
def test_the_language_is_the_browsers_choice_then_the_accounts_then_what_is_asked_for(
    cookie: str, chosen: str, signed_in: bool, accepted: str, language: str
) -> None:
    cookies = f"{cookie if signed_in else ''}; {settings.LANGUAGE_COOKIE_NAME}={chosen}"
    assert identify(read_handshake(headers(cookies, accepted))).language == language


def test_a_cookie_session_has_ended_once_it_is_signed_out_or_has_run_out(
    person: Any, django_assert_num_queries: Any
) -> None:
    clients = [Client() for _ in range(3)]
    for client in clients:
        client.force_login(person)
    lasting, signed_out, run_out = (client.cookies[settings.SESSION_COOKIE_NAME].value for client in clients)
    clients[1].logout()
    Session.objects.filter(pk=run_out).update(expire_date=timezone.now())
    with django_assert_num_queries(1):
        assert ended_sessions({lasting, signed_out, run_out}) == {signed_out, run_out}
    with django_assert_num_queries(0):
        assert ended_sessions(set()) == set()


def test_it_takes_two_queries(cookie: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        identify(read_handshake(headers(cookie)))
