import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatserver.accounts.models import User
from tests.evening import Evening, make_evening, make_person


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
    """As by a code: under a new key of the cookie session, which holds what it held."""
    request = client.get(wanted).wsgi_request
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client.get("/share/")


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
