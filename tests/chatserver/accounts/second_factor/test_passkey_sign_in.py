"""A passkey signs its person in without a number and a code, and nobody else; each signature works once."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatserver.accounts.allauth_internals import webauthn
from chatserver.accounts.models import Identity, Tally
from tests.clients.passkey import Passkey
from tests.clients.signing_in import NUMBER, ask, signed_in_as
from tests.factories.evening import Evening, make_evening
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
PAGE = "/sign-in/passkey/"


@pytest.fixture
def evening() -> Evening:
    return make_evening()


@pytest.fixture
def passkey(evening: Evening) -> Passkey:
    return give_passkey(evening.moderator)


def give_passkey(person: Any, **how: Any) -> Passkey:
    passkey = Passkey(person.public_id.bytes, **how)
    webauthn().WebAuthn.add(person, "Phone", passkey.registration())
    return passkey


def asked(client: Client) -> tuple[dict[str, Any], str]:
    """What the page asks the browser, and what it wants back with the answer."""
    html = client.get("/sign-in/").content.decode()
    [options] = re.findall(r'<script id="passkey" type="application/json">(.*?)</script>', html)
    [token] = re.findall(r'name="challenge" value="([^"]+)"', html)
    return json.loads(options), token


def come_in(client: Client, passkey: Passkey, **other: str) -> Any:
    options, token = asked(client)
    return client.post(PAGE, {"challenge": token, "credential": passkey.signature(options), **other})


@pytest.mark.row("threat", 8)
def test_it_lets_its_person_in_with_the_second_factor_proven(evening: Evening, passkey: Passkey) -> None:
    client, desk = Client(), f"/desk/{evening.chat_session.pk}/"
    answer = come_in(client, passkey, next=desk)
    assert (answer.status_code, answer["Location"], signed_in_as(client)) == (302, desk, evening.moderator)
    assert client.get(desk).status_code == 200
    assert client.session.get_expiry_age() <= 12 * 3600
    assert client.get("/second-factor/keys/").status_code == 200
    assert Authenticator.objects.get(user=evening.moderator).last_used_at is not None


@pytest.mark.long
@pytest.mark.row("threat", 30)
def test_strangers_who_use_up_the_limits_of_a_number_lock_nobody_with_a_passkey_out(
    evening: Evening, passkey: Passkey, gateway: FakeGateway
) -> None:
    Identity.objects.create(person=evening.moderator, channel="sms", address=NUMBER)
    begin = timezone.now()
    for minute in range(20):
        with time_machine.travel(begin + timedelta(minutes=minute), tick=False):
            ask(Client(REMOTE_ADDR=f"198.51.{minute}.1"))
    with time_machine.travel(begin + timedelta(minutes=21), tick=False):
        client = Client()
        come_in(client, passkey)
        assert signed_in_as(client) == evening.moderator


def test_the_page_keeps_no_cookie_session_and_a_refusal_writes_nothing(evening: Evening, passkey: Passkey) -> None:
    client = Client()
    options, token = asked(client)
    thief = Passkey(evening.moderator.public_id.bytes)
    with CaptureQueriesContext(connection) as queries:
        refused = client.post(PAGE, {"challenge": token, "credential": thief.signature(options)})
    assert (refused["Location"], "sessionid" in client.cookies, Tally.objects.count()) == ("/sign-in/", False, 0)
    statements = [query["sql"] for query in queries.captured_queries]
    assert [sql for sql in statements if not sql.startswith("SELECT")] == []
    told = client.get("/sign-in/", headers={"accept-language": "en"}).content.decode()
    assert "The passkey was not accepted." in told


def test_each_signature_opens_once_and_for_ten_minutes(evening: Evening, passkey: Passkey) -> None:
    options, token = asked(Client())
    given = {"challenge": token, "credential": passkey.signature(options)}
    late, first, again = Client(), Client(), Client()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        late.post(PAGE, given)
    first.post(PAGE, given)
    again.post(PAGE, given)
    assert [signed_in_as(each) for each in (late, first, again)] == [None, evening.moderator, None]


def test_what_another_page_person_or_device_has_signed_opens_nothing(evening: Evening, passkey: Passkey) -> None:
    careless = give_passkey(evening.clerk, verifies=False)
    options, token = asked(Client())
    other_options, other_token = asked(Client())
    as_clerk = Passkey(evening.clerk.public_id.bytes)
    as_clerk.credential_id, as_clerk._key = passkey.credential_id, passkey._key
    tried = [
        (token, passkey.signature(options, origin="https://evil.example")),
        (token, passkey.signature(other_options)),
        (other_token, passkey.signature(options)),
        (token[:-1], passkey.signature(options)),
        ("", passkey.signature(options)),
        (token, careless.signature(options)),
        (token, as_clerk.signature(options)),
        *(
            (token, made_up)
            for made_up in ("", "x", "{}", "[]", "null", '{"response": {"userHandle": "AA"}}', "[" * 9000)
        ),
    ]
    for challenge, credential in tried:
        client = Client()
        assert client.post(PAGE, {"challenge": challenge, "credential": credential}).status_code == 302
        assert signed_in_as(client) is None


def test_a_closed_account_stays_closed(evening: Evening, passkey: Passkey) -> None:
    evening.moderator.is_active = False
    evening.moderator.save()
    client = Client()
    come_in(client, passkey)
    assert signed_in_as(client) is None


def test_it_needs_no_key_of_ours(evening: Evening, passkey: Passkey, settings: Any) -> None:
    settings.SECRET_KEY = "z5" * 30
    client = Client()
    come_in(client, passkey)
    assert signed_in_as(client) == evening.moderator
