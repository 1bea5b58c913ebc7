"""Pages while the database does not work; tests/chatserver/live/faults tries an absent PostgreSQL."""

import json
import sqlite3
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from chatserver.web import outage_page
from sessions.chats.pages.room.live_state import start_public
from sessions.chats.pages.room.rooms import render_without_database
from tests.factories.evening import make_evening


@pytest.fixture
def answer(rf: RequestFactory) -> Any:
    """What a request is answered where its page met a locked SQLite."""

    def fail(method: str, path: str, language: str = "en") -> Any:
        request = getattr(rf, method)(path, headers={"accept-language": language})
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorname = "SQLITE_BUSY"
        try:
            raise OperationalError("database is locked") from cause
        except OperationalError:
            return outage_page.answer_failure(request)

    return fail


def test_a_page_says_that_it_will_be_there_again(answer: Any):
    page = answer("get", "/wards/")
    assert (page.status_code, page.headers["Retry-After"], page.headers["Cache-Control"]) == (503, "5", "no-store")
    assert "load this page again in a few seconds" in page.content.decode()


def test_an_app_without_a_bar_of_addresses_has_a_button_to_load_the_page_again(answer: Any):
    """Once what was sent may be lost, the way is back to the form."""
    button = '<a class="button" href="">Try again</a>'
    pages = [answer(method, "/wards/").content.decode() for method in ("get", "post")]
    assert [button in page for page in pages] == [True, False]


def test_what_was_sent_is_not_said_to_be_saved(answer: Any):
    assert "may not be saved" in answer("post", "/me/ward/").content.decode()


def test_it_is_said_in_bengali(answer: Any):
    page = answer("get", "/wards/", "bn")
    assert (page.headers["Content-Language"], "আমাদের ডেটাবেস সাড়া দিচ্ছে না" in page.content.decode()) == ("bn", True)


def test_a_script_is_told_to_try_again(answer: Any):
    nack = answer("post", "/api/chat/00000000-0000-4000-8000-000000000000/commands")
    told = json.loads(nack.content)
    assert (nack.status_code, told["type"], told["code"], told["retry"]) == (503, "nack", "busy", True)


def test_an_error_of_our_own_is_one(rf: RequestFactory):
    try:
        raise ValueError("ours")
    except ValueError:
        assert outage_page.answer_failure(rf.get("/")).status_code == 500


@pytest.mark.costly
@pytest.mark.django_db
def test_a_room_can_be_read_from_what_is_known():
    evening = make_evening()
    evening.queue("When will the drain be cleaned?")
    state = start_public(evening.chat_session.pk).state
    page = render_without_database(state)
    assert "Read-only: our database does not answer" in page
    assert "When will the drain be cleaned?" in page
    assert "<form" not in page
    assert Client().get(f"/chat/{evening.chat_session.pk}/").status_code == 200
