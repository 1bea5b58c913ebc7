"""A request with the token of an earlier sign-in: scripts get a frame that they can show, people get a page."""

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

CHAT_SESSION = UUID(int=0)
OUT_OF_DATE = "Not sent. This page is out of date, perhaps because you signed in or out elsewhere. Please reload it."


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_command_with_an_old_token_is_refused_for_good_in_a_frame(strict: Client) -> None:
    command = {"type": "cmd", "ref": str(uuid4()), "op": "question.ask", "text": "Drains?", "kind": "question"}
    strict.cookies["csrftoken"] = "n" * 32
    answer = strict.post(
        reverse("api_commands", args=[CHAT_SESSION]),
        json.dumps(command),
        content_type="application/json",
        headers={"X-CSRFToken": "o" * 32, "Accept-Language": "en"},
    )
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
    assert answer.json() == {
        "type": "nack",
        "ref": None,
        "code": "forbidden",
        "message": OUT_OF_DATE,
        "retry": False,
        "after_ms": None,
    }


def test_it_is_refused_in_the_readers_language(strict: Client) -> None:
    strict.cookies["language"] = "bn"
    answer = strict.post(reverse("api_commands", args=[CHAT_SESSION]), "{}", content_type="application/json")
    assert answer.json()["message"].startswith("পাঠানো হয়নি।")


def test_a_form_with_an_old_token_is_refused_with_a_page(strict: Client) -> None:
    answer = strict.post(reverse("do", args=[CHAT_SESSION]), {"op": "question.ask"}, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert "Please send it again" in answer.content.decode()
