"""The person of a handshake, by the cookie session of the pages."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user, get_user_model
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from chatserver.live.admission.identity import (
    SocketIdentity,
    accounts_of,
    ended_sessions,
    mark_of_password,
    read_handshake,
    socket_identity_of,
)
from tests.measuring.timing import AT_MOST_S, seconds_for

pytestmark = pytest.mark.django_db

SessionStore: Any = import_module(settings.SESSION_ENGINE).SessionStore
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


def identify(headers: Headers) -> SocketIdentity:
    handshake = read_handshake(headers)
    accounts = accounts_of({handshake.session_key} if handshake.session_key else set())
    return socket_identity_of(handshake, accounts.get(handshake.session_key or ""))


def test_a_cookie_session_of_the_pages_is_known(person: Any, cookie: str) -> None:
    key = cookie.partition("=")[2]
    assert identify(headers(cookie)) == SocketIdentity(person.pk, "bn", key, mark_of_password(person.password))


@pytest.mark.parametrize(
    "cookie",
    ["", "sessionid=", "sessionid=x", "sessionid=" + "a" * 32, "\xff=;;=", "sessionid", 'sessionid="\\000aaaaaaaa"'],
)
def test_anybody_else_is_a_visitor(cookie: str) -> None:
    assert identify(headers(cookie)) == SocketIdentity(None, "en")


@pytest.mark.parametrize("beside", ["a=1;" * 125_000, "a=1; sessionid=x; " * 30_000, "; " * 250_000])
@pytest.mark.row("threat", 43)
def test_thousands_of_cookies_take_no_time(cookie: str, beside: str) -> None:
    """A handshake is read in the event loop, where everybody else waits for it."""
    given = f"{beside}language=bn;{cookie}"[-16 * 1024 :]  # servers take no longer heads
    assert read_handshake(headers(given)).session_key == cookie.partition("=")[2]
    bound_s = AT_MOST_S / 4
    assert seconds_for(lambda: read_handshake(headers(given)), wanted_s=bound_s) < bound_s


def test_a_cookie_that_is_no_session_key_costs_no_query(django_assert_num_queries: Any) -> None:
    for key in ('"\\000aaaaaaaa"', "A" * 32, "a" * 41, "a" * 7, "'--aaaaaaaa", "আআআআআআআআ".encode().decode("latin1")):
        with django_assert_num_queries(0):
            assert read_handshake([(b"cookie", f"sessionid={key}".encode("latin1"))]).session_key is None


def sign_in(person: Any, **changes: Any) -> Any:
    """A cookie session as a sign-in leaves it, with some of its entries changed, or (None) removed."""
    store = SessionStore()
    entry = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    store.update({key: value for key, value in (entry | changes).items() if value is not None})
    store.save()
    return store


CHANGES: dict[str, Callable[[Any], Any]] = {
    "nothing": sign_in,
    "no hash": lambda person: sign_in(person, **{HASH_SESSION_KEY: None}),
    "an empty hash": lambda person: sign_in(person, **{HASH_SESSION_KEY: ""}),
    "another hash": lambda person: sign_in(person, **{HASH_SESSION_KEY: "a" * 64}),
    "no account": lambda person: sign_in(person, **{SESSION_KEY: None}),
    "an account that is gone": lambda person: sign_in(person, **{SESSION_KEY: "0"}),
    "no backend": lambda person: sign_in(person, **{BACKEND_SESSION_KEY: None}),
    "another backend": lambda person: sign_in(person, **{BACKEND_SESSION_KEY: "elsewhere.Backend"}),
    "a locked account": lambda person: change_account(person, is_active=False),
    "another password": lambda person: change_account(person, password="other"),
    "a hash by a key from before": lambda person: sign_in(
        person, **{HASH_SESSION_KEY: next(person.get_session_auth_fallback_hash())}
    ),
    "signed by another key": lambda person: spoil(sign_in(person)),
}


def change_account(person: Any, **fields: Any) -> Any:
    store = sign_in(person)
    get_user_model().objects.filter(pk=person.pk).update(**fields)
    return store


def spoil(store: Any) -> Any:
    row = Session.objects.get(pk=store.session_key)
    row.session_data = f"{row.session_data[:-4]}aaaa"
    row.save()
    return store


@pytest.mark.parametrize("change", CHANGES)
def test_exactly_the_people_who_are_signed_in_on_the_pages_are_signed_in_here(
    person: Any, change: str, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = ["the secret key of last year"]
    key = CHANGES[change](person).session_key
    here = accounts_of({key}).get(key)
    request = HttpRequest()
    request.session = SessionStore(key)
    there = get_user(request)
    assert (here.account.pk if here else None) == there.pk
    assert (here is not None) == (change in {"nothing", "a hash by a key from before"})


def test_nothing_is_written(person: Any, settings: Any, django_assert_num_queries: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = ["the secret key of last year"]
    keys = {CHANGES[change](person).session_key for change in CHANGES}
    before = list(Session.objects.order_by("pk").values())
    with django_assert_num_queries(2) as queries:
        accounts_of(keys)
    assert [query["sql"].partition(" ")[0] for query in queries.captured_queries] == ["SELECT"] * 2
    assert list(Session.objects.order_by("pk").values()) == before


@pytest.mark.costly
@pytest.mark.parametrize("people", [1, 3, 50])
def test_two_queries_tell_any_number_of_people_apart(people: int, django_assert_num_queries: Any) -> None:
    crowd = [get_user_model().objects.create_user(f"person-{number}") for number in range(people)]
    keys = {sign_in(person).session_key: person for person in crowd}
    with django_assert_num_queries(2):
        signed_in = accounts_of(set(keys))
    assert {key: who.account for key, who in signed_in.items()} == keys


def test_a_client_without_a_session_key_costs_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert accounts_of(set()) == {}


def test_a_session_that_has_ended_is_none(cookie: str) -> None:
    store = SessionStore(cookie.partition("=")[2])
    store.set_expiry(-1)
    store.save()
    assert identify(headers(cookie)).account_id is None


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
    assert identify(headers(cookies, accepted)).language == language


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
