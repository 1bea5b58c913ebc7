"""The page on which a person chooses reminders, and the link by which anybody with it stops them."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from chatserver.accounts.contacts.contacts import addresses_of, choose_reminders
from chatserver.accounts.models import Contact, Identity
from sessions.city.people.subscriptions import channels_of
from tests.factories.evening import make_person, make_ward

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
ADDRESS, NUMBER = "one@example.org", "+919830012345"


@pytest.fixture(autouse=True)
def senders(settings: Settings) -> None:
    settings.SENDERS = {"email": "console", "sms": "console"}


@pytest.fixture
def person(client: Client) -> Any:
    person = make_person("one", make_ward())
    client.force_login(person)
    return person


def post(client: Client, **fields: str) -> Any:
    return client.post("/me/reminders/", fields, headers=ENGLISH)


@pytest.mark.long
@pytest.mark.parametrize(
    ("fields", "channels"),
    [
        ({}, []),
        ({"by_email": "on", "email": ADDRESS}, ["email"]),
        ({"by_sms": "on", "phone": "98300 12345"}, ["sms"]),
        ({"by_email": "on", "email": ADDRESS, "by_sms": "on", "phone": "৯৮৩০০১২৩৪৫"}, ["email", "sms"]),
        ({"email": ADDRESS, "phone": "98300 12345"}, []),
        ({"by_sms": "on", "phone": "98300 12345", "email": "no address and no tick"}, ["sms"]),
    ],
)
def test_none_one_or_both(client: Client, person: Any, fields: dict[str, str], channels: list[str]):
    assert post(client, **fields).status_code == 302
    expected = {"email": ADDRESS, "sms": NUMBER}
    assert channels_of(person) == channels
    assert addresses_of(person) == {channel: expected[channel] for channel in channels}
    page = client.get("/me/", headers=ENGLISH).content.decode()
    assert ("You get reminders" in page) == bool(channels)
    assert ADDRESS not in page


def test_an_address_by_which_one_signs_in_is_not_asked_for_again(client: Client, person: Any):
    for channel, address in (("sms", "+919830099999"), ("sms", NUMBER), ("email", ADDRESS)):
        Identity.objects.create(person=person, channel=channel, address=address)
    page = client.get("/me/reminders/", headers=ENGLISH).content.decode()
    assert (f'value="{NUMBER}"' in page, f'value="{ADDRESS}"' in page, " checked" in page) == (True, True, False)
    post(client, by_sms="on", phone="98311 12345", email=ADDRESS)
    assert addresses_of(person) == {"sms": "+919831112345"}
    page = client.get("/me/reminders/", headers=ENGLISH).content.decode()
    assert (page.count(" checked"), 'value="+919831112345"' in page, NUMBER in page) == (1, True, False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"by_email": "on"}, "Enter the e-mail address here"),
        ({"by_email": "on", "email": "one@"}, "Not a valid e-mail address"),
        ({"by_email": "on", "email": "one@example.org, two@example.org"}, "Not a valid e-mail address"),
        ({"by_email": "on", "email": "one@example.org\r\nBcc: two@example.org"}, "Not a valid e-mail address"),
        ({"by_sms": "on"}, "Enter the mobile number here"),
        ({"by_sms": "on", "phone": "12345"}, "Not a valid mobile number"),
    ],
)
def test_what_cannot_be_an_address_is_refused_beside_its_field(
    client: Client, person: Any, fields: dict[str, str], words: str
):
    answer = post(client, **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'aria-invalid="true"' in page
    assert addresses_of(person) == {}


@pytest.mark.costly
def test_who_orders_messages_to_ever_new_numbers_is_told_to_wait_and_keeps_what_was_chosen(client: Client, person: Any):
    statuses = [post(client, by_sms="on", phone=f"98300 1234{turn}").status_code for turn in range(6)]
    assert statuses == [302] * 5 + [422]
    page = post(client, by_sms="on", phone="98300 12349").content.decode()
    assert "were ordered too often" in page
    assert 'value="98300 12349"' in page
    assert addresses_of(person) == {"sms": "+919830012344"}


def test_one_press_stops_everything(client: Client, person: Any):
    post(client, by_email="on", email=ADDRESS, by_sms="on", phone=NUMBER)
    assert "Stop all reminders" in client.get("/me/reminders/", headers=ENGLISH).content.decode()
    client.post("/me/reminders/stop/")
    assert (channels_of(person), addresses_of(person)) == ([], {})


def test_a_mail_program_presses_the_button_without_a_cookie_or_a_token(person: Any):
    choose_reminders(person, addresses={"email": ADDRESS})
    contact = Contact.objects.get(person=person, channel="email")
    stranger, link = Client(enforce_csrf_checks=True), f"/stop/{contact.stop_code}/"
    assert "Press once" in stranger.get(link, headers=ENGLISH).content.decode()
    assert channels_of(person) == ["email"]  # a scanner that only looks stops nothing
    assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert channels_of(person) == []


def test_a_code_that_never_was_says_the_same_as_one_that_is_void(client: Client):
    assert client.post("/stop/no-such-code/").status_code == 200


def test_signed_out_the_page_asks_to_sign_in(client: Client):
    answer = client.get("/me/reminders/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/me/reminders/")


def test_where_nothing_is_sent_the_page_says_so(client: Client, person: Any, settings: Settings):
    settings.SENDERS = {"email": "none", "sms": "none"}
    page = client.get("/me/reminders/", headers=ENGLISH).content.decode()
    assert "This website sends no reminders yet." in page
    assert 'name="email"' not in page
    post(client, by_email="on", email=ADDRESS)
    assert channels_of(person) == []
