import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from chatserver.accounts.cookie_sessions.ending import forget_expired_sessions
from chatserver.accounts.limits.device_cookie import remember_device
from chatserver.accounts.models import User
from chatserver.accounts.sign_in.login import enter
from chatserver.accounts.sign_in.remembering import ON_OWN_DEVICE
from chatserver.web.app.share import SHARES_OF_STRANGERS
from sessions.contract.limits import SHARES_OF_UNKNOWN, SHARES_PER_ADDRESS
from tests.factories.evening import Evening, make_evening, make_person


def room_form(evening: Evening) -> str:
    return f"{reverse('room', args=[evening.chat_session.pk])}#ask"


def test_shared_words_become_the_draft_of_the_wards_next_chat(db: None, client: Client) -> None:
    evening = make_evening(residents=1)
    client.force_login(evening.residents[0])
    answer = client.get("/share/", {"title": "The tank", "text": "<b>dry</b>", "url": "The tank"})
    assert "The tank\n\n&lt;b&gt;dry&lt;/b&gt;</textarea>" in answer.text
    assert 'data-draft="next:95"' in answer.text
    assert f'href="{room_form(evening)}"' in answer.text


def test_without_words_the_form_itself_opens(db: None, client: Client) -> None:
    evening = make_evening(residents=1)
    assert client.get("/share/").headers["Location"] == "/sign-in/?next=%2Fshare%2F"
    client.force_login(evening.residents[0])
    assert client.get("/share/").headers["Location"] == room_form(evening)


def test_without_an_open_chat_the_words_are_kept(db: None, client: Client) -> None:
    evening = make_evening(residents=1)
    evening.chat_session.__class__.objects.update(state="closed")
    client.force_login(evening.residents[0])
    answer = client.get("/share/?text=Tank")
    assert "These words are kept on this phone" in answer.text
    assert 'href="/my-chat/"' in answer.text


LONG = "জলের লাইন ভেঙে গেছে। " * 45
"""945 characters; an address holds some 225 of them."""


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(residents=1)


def words_in(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return found[1]


def sign_in(client: Client, person: User, wanted: str) -> Any:
    """Sign in as by a code: under a new key of the cookie session, which holds what it held."""
    request = client.get(wanted).wsgi_request
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client.get("/share/")


@pytest.mark.costly
def test_long_words_outlast_the_sign_in_and_stand_in_no_address(evening: Evening, client: Client) -> None:
    page = client.get("/share/", {"text": LONG})
    assert page.status_code == 200
    assert words_in(page.text) == LONG.strip()
    answer = client.post("/share/", {"words": LONG.strip()})
    assert answer.headers["Location"] == "/sign-in/?next=%2Fshare%2F"
    shown = sign_in(client, evening.residents[0], answer.headers["Location"])
    assert words_in(shown.text) == LONG.strip()
    assert 'data-draft="next:95"' in shown.text
    assert client.get("/share/").headers["Location"] == room_form(evening)  # once


def test_who_is_shown_the_words_has_left_nothing_on_the_server(evening: Evening, client: Client) -> None:
    client.get("/share/", {"text": LONG})
    assert not Session.objects.exists()


@pytest.mark.costly
def test_who_has_no_ward_yet_is_led_back_once_it_is_chosen(evening: Evening, client: Client) -> None:
    person = make_person("newcomer")
    client.post("/share/", {"words": "One\r\nTwo"})
    assert sign_in(client, person, "/sign-in/").headers["Location"] == "/my-chat/"
    client.post("/wards/choose/", {"ward": "95"})
    assert client.get("/my-chat/").headers["Location"] == "/share/"
    assert words_in(client.get("/share/").text) == "One\nTwo"


def test_after_an_hour_they_are_not_for_who_signs_in_then(evening: Evening, client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post("/share/", {"words": LONG})
        clock.shift(timedelta(hours=1, seconds=1))
        assert sign_in(client, evening.residents[0], "/sign-in/").headers["Location"] == room_form(evening)


def post_words(client: Client, words: str = LONG, address: str = "192.0.2.7") -> Any:
    return client.post("/share/", {"words": words}, REMOTE_ADDR=address)


@pytest.mark.costly
def test_strangers_of_one_address_leave_only_so_many_words_and_are_told_what_to_do(
    db: None, standing_clock: list[float]
) -> None:
    answers = [post_words(Client()) for _time in range(SHARES_PER_ADDRESS + 3)]
    assert [each.status_code for each in answers] == [302] * SHARES_PER_ADDRESS + [429] * 3
    assert Session.objects.count() == SHARES_PER_ADDRESS
    refused = answers[-1]
    assert words_in(refused.text) == LONG.strip()
    assert "Copy them, sign in, and paste them into your question." in refused.text
    assert 0 < int(refused.headers["Retry-After"]) <= 90
    assert post_words(Client(), address="198.51.100.9").status_code == 302


@pytest.mark.costly
def test_a_machine_with_many_addresses_leaves_only_so_many_words(db: None, standing_clock: list[float]) -> None:
    for turn in range(SHARES_OF_UNKNOWN):
        address = f"10.{turn // 250}.{turn % 250}.1"
        assert SHARES_OF_STRANGERS.take(RequestFactory().post("/share/", REMOTE_ADDR=address)) == 0
    assert post_words(Client(), address="203.0.113.200").status_code == 429
    known = Client()
    remember(known)
    assert post_words(known, address="203.0.113.200").status_code == 302


def remember(client: Client) -> None:
    """Remember, as after a sign-in on this browser, which has ended."""
    response = HttpResponse()
    remember_device(RequestFactory().get("/"), response, "sms:+919830012345")
    client.cookies[settings.DEVICE_COOKIE_NAME] = response.cookies[settings.DEVICE_COOKIE_NAME].value


@pytest.mark.costly
def test_who_is_signed_in_is_not_held_up_by_strangers(evening: Evening, client: Client) -> None:
    for _time in range(SHARES_PER_ADDRESS + 1):
        post_words(Client())
    client.force_login(evening.residents[0])
    assert post_words(client).headers["Location"] == "/share/"


def test_nothing_stays_of_the_words_of_strangers_who_do_not_come_back(db: None) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        post_words(Client())
        clock.shift(timedelta(hours=1, seconds=1))
        forget_expired_sessions()
    assert not Session.objects.exists()


def test_after_the_sign_in_the_cookie_session_lasts_as_long_as_any(evening: Evening, client: Client) -> None:
    post_words(client)
    assert client.session.get_expiry_age() == 3600
    request = client.get("/sign-in/").wsgi_request
    enter(request, evening.residents[0], method="code", wanted="", stays=True)
    assert request.session.get_expiry_age() == ON_OWN_DEVICE.total_seconds()
