"""Floods are refused before any page, at every address; a refused request writes nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.rate_limits import Limit
from chatserver.accounts.models import Tally, User
from chatserver.web.throttle_strangers import PERSONS, STRANGERS
from sessions.models import Ward
from tests.chatserver.who_may.test_addresses import addresses, paths_of
from tests.chatserver.who_may.town import Town, make_town
from tests.clients.signing_in import ask, sign_in
from tests.factories.evening import make_ward
from tests.factories.planning_desk import client_of
from tests.servers.services.fake_gateway import FakeGateway

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|SAVEPOINT|BEGIN|SELECT .* FOR UPDATE)", re.IGNORECASE | re.DOTALL
)
FLOODED = "203.0.113.7"


@pytest.fixture
def flooded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A line from which more came than is carried."""
    for _time in range(10_000):
        STRANGERS.addresses.take(f"{FLOODED}/32", 1e9)
    monkeypatch.setattr("chatserver.web.throttle_strangers.time.monotonic", lambda: 1e9)
    yield
    STRANGERS.clear()


@pytest.fixture
def town() -> Town:
    return make_town()


def every_path(town: Town) -> list[str]:
    return [path for address, entry in addresses() for path in list(paths_of(address, entry, town).values())[:1]]


def written_by(client: Client, path: str, fields: dict[str, str], **extra: Any) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        status = client.post(path, fields, **extra).status_code
    return status, [query["sql"] for query in queries.captured_queries]


def writes_of(statements: list[str]) -> list[str]:
    return [statement for statement in statements if WRITES.match(statement)]


@pytest.mark.row("threat", 28)
@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["", "made-up-cookie-session-of-nobody"])
def test_at_every_address_a_flood_is_refused_before_the_database_hears_of_it(
    town: Town, flooded: None, cookie: str
) -> None:
    client = Client(REMOTE_ADDR=FLOODED)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    paths = every_path(town)
    assert len(paths) > 80
    told = {path: written_by(client, path, {}) for path in paths}
    assert {path: status for path, (status, _all) in told.items() if status != 429} == {}
    assert {path: found for path, (_status, found) in told.items() if len(found) > (1 if cookie else 0)} == {}
    assert {path: found for path, (_status, found) in told.items() if writes_of(found)} == {}


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db
def test_nothing_that_a_stranger_posts_without_a_code_or_a_password_writes(town: Town, gateway: FakeGateway) -> None:
    fields = {"ward": "95", "op": "question.ask", "text": "?", "kind": "question", "code": "123456", "who": "new"}
    told = {}
    for path in every_path(town):
        STRANGERS.clear()
        told[path] = written_by(Client(), path, fields)
    assert [path for path, (status, _all) in told.items() if status == 429] == []
    assert {path: writes_of(found) for path, (_status, found) in told.items() if writes_of(found)} == {}


@pytest.mark.django_db
def test_it_says_when_to_come_back_to_people_and_to_scripts(flooded: None) -> None:
    client = Client(REMOTE_ADDR=FLOODED)
    page = client.post("/sign-in/", {}, headers={"accept-language": "en"})
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (429, "1", "no-store")
    assert "Wait a few seconds, go back and send it again." in page.content.decode()
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    nack = client.post("/api/chat/00000000-0000-0000-0000-000000000000/commands", headers={"accept-language": "bn"})
    assert (nack.status_code, nack.json()["code"], nack.json()["after_ms"]) == (429, "rate_limited", 1000)
    assert client.get("/sign-in/").status_code == 200


@pytest.mark.django_db
def test_a_flood_leaves_those_who_are_signed_in_known_or_elsewhere_alone(gateway: FakeGateway, request: Any) -> None:
    known = Client(REMOTE_ADDR=FLOODED)
    sign_in(known, gateway, stays="on")
    known.post("/sign-out/")
    person = client_of(User.objects.create_resident(ward=make_ward()))
    request.getfixturevalue("flooded")
    assert person.post("/language/", {"language": "bn"}, REMOTE_ADDR=FLOODED).status_code == 302
    assert known.post("/language/", {"language": "bn"}).status_code == 302
    assert Client(REMOTE_ADDR="203.0.113.8").post("/language/", {"language": "bn"}).status_code == 302
    assert Client(REMOTE_ADDR=FLOODED).post("/language/", {"language": "bn"}).status_code == 429


@pytest.mark.django_db
def test_a_request_for_a_code_that_is_refused_writes_nothing_and_keeps_nothing(
    gateway: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "CODES_IN_ALL", Limit("code.all", 1, 3600, "Too many."))
    begun = Client()
    ask(begun)
    for client in (Client(), begun):
        status, found = written_by(client, "/sign-in/", {"by": "phone", "address": "9830000002"})
        assert (status, writes_of(found)) == (429, [])
    status, found = written_by(begun, "/sign-in/code/again/", {})
    assert (status, writes_of(found)) == (429, [])


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db
def test_tries_beyond_the_limit_write_nothing(gateway: FakeGateway) -> None:
    client = Client()
    ask(client)
    for _try in range(5):
        client.post("/sign-in/code/", {"code": "000000" if gateway.codes[-1] != "000000" else "000001"})
    User.objects.create_user("mitali", "long secret", is_staff=True)
    for _try in range(12):
        client.post("/sign-in/password/", {"username": "mitali", "password": "guess"})
    for _try in range(61):
        client.post("/sign-in/", {"by": "paper", "address": "123412341234"})
    for path, fields in (
        ("/sign-in/code/", {"code": "000000"}),
        ("/sign-in/password/", {"username": "mitali", "password": "guess"}),
        ("/sign-in/", {"by": "paper", "address": "123412341234"}),
    ):
        assert writes_of(written_by(client, path, fields)[1]) == []
    assert Tally.objects.count() > 0


@pytest.mark.django_db
def test_the_ward_that_a_visitor_chooses_makes_no_cookie_session() -> None:
    ward: Ward = make_ward()
    for _visitor in range(3):
        client = Client()
        status, found = written_by(client, "/wards/choose/", {"ward": str(ward.number)})
        assert (status, writes_of(found), "sessionid" in client.cookies) == (302, [], False)


@pytest.mark.row("threat", 38)
@pytest.mark.django_db
def test_of_one_person_who_is_signed_in_a_flood_is_refused_before_any_page_and_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chatserver.web.throttle_strangers.time.monotonic", lambda: 1e9)
    ward = make_ward()
    person, other = (User.objects.create_resident(ward=ward) for _person in range(2))
    phone, computer = client_of(person), client_of(person)
    while not PERSONS.take(str(person.pk), 1e9):
        pass
    for client in (phone, computer):
        status, statements = written_by(client, "/me/calendar-address/", {})
        assert (status, writes_of(statements)) == (429, [])
        assert client.get("/me/reminders/").status_code == 200
    assert client_of(other).post("/language/", {"language": "bn"}).status_code == 302
