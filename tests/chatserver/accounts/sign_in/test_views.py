"""Signing in by a code, as a browser does it, with a real HTTP gateway that keeps its messages."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.models import Identity, SignInCode, User
from tests.clients.signing_in import ENGLISH, NUMBER, WRITTEN, ask, post, sign_in, signed_in_as
from tests.factories.planning_desk import words_of
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

BEGIN = datetime(2027, 1, 2, 18, tzinfo=UTC)


def make_known(label: str = "Mitali", number: str = NUMBER) -> User:
    person = User.objects.create_resident(ward=None, label=label)
    Identity.objects.create(person=person, channel="sms", address=number)
    return person


def later(minutes: float = 2) -> Any:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def test_a_number_that_nobody_knows_signs_in_as_somebody_new(client: Client, gateway: FakeGateway):
    assert ask(client)["Location"] == "/sign-in/code/"
    [(_path, _headers, body)] = gateway.told
    told = json.loads(body.decode().replace("{1}", "1"))
    [code] = gateway.codes
    assert told["mobile"] == NUMBER
    assert told["message"].splitlines() == [
        f"{code} is your code for Councillor Live Chat. It is valid for 10 minutes. Don't share it.",
        "",
        f"@127.0.0.1 #{code}",
    ]
    before = client.session.session_key
    answer = post(client, "/sign-in/code/", code=f"{code[:3]} {code[3:]}")
    person = signed_in_as(client)
    assert (answer.status_code, person is not None) == (302, True)
    assert client.session.session_key != before
    assert [row.address for row in Identity.objects.filter(person=person)] == [NUMBER]
    assert SignInCode.objects.count() == 0


def test_one_of_the_household_says_who_they_are(client: Client, gateway: FakeGateway):
    first, second = make_known("Mitali"), make_known("Rahim")
    assert sign_in(client, gateway)["Location"] == "/sign-in/who/"
    page = words_of(client.get("/sign-in/who/", headers=ENGLISH).content.decode())
    assert ("Mitali" in page, "Rahim" in page, "Somebody else, here for the first time" in page) == (True, True, True)
    assert post(client, "/sign-in/who/", who=str(first.public_id)).status_code == 302
    assert signed_in_as(client) == first
    assert second.identities.count() == 1


def test_somebody_else_of_the_household_is_somebody_new(client: Client, gateway: FakeGateway):
    known = make_known()
    sign_in(client, gateway)
    post(client, "/sign-in/who/", who="new")
    person = signed_in_as(client)
    assert person not in {None, known}
    assert Identity.objects.filter(address=NUMBER).count() == 2


@pytest.mark.parametrize("who", ["", "nonsense", "stranger"])
def test_nobody_chooses_somebody_of_another_number(client: Client, gateway: FakeGateway, who: str):
    make_known()
    stranger = make_known("Stranger", "+919830099999")
    sign_in(client, gateway)
    answer = post(client, "/sign-in/who/", who=str(stranger.public_id) if who == "stranger" else who)
    assert (answer.status_code, signed_in_as(client)) == (422, None)
    assert "Stranger" not in answer.content.decode()


def test_without_a_right_code_nobody_is_asked_who_they_are(client: Client, gateway: FakeGateway):
    known = make_known()
    assert client.get("/sign-in/who/")["Location"] == "/sign-in/"
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"
    ask(client)
    assert client.get("/sign-in/who/")["Location"] == "/sign-in/"
    assert post(client, "/sign-in/who/", who=str(known.public_id))["Location"] == "/sign-in/"
    assert signed_in_as(client) is None


@time_machine.travel(BEGIN, tick=False)
def test_known_and_unknown_are_answered_alike(gateway: FakeGateway):
    make_known()
    seen = []
    for written in (WRITTEN, "098300-12346"):
        client = Client()
        first = ask(client, written)
        page = client.get("/sign-in/code/", headers=ENGLISH)
        wrong = post(client, "/sign-in/code/", code=f"{(int(gateway.codes[-1]) + 1) % 1_000_000:06d}")
        pages = [re.sub(r'value="[^"]{64}"|1234[56]', "", each.content.decode()) for each in (page, wrong)]
        seen.append((first.status_code, first.headers, page.status_code, wrong.status_code, pages))
    assert seen[0] == seen[1]
    assert len(gateway.told) == 2


def test_a_wrong_code_is_said_beside_the_field_and_the_fifth_ends_it(client: Client, gateway: FakeGateway):
    ask(client)
    wrong = f"{(int(gateway.codes[-1]) + 1) % 1_000_000:06d}"
    answers = [post(client, "/sign-in/code/", code=wrong) for _try in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert 'aria-invalid="true"' in answers[0].content.decode()
    assert "You can try 4 more times." in words_of(answers[0].content.decode())
    assert "This code has expired. Ask for a new one." in words_of(answers[4].content.decode())
    assert 'name="code"' not in answers[4].content.decode()
    assert post(client, "/sign-in/code/", code=gateway.codes[-1]).status_code == 422
    assert signed_in_as(client) is None


@pytest.mark.parametrize("code", ["1" * 41, "123456\0", "", "12345"])
def test_what_is_no_code_is_refused_and_costs_no_try(client: Client, gateway: FakeGateway, code: str):
    ask(client)
    answer = post(client, "/sign-in/code/", code=code)
    assert (answer.status_code, SignInCode.objects.get().tries) == (422, 0)
    assert 'aria-invalid="true"' in answer.content.decode()


def test_another_can_be_sent_after_a_minute_and_the_first_is_void(client: Client, gateway: FakeGateway):
    ask(client)
    answer = post(client, "/sign-in/code/again/")
    assert (answer.status_code, len(gateway.told)) == (429, 1)
    assert "You asked for a code a moment ago." in words_of(answer.content.decode())
    with later():
        assert post(client, "/sign-in/code/again/")["Location"] == "/sign-in/code/"
        first, second = gateway.codes
        if first != second:
            assert post(client, "/sign-in/code/", code=first).status_code == 422
        assert post(client, "/sign-in/code/", code=second).status_code == 302


def test_asking_twice_for_the_same_number_sends_once(client: Client, gateway: FakeGateway):
    assert [ask(client).status_code for _time in range(3)] == [302] * 3
    assert len(gateway.told) == 1
    another = ask(Client())
    assert (another.status_code, len(gateway.told)) == (429, 1)
    assert "You asked for a code a moment ago." in words_of(another.content.decode())


@pytest.mark.long
def test_a_flood_of_one_asker_for_one_number_is_four_messages_an_hour(gateway: FakeGateway):
    begin = timezone.now()
    for minute in range(30):
        with time_machine.travel(begin + timedelta(minutes=minute)):
            ask(Client())
    assert len(gateway.told) == 4


def test_who_is_refused_leaves_no_cookie_session_behind(client: Client, gateway: FakeGateway):
    ask(Client())
    kept = Session.objects.count()
    assert ask(client).status_code == 429
    assert (Session.objects.count(), "sessionid" in client.cookies) == (kept, False)


def test_a_code_is_good_in_the_browser_that_asked_and_in_no_other(client: Client, gateway: FakeGateway):
    ask(client)
    other = Client()
    ask(other, "9830099999")
    mine, others = gateway.codes
    if mine != others:
        assert post(other, "/sign-in/code/", code=mine).status_code == 422
    assert (signed_in_as(other), post(client, "/sign-in/code/", code=mine).status_code) == (None, 302)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"by": "phone", "address": "12345"}, "Not a valid mobile number."),
        ({"by": "phone", "address": ""}, "Not a valid mobile number."),
        ({"by": "paper", "address": "1234 5678 9012"}, "This code does not work."),
        ({"by": "email", "address": "one@example.org"}, "Not a valid mobile number."),  # this website sends none
    ],
)
def test_what_leads_nowhere_is_said_beside_its_field(
    client: Client, gateway: FakeGateway, fields: dict[str, str], words: str
):
    answer = post(client, "/sign-in/", **fields)
    assert (answer.status_code, gateway.told) == (422, [])
    assert words in words_of(answer.content.decode())
    assert 'aria-invalid="true"' in answer.content.decode()


@pytest.mark.long
@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/wards/95/", "/wards/95/"),
        ("https://elsewhere.test/", None),
        ("//elsewhere.test/", None),
        ("/records/?q=" + "ব" * 1990, None),  # longer than Django sends anybody
        ("", None),
    ],
)
def test_after_signing_in_one_is_where_one_wanted_to_go(
    client: Client, gateway: FakeGateway, wanted: str, target: str | None
):
    page = client.get("/sign-in/", {"next": wanted}).content.decode()
    told = re.findall(r'<input type="hidden" name="next" value="(.*?)">', page.partition("<main")[2])
    assert told == ([target] * 2 if target is not None else [])  # by a code, and by a passkey
    answer = sign_in(client, gateway, next=wanted)
    assert answer.status_code == 302
    assert (answer["Location"] == target) == (target is not None)
    assert "elsewhere" not in answer["Location"]


@pytest.mark.parametrize(("stays", "expires"), [("on", 60 * 24 * 3600), ("", 0)])
def test_one_stays_signed_in_on_ones_own_device(client: Client, gateway: FakeGateway, stays: str, expires: int):
    sign_in(client, gateway, stays=stays)
    assert client.session.get("_session_expiry") == expires
    assert client.cookies["sessionid"]["max-age"] == (expires or "")


def test_who_is_signed_in_is_not_asked_again(client: Client, gateway: FakeGateway):
    sign_in(client, gateway)
    for path in ("/sign-in/", "/sign-in/code/", "/sign-in/who/"):
        assert client.get(path).status_code == 302
    assert client.get("/sign-in/?next=/wards/")["Location"] == "/wards/"


def test_somebody_else_on_the_same_device_takes_nothing_of_the_first(client: Client, gateway: FakeGateway):
    sign_in(client, gateway)
    first = signed_in_as(client)
    client.post("/sign-out/")
    with later():
        sign_in(client, gateway, "9830099999")
    assert signed_in_as(client) not in {None, first}
    assert "sign_in" not in client.session


def test_a_closed_account_is_not_let_in(client: Client, gateway: FakeGateway):
    person = make_known()
    sign_in(client, gateway)
    User.objects.filter(pk=person.pk).update(is_active=False)
    answer = post(client, "/sign-in/who/", who=str(person.public_id))
    assert (answer.status_code, signed_in_as(client)) == (422, None)


def test_the_cookie_session_knows_no_number_and_no_code(client: Client, gateway: FakeGateway):
    ask(client)
    assert [told for told in (NUMBER[3:], gateway.codes[0]) if told in repr(dict(client.session.items()))] == []
    post(client, "/sign-in/code/", code=gateway.codes[0])
    assert NUMBER[3:] not in repr(dict(client.session.items()))


def test_without_any_sender_there_is_paper_and_the_page_says_so(client: Client, settings: Settings):
    settings.SENDERS = {"sms": "none", "email": "none"}
    page = client.get("/sign-in/", headers=ENGLISH).content.decode()
    assert "This website sends no codes yet." in page
    assert ('inputmode="numeric"' in page, "Code to my phone" in page) == (True, False)
    assert client.get("/paper/")["Location"] == "/sign-in/?by=paper"


def test_the_code_page_can_be_filled_in_by_the_phone(client: Client, gateway: FakeGateway):
    ask(client)
    page = client.get("/sign-in/code/", headers=ENGLISH).content.decode()
    [field] = re.findall(r'<input class="input input--code"[^>]*>', page)
    assert ('inputmode="numeric"' in field, 'autocomplete="one-time-code"' in field) == (True, True)
    assert NUMBER in page
    assert "no-store" in client.get("/sign-in/code/")["Cache-Control"]
