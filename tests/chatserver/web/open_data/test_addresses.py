"""What programs read: described, open to scripts of any site, and as it is described."""

import json
import re
from collections.abc import Iterator
from typing import Any

import fastjsonschema
import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from chatserver.web.open_data.addresses import OPEN_ROUTES, PROGRAM_ADDRESSES
from chatserver.web.open_data.open_api import describe, path_of
from sessions.models import Ward
from tests.factories.evening import make_evening
from tests.factories.matters import make_ward_office
from tests.factories.sealed_record import close, seal

MACHINE_READABLE = re.compile(
    r"(^|/)api/|\.(json|csv|atom|ics|xml|zip|pdf|tsr|pem|py|<georeport_form:form>)$|log/(checkpoint|tile/.*)$"
)
OF_OUR_OWN_PAGES = {
    "api/": "the page for people about these addresses",
    "api/words": "words of the room's own script",
    "api/chat/<uuid:chat_session_id>/commands": "written to; it is described, and takes a cookie",
    "offline/next.json": "read by our service worker",
    "sitemap.xml": "read by search engines (sitemaps.org)",
    "sitemap-<int:file_number>.xml": "read by search engines",
    "me/privacy/data.json": "one person's own data",
    "my-ward.ics": "one person's own calendar",
    "my-ward/<str:token>.ics": "one person's own calendar, at a secret address",
}
"""What looks as if it were for any program, and why it is not."""

SAMPLES = {
    "number": "95",
    "year": "2027",
    "month": "2027-01",
    "borough_code": "X",
    "level": "0",
    "place": "000.p/1",
    "matter_number": "95-2027-0001",
    "promise_number": "95-P-2027-1",
    "chat_session_id": "00000000-0000-4000-8000-000000000000",
    "code": "0000000000",
    "service_code": "drains",
    "service_request_id": "95-2027-0001",
    "open311_token": "none",
    "form": "json",
}
PROBLEM_TYPES = ("application/problem+json", "text/plain")
"""Media types of an answer about something missing; Open311 and the log have their own forms."""


def routes(within: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for entry in (within or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route


def test_every_machine_readable_address_is_described_and_every_described_one_is_there() -> None:
    there = set(routes())
    for_programs = {route for route in there if MACHINE_READABLE.search(route) and not route.startswith("admin/")}
    assert for_programs - set(PROGRAM_ADDRESSES) - set(OF_OUR_OWN_PAGES) == set(), (
        "describe it in open_data/addresses.py"
    )
    assert set(PROGRAM_ADDRESSES) - there == set()
    assert set(OF_OUR_OWN_PAGES) & OPEN_ROUTES == set()
    assert {path_of(route) for route in PROGRAM_ADDRESSES} <= describe()["paths"].keys()


@pytest.fixture
def town() -> dict[str, str]:
    """A ward with a sealed record and a published complaint."""
    record = seal(close(make_evening(number=95)))
    matter = make_ward_office(96).publish()
    return SAMPLES | {
        "slug": record.slug,
        "chat_session_id": str(record.chat_session_id),
        "matter_number": matter.number,
        "service_request_id": matter.number,
    }


NOT_IN_THE_TOWN = {
    "boroughs/<str:borough_code>/log/<month:month>.json",
    "feeds/promise-<promise:promise_number>.atom",
    "log/checkpoint.tsr",
    "log/time-stamp-roots.pem",
    "open311/v2/tokens/<str:open311_token>.<georeport_form:form>",
    "promises/figures/<year:year>.zip",
    "receipt/<str:code>.proof.json",
    "wards/<int:number>/digests/<month:month>.json",
    "wards/<int:number>/log/<month:month>.json",
}
"""What takes a sealed month, a promise, a digest or a time stamp: these answer 404, open to any site, too."""

QUERIES = {
    "matters/figures.json": "?ward=95",
    "matters/figures.csv": "?ward=95",
    "log/consistency.json": "?from=1",
    "records/<slug:slug>/consistency.json": "?from=1",
    "api/wards/find": "?pin=700032",
}


@pytest.mark.costly
@pytest.mark.django_db
def test_what_is_described_answers_scripts_of_any_site_and_as_it_is_described(client: Client, town: Any) -> None:
    found = set()
    for route in sorted(OPEN_ROUTES):
        answer = client.get(address_of(route, town) + QUERIES.get(route, ""))
        assert (route, answer.headers.get("Access-Control-Allow-Origin")) == (route, "*")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        if answer.status_code == 200:
            found.add(route)
            require_described(route, answer)
    assert OPEN_ROUTES - found == NOT_IN_THE_TOWN


@pytest.mark.costly
@pytest.mark.django_db
def test_what_is_not_there_is_told_in_a_form_that_programs_read(client: Client) -> None:
    nothing = SAMPLES | {"number": "9", "slug": "none", "service_code": "none"}
    for route in sorted(OPEN_ROUTES):
        answer = client.get(address_of(route, nothing))
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        if answer.status_code == 404:
            assert not answer.headers["Content-Type"].startswith("text/html"), route
    missing = client.get("/matters/figures.json")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    assert missing.json()["status"] == 404


@pytest.mark.django_db
def test_what_is_one_persons_own_is_open_to_no_other_site(client: Client) -> None:
    assert not Ward.objects.filter(number=9).exists()
    for path in ("/my-ward.ics", "/me/privacy/data.json", "/wards/9/", "/api/words"):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


@pytest.mark.django_db
def test_a_page_shows_every_address(client: Client) -> None:
    shown = client.get("/api/").content.decode()
    assert [route for route in PROGRAM_ADDRESSES if path_of(route) not in shown] == []
    assert "<script" not in shown.partition("<main")[2].partition("</main>")[0]


def address_of(route: str, samples: dict[str, str]) -> str:
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: samples[found[1]], route)


def require_described(route: str, answer: Any) -> None:
    media_type = answer.headers["Content-Type"].partition(";")[0]
    content = describe()["paths"][path_of(route)]["get"]["responses"]["200"]["content"]
    assert media_type in content, (route, media_type)
    if "schema" in content[media_type]:
        body = b"".join(answer) if answer.streaming else answer.content
        components = describe()["components"]
        fastjsonschema.compile(content[media_type]["schema"] | {"components": components})(json.loads(body))
