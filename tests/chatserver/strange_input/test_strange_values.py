"""No page fails for whatever stands in its address, its query or its form: to PostgreSQL some are no texts."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, URLPattern, resolve

from chatserver.accounts.limits.guessing import GUESSES
from chatserver.outside.open311.server.responses import READERS
from chatserver.web.throttle_strangers import PERSONS, STRANGERS
from tests.chatserver.strange_input.test_texts_from_outside import PARAMETERS
from tests.chatserver.who_may.test_addresses import addresses, paths_of
from tests.chatserver.who_may.town import OWN, Town, make_town
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.postgresql]

IN_ADDRESSES = (
    "%00",
    "%ED%A0%80",
    "%F0%9F%87%AE" * 60,
    "x" * 2000,
    "9" * 25,
    "0",
    "-1",
    "..%2F..%2Fetc",
    "95-A-%00-1",
)
VALUES = ("-1", "9" * 30, "৯" * 20, "²", "1e400", "nan", "2027-13", "0000-00", "0001-01-01", "[]", "{}")
NAMES = sorted(
    {name for listed in PARAMETERS.values() for name in listed} | {"text", "starts_at", "date", "days", "id"}
)
WHO = ("visitor", "resident", "moderator", "councillor", "clerk of the city", "administrator")


@pytest.fixture
def town() -> Town:
    return make_town()


def clients_of(town: Town) -> dict[str, Client]:
    clients = {}
    for who in WHO:
        person = town.people[who].person
        clients[who] = client_of(person) if person is not None else Client()
        clients[who].raise_request_exception = False
    return clients


def forget_floods() -> None:
    PERSONS.clear()
    STRANGERS.clear()
    READERS.clear()
    GUESSES.clear()


def status_of(client: Client, method: str, path: str, fields: dict[str, str] | None = None) -> int:
    """Undo all changes of each request."""
    forget_floods()
    cookies: Any = client.cookies.copy()
    with transaction.atomic():
        if method == "get":
            status: int = client.get(path, fields or {}).status_code
        else:
            form = "application/x-www-form-urlencoded"
            status = client.post(path, urlencode(fields or {}), content_type=form).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status


def strange_paths(address: str, entry: URLPattern) -> Iterator[str]:
    """Paths that lead to this page all the same."""
    for value in IN_ADDRESSES:
        path = f"/{address}"
        for name, converter in entry.pattern.converters.items():
            before, _, rest = path.partition(f":{name}>")
            path = f"{before.rpartition('<')[0]}{value if '[0-9a-f]{8}' not in converter.regex else UUID}{rest}"
        try:
            found = resolve(unquote(path, errors="replace"))
        except Resolver404:
            continue
        if found.route == address:
            yield path


UUID = "00000000-0000-4000-8000-000000000000"


@pytest.mark.with_all
@pytest.mark.row("threat", 32)
def test_whatever_stands_in_an_address_no_page_fails(town: Town) -> None:
    clients, failed, tried = clients_of(town), [], 0
    for address, entry in addresses():
        if address.startswith("admin/") or not entry.pattern.converters:
            continue
        for path in strange_paths(address, entry):
            for who, client in clients.items():
                for method in ("get", "post"):
                    tried += 1
                    status = status_of(client, method, path)
                    if status >= 500:
                        failed.append((method, address, path[-60:], who, status))
    assert failed == []
    assert tried > 500


@pytest.mark.with_all
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("turn", range(3))
def test_whatever_stands_in_a_query_or_a_form_no_page_fails(town: Town, method: str, turn: int) -> None:
    """Each name with another value, and in each turn with another one."""
    fields = {name: VALUES[(at + turn) % len(VALUES)] for at, name in enumerate(NAMES)}
    clients, failed = clients_of(town), []
    for address, entry in addresses():
        if address.startswith(("admin/", "sign-out")):
            continue
        path = paths_of(address, entry, town)[OWN]
        for who, client in clients.items():
            status = status_of(client, method, path, fields)
            if status >= 500:
                failed.append((address, who, status))
    assert failed == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("method", "path", "fields", "status"),
    [
        ("get", "/news/%00/", {}, 404),
        ("get", "/search/", {"q": "a\0b"}, 200),
        ("post", "/wards/choose/", {"ward": "\0"}, 400),
        ("post", "/open311/v2/requests.json", {"api_key": "\0"}, 403),
        ("get", "/open311/v2/requests/%00.json", {}, 404),
    ],
)
def test_no_page_meets_a_nul_wherever_it_stands(
    town: Town, method: str, path: str, fields: dict[str, str], status: int
) -> None:
    assert status_of(clients_of(town)["resident"], method, path, fields) == status


def test_what_only_looks_like_one_is_a_text_as_any_other(town: Town) -> None:
    assert status_of(Client(), "get", "/search/", {"q": "%00"}) == 200
