"""Floods are refused before any page, at every address; a refused request writes nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.rate_limits import Limit
from chatserver.accounts.models import Tally, User
from chatserver.web.throttle_strangers import PERSONS, STRANGERS
from sessions.models import Ward
from tests.chatserver.who_may.test_addresses import addresses, paths_of
from tests.chatserver.who_may.town import Town, make_town
from tests.clients.signing_in import ENGLISH, ask, sign_in, solve_work
from tests.factories.evening import make_ward
from tests.factories.planning_desk import client_of
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = pytest.mark.costly

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|SAVEPOINT|BEGIN|SELECT .* FOR UPDATE)", re.IGNORECASE | re.DOTALL
)
FLOODED = "203.0.113.7"
TOKEN = "a" * 32

FLOODS_PER_S = 19
"""POSTs of each flooding network: just below what one network may send."""


@pytest.fixture
def flooded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A line from which more came than is carried."""
    for _time in range(10_000):
        STRANGERS.addresses.take(f"{FLOODED}/32", 1e9)
    monkeypatch.setattr("chatserver.web.throttle_strangers.time.monotonic", lambda: 1e9)
    yield
    STRANGERS.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The monotonic clock of the limits: its only value may be set."""
    now = [1e6]
    monkeypatch.setattr("chatserver.web.throttle_strangers.time.monotonic", lambda: now[0])
    yield now
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


@pytest.mark.long
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


@pytest.mark.long
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


def choose_language(client: Client, address: str, **fields: str) -> Any:
    return client.post("/language/", {"language": "bn", **fields}, REMOTE_ADDR=address, headers=ENGLISH)


def flood(clock: list[float], networks: int, seconds: int, client: Client, **fields: str) -> None:
    """From so many networks, each from twenty addresses."""
    numbers = count()
    for _second in range(seconds):
        for _post in range(FLOODS_PER_S):
            clock[0] += 1 / FLOODS_PER_S
            for network in range(networks):
                choose_language(client, f"198.51.{network}.{next(numbers) % 20}", **fields)


@pytest.mark.row("threat", 38)
@pytest.mark.django_db
@pytest.mark.parametrize("networks", [4, 8])
@pytest.mark.parametrize("has_token", [False, True])
def test_floods_from_several_networks_keep_no_newcomer_out(clock: list[float], networks: int, has_token: bool) -> None:
    attacker, newcomer = Client(enforce_csrf_checks=True), Client()
    fields = {}
    if has_token:
        attacker.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        fields = {"csrfmiddlewaretoken": TOKEN}
    flood(clock, networks, 12, attacker, **fields)
    told = []
    for number in range(100):
        if number % 5 == 0:
            flood(clock, networks, 1, attacker, **fields)
        told += [choose_language(newcomer, f"203.0.{number}.1").status_code for _post in range(3)]
    assert told == [302] * 300


@pytest.mark.django_db
def test_what_csrf_refuses_counts_for_nobody_and_asks_no_database(flooded: None) -> None:
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.9")
    for _time in range(200):
        assert written_by(client, "/language/", {"language": "bn"}) == (403, [])
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    assert client.post("/language/", {"language": "bn", "csrfmiddlewaretoken": TOKEN}).status_code == 302


@pytest.mark.row("threat", 38)
@pytest.mark.django_db
def test_a_form_from_a_flooded_address_comes_back_with_work_and_everything_entered(
    flooded: None, gateway: FakeGateway
) -> None:
    client = Client(REMOTE_ADDR=FLOODED)
    typed = {"csrfmiddlewaretoken": TOKEN, "next": '/wards/?"<b>'}
    page = ask(client, **typed)
    html = page.content.decode()
    assert (page.status_code, page["Cache-Control"], gateway.told) == (429, "no-store", [])
    assert '<form class="stack" id="work-form" action="/sign-in/" method="post">' in html
    assert 'name="address" value="098300-12345"' in html
    assert 'name="next" value="/wards/?&quot;&lt;b&gt;"' in html
    work = solve_work(page)
    assert ask(client, **typed, **work | {"solution": "x"}).status_code == 429
    assert (ask(client, **typed, **work)["Location"], len(gateway.codes)) == ("/sign-in/code/", 1)
    again = ask(Client(REMOTE_ADDR=FLOODED), "9830000002", **typed, **work)
    assert (again.status_code, again.content.decode().count('name="work"')) == (429, 1)


@pytest.mark.django_db
def test_without_scripts_a_flooded_form_is_good_after_the_time_that_its_page_says(flooded: None) -> None:
    client, now = Client(), timezone.now()
    with time_machine.travel(now, tick=False):
        page = choose_language(client, FLOODED, csrfmiddlewaretoken=TOKEN)
        assert "Please wait 15 seconds, then press the button again." in page.content.decode()
        [token] = re.findall(r'name="work" value="([^"]+)"', page.content.decode())
        fields = {"csrfmiddlewaretoken": TOKEN, "work": token, "solution": ""}
        assert choose_language(client, FLOODED, **fields).status_code == 429
    with time_machine.travel(now + timedelta(seconds=16), tick=False):
        assert [choose_language(client, FLOODED, **fields).status_code for _time in range(2)] == [302, 429]


@pytest.mark.django_db
def test_work_grows_with_those_who_work_and_has_bounds_that_others_do_not_share(clock: list[float]) -> None:
    def solve(address: str) -> tuple[int, int]:
        page = choose_language(Client(), address, csrfmiddlewaretoken=TOKEN)
        if page.status_code == 302:
            return 0, 302
        [bits] = re.findall(r'data-bits="([0-9]+)"', page.content.decode())
        return int(bits), choose_language(Client(), address, csrfmiddlewaretoken=TOKEN, **solve_work(page)).status_code

    while choose_language(Client(), FLOODED).status_code == 302:
        pass
    assert solve(FLOODED) == (15, 302)
    while not STRANGERS.worked.take("203.0.113.0/24", clock[0]):
        pass
    page = choose_language(Client(), FLOODED, csrfmiddlewaretoken=TOKEN)
    assert 'data-bits="20"' in page.content.decode()
    for _time in range(300):
        STRANGERS.networks.take("198.51.1.0/24", clock[0])
    assert solve("198.51.1.1") == (15, 302)


@pytest.mark.django_db
def test_a_password_stands_in_no_page(flooded: None) -> None:
    fields = {"csrfmiddlewaretoken": TOKEN, "username": "mitali", "password": "long secret"}
    page = Client(REMOTE_ADDR=FLOODED).post("/sign-in/password/", fields)
    assert (page.status_code, "long secret" in page.content.decode()) == (429, False)


@pytest.mark.django_db
def test_a_request_for_a_code_that_is_refused_writes_nothing_and_keeps_nothing(
    gateway: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "CODES_IN_ALL_NEW_NETWORK", Limit("code.all", 1, 3600, "Too many."))
    begun = Client()
    ask(begun)
    for client in (Client(), begun):
        status, found = written_by(client, "/sign-in/", {"by": "phone", "address": "9830000002"})
        assert (status, writes_of(found)) == (429, [])
    status, found = written_by(begun, "/sign-in/code/again/", {})
    assert (status, writes_of(found)) == (429, [])


@pytest.mark.long
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
