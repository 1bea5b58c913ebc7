"""The matrix of addresses: any person at any address, by GET and by POST, gets what the table says.

In one ward everybody tries; in a neighbouring and in a distant one those to whom the ward makes a difference.

The addresses come from Django's own resolver, so that a new one fails here until the table says who may use it.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from chatserver.routing import addresses as sockets_of_the_wire
from chatserver.web.throttle_strangers import PERSONS, STRANGERS
from sessions.models import Duty
from tests.chatserver.who_may.table import BY_POST, ROUTES, SOCKETS, Audience
from tests.chatserver.who_may.town import BOROUGH_OF, OWN, Somebody, Town, make_town
from tests.factories.planning_desk import client_of

SAMPLES = {
    "first_on": "2027-01",
    "month": "2027-01",
    "year": "2027",
    "matter_number": "95-2027-0001",
    "promise_number": "95-P-2027-1",
    "activity_number": "95-A-2027-1",
    "code": "0000000000",
    "borough_code": "X",
    "question_id": "00000000-0000-4000-8000-000000000000",
    "token": "no-such-token",
    "slug": "no-such-record",
    "level": "0",
    "place": "000",
    "receipt": "0000000000",
    "reference": "no-such-reference",
    "office_id": "999999999",
    "file_number": "1",
    "kind": "question",
    "card_id": "0000000000",
    "version": "en-0-0",
    "photo_id": "00000000-0000-4000-8000-000000000000",
    "form": "json",
    "service_code": "no-such-service",
    "service_request_id": "95-2027-9999",
    "open311_token": "no-such-token",
    "rest": "nothing",
    "document_name": "clerk",
}
"""Values for parameters that say nothing about a ward."""

ONE_OF_EACH = (
    "visitor",
    "resident",
    "banned",
    "clerk of the city",
    "moderator without proof",
    "administrator",
    "administrator without proof",
)
AT_THE_ADMINISTRATION = ("visitor", "resident", "clerk of the city", "administrator", "administrator without proof")
ELSEWHERE = ("visitor", "resident")
"""Some people ask for every ward, like those to whom the ward makes a difference."""

FIND_NOTHING = {
    "desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/": {"nothing"},
    "desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/blur/": {"nothing"},
    "receipt/<str:code>/": {"nothing"},
    "chat/<uuid:chat_session_id>/question/": {"nothing"},
    "owed/<uuid:question_id>/": {"nothing"},
    "matters/from-question/<uuid:question_id>/": {"nothing"},
    "me/matters/<str:number>/": {"nothing"},
    "office/entered/<str:number>/": {"nothing"},
    "office/entered/<str:number>/send/": {"nothing"},
    "matters/<matter:matter_number>/": {"nothing"},
    "matters/<matter:matter_number>/support/": {"nothing"},
    "matters/<matter:matter_number>/also-here/": {"nothing"},
    "matters/figures.json": {"nothing"},
    "matters/figures.csv": {"nothing"},
    "feeds/matter-<matter:matter_number>.atom": {"nothing"},
    "promises/figures/<year:year>.zip": {"nothing"},
    "promises/<promise:promise_number>/": {"nothing"},
    "feeds/promise-<promise:promise_number>.atom": {"nothing"},
    "office/<str:matter_number>/": {"nothing"},
    "office/promises/<str:promise_number>/": {"nothing"},
    "office/promises/<str:promise_number>/join/": {"nothing"},
    "activities/photos/<uuid:photo_id>.<slug:version>.webp": {"nothing"},
    "activities/<activity:activity_number>/": {"nothing"},
    "office/activities/<activity:activity_number>/": {"nothing"},
    "office/activities/photos/": {"nothing"},
    "office/activities/photos/<uuid:photo_id>/": {"nothing"},
    "office/activities/photos/<uuid:photo_id>/blur/": {"nothing"},
    "planning/posts/<int:post_id>/": {"nothing"},
    "wards/choose/": {"nothing"},
    "admin/": {"nothing", "second factor"},
    "admin/autocomplete/": {"no"},
}
PARTS = [
    ("post", slice(None)),
    *(pytest.param("get", slice(turn, None, 4), marks=pytest.mark.long if turn else ()) for turn in range(4)),
]
REFUSALS = {401: "sign in", 403: "no", 404: "nothing"}


class BlankTemplates(DjangoTemplates):
    """Pages without words: the test is about access, and rendering them would take minutes."""

    def get_template(self, template_name: str) -> Any:
        return self

    def render(self, context: Any = None, request: Any = None) -> str:
        return ""


@pytest.fixture
def blank_pages(settings: Any) -> None:
    own = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**own, "BACKEND": f"{__name__}.{BlankTemplates.__name__}", "NAME": "blank"}]


def addresses(within: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (within or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        else:
            yield address, entry


def line_of(address: str) -> str:
    """Addresses below /admin/ share one line, except those that have their own."""
    return "admin/" if address.startswith("admin/") and address not in ROUTES else address


@pytest.mark.row("threat", 11)
def test_every_address_has_its_line_in_the_table_and_every_line_an_address() -> None:
    found = {line_of(address) for address, _entry in addresses()}
    assert sorted(found - set(ROUTES)) == [], "say in table.py who may use them"
    assert sorted(set(ROUTES) - found) == []


def test_every_socket_has_its_line_in_the_table_and_every_line_a_socket() -> None:
    assert sorted(str(entry.pattern) for entry in sockets_of_the_wire) == sorted(SOCKETS), "say who may use it"


@pytest.mark.costly
@pytest.mark.row("threat", 56)
@pytest.mark.row("threat", 11)
@pytest.mark.slow
@pytest.mark.takes(45)  # less, but it needs no server: it begins while the first ones are being prepared
@pytest.mark.django_db
@pytest.mark.usefixtures("blank_pages")
@pytest.mark.parametrize(("method", "part"), PARTS)
def test_everybody_gets_what_the_table_says_at_every_address(method: str, part: slice) -> None:
    """Without --long: what changes something at every address, and a quarter of the pages."""
    assert engines["blank"]
    town = make_town()
    clients = {who: client_for(somebody) for who, somebody in town.people.items()}
    wrong, tried = [], 0
    for address, entry in list(addresses())[part]:
        STRANGERS.clear()  # a visitor who tries all of them at once is a flood
        PERSONS.clear()
        written = BY_POST.get(address) if method == "post" else None
        audience = written or ROUTES[line_of(address)]
        for ward, path in paths_of(address, entry, town).items():
            for who, somebody in who_tries(audience, town, ward).items():
                answer = ask(clients[who], method, path)
                expected = verdict_for(audience, somebody, ward)
                got = verdict_of(answer, audience)
                tried += 1
                if got not in (expected, "no such method") and not passes(address, expected, got):
                    wrong.append(f"{method} {path} by {who}: {got}, not {expected}")
    assert wrong[:20] == []
    assert tried > 500


def paths_of(address: str, entry: URLPattern, town: Town) -> dict[int, str]:
    """The address for each ward, if it is about one; otherwise once."""
    names = list(entry.pattern.converters)
    about_wards = [name for name in names if name in town.objects]
    if address.startswith("admin/"):
        path = address.replace("<path:object_id>", _administered_at(address))
        return {OWN: f"/{path}"} if "(?P" not in path and "<" not in path else {}
    found = {}
    for ward in town.wards if about_wards else (OWN,):
        path = f"/{address}"
        for name, converter in entry.pattern.converters.items():
            value = town.objects[name][ward] if name in town.objects else SAMPLES[name]
            written = converter.to_url(value) if name in town.objects else value
            path = _put(path, name, written)
        found[ward] = path
    return found


def _administered_at(address: str) -> str:
    """The key of an object that is there, if one is: what is not there is refused to nobody."""
    of_model = re.match(r"admin/(?P<app>\w+)/(?P<model>\w+)/<path:object_id>/", address)
    found = apps.get_model(of_model["app"], of_model["model"]).objects.order_by("pk").first() if of_model else None
    return str(found.pk) if found else "1"


def _put(path: str, name: str, value: str) -> str:
    before, _, rest = path.partition(f":{name}>")
    return f"{before.rpartition('<')[0]}{value}{rest}"


def who_tries(audience: Audience, town: Town, ward: int) -> dict[str, Somebody]:
    """In one ward everybody; if the audience asks for no ward, one person of each kind. In the others who differs."""
    if ward != OWN:
        return {who: person for who, person in town.people.items() if who in ELSEWHERE or differs(audience, person)}
    if audience in {Audience.ADMINISTRATORS, Audience.DOMAIN_ONLY}:
        return {who: town.people[who] for who in AT_THE_ADMINISTRATION}
    if audience in {Audience.EVERYBODY, Audience.NOBODY, Audience.SIGNED_IN}:
        return {who: town.people[who] for who in ONE_OF_EACH}
    return town.people


def differs(audience: Audience, who: Somebody) -> bool:
    """Whether they are let in for some wards and not for others."""
    return len({verdict_for(audience, who, ward) for ward in BOROUGH_OF}) > 1


def client_for(somebody: Somebody) -> Client:
    if somebody.person is None:
        return Client()
    return client_of(somebody.person, is_proven=somebody.is_proven)


def ask(client: Client, method: str, path: str) -> HttpResponse:
    """Undo all changes of each request."""
    cookies: Any = client.cookies.copy()
    with transaction.atomic():
        answer: Any = getattr(client, method)(path)
        if answer.headers.get("Location", "").startswith("/admin/login/"):
            answer = client.get(answer.headers["Location"])
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer  # type: ignore[no-any-return]


def verdict_of(answer: HttpResponse, audience: Audience) -> str:
    if answer.status_code == 405:
        return "no such method"
    if answer.status_code in REFUSALS:
        return REFUSALS[answer.status_code]
    where = answer.headers.get("Location", "")
    if where.startswith("/sign-in/") and audience not in (Audience.EVERYBODY, Audience.READERS):
        return "sign in"
    if where.startswith(("/second-factor/?", "/second-factor/set-up/")) and audience != Audience.SIGNED_IN:
        return "second factor"
    return "in"


def verdict_for(audience: Audience, who: Somebody, ward: int) -> str:
    is_clerk_there = "clerk" in who.duties_in(ward)
    signed_in = "in" if who.person else "sign in"
    return {
        Audience.EVERYBODY: "in",
        Audience.READERS: "no" if who.banned_from == ward else "in",
        Audience.NOBODY: "nothing",
        Audience.SIGNED_IN: signed_in,
        Audience.PROVEN: "second factor" if who.person and not who.is_proven else signed_in,
        Audience.STAFF: _with_duty(who, has_duty=bool(who.duties_in(ward))),
        Audience.DESK: _with_duty(who, has_duty=bool(who.duties_in(ward) - {Duty.OFFICIAL})),
        Audience.CLERKS: _with_duty(who, has_duty=who.is_clerk),
        Audience.MODERATORS: _with_duty(who, has_duty=who.is_moderator),
        Audience.MODERATORS_THERE: _with_duty(
            who, has_duty=who.is_moderator, then="in" if Duty.MODERATOR in who.duties_in(ward) else "nothing"
        ),
        Audience.OWING: _with_duty(who, has_duty=who.owes_answers),
        Audience.CHECKING: _with_duty(who, has_duty=who.owes_answers or who.is_moderator),
        Audience.ENTERING: _with_duty(who, has_duty=who.may_enter_matters),
        Audience.CLERKS_THERE: _with_duty(who, has_duty=who.is_clerk, then="in" if is_clerk_there else "nothing"),
        Audience.CLERKS_OF_BOROUGH: _with_duty(
            who, has_duty=who.is_clerk, then="in" if BOROUGH_OF[OWN] in who.keeps_boroughs else "nothing"
        ),
        Audience.ADMINISTRATORS: _with_duty(who, has_duty=who.is_administrator),
        Audience.DOMAIN_ONLY: _with_duty(who, has_duty=who.is_administrator, then="no"),
    }[audience]


def _with_duty(who: Somebody, *, has_duty: bool, then: str = "in") -> str:
    if who.person is None:
        return "sign in"
    if not has_duty:
        return "no"
    return then if who.is_proven else "second factor"


def passes(address: str, expected: str, got: str) -> bool:
    """An answer that is no refusal of the person: an object or a field does not exist."""
    return expected == "in" and got in FIND_NOTHING.get(line_of(address), ())
