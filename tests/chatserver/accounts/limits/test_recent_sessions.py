"""Who is known before a page runs, and who no longer is."""

import pytest
from django.conf import settings
from django.test import Client

from chatserver.accounts.limits.recent_sessions import RecentSessions, recent_sessions
from tests.clients.signing_in import ask, post, sign_in
from tests.factories.evening import make_person
from tests.servers.services.fake_gateway import FakeGateway

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


def test_who_signed_in_is_known_to_a_process_that_has_not_seen_them_until_the_end(gateway: FakeGateway) -> None:
    client = Client()
    sign_in(client, gateway)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert RecentSessions().is_marked(key)
    client.post("/sign-out/")
    assert RecentSessions().is_marked(key)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    client.get("/me/")
    assert not recent_sessions.is_marked(key)


def test_a_second_factor_and_another_person_in_the_same_browser_are_known_too(client: Client) -> None:
    for name in ("resident", "neighbour"):
        client.force_login(make_person(name))
        assert RecentSessions().is_marked(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session = client.session
    session.cycle_key()
    assert RecentSessions().is_marked(session.session_key or "")


@pytest.mark.row("threat", 39)
def test_who_only_looks_around_or_asks_for_a_code_gets_no_mark(gateway: FakeGateway) -> None:
    client = Client()
    ask(client)
    for answer in (client.get("/sign-in/code/"), post(client, "/sign-in/code/", code="000000"), client.get("/")):
        assert answer.status_code in (200, 302, 422)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        assert (bool(key), RecentSessions().is_marked(key)) == (True, False)
