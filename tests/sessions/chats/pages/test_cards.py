"""Who gets a card: everybody, while its words are public; nobody by a made-up address, and never an error."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sessions.chats.cards import find_card
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import Question
from sessions.record.cards import drawing
from sessions.record.cards.card import seal_of
from sessions.record.cards.drawing import coming
from sessions.record.cards.prepared import prepared_card
from tests.factories.evening import Evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "rendered"


@pytest.fixture
def path(evening: Evening) -> str:
    evening.answer()
    return find_card("answer", Question.objects.get().receipt).path


def headers_of(response: Any) -> tuple[int, str, str]:
    return response.status_code, response["Content-Type"].partition(";")[0], response.get("Cache-Control", "")


def test_a_picture_that_other_sites_may_show_and_ask_for_again(client: Client, path: str) -> None:
    response = client.get(path)
    assert headers_of(response) == (200, "image/png", "public, max-age=300")
    assert response.content.startswith(b"\x89PNG")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response.headers
    for etag in (response["ETag"], f"W/{response['ETag']}", f'"other", {response["ETag"]}', "*"):
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_an_older_version_leads_to_the_present_one(client: Client, path: str) -> None:
    before, _dash, _digest = path.rpartition("-")
    response = client.get(f"{before}-0123456789abcdef.png")
    assert (response.status_code, response["Location"]) == (302, path)
    assert response["Cache-Control"] == "public, max-age=60"


def test_a_made_up_address_is_refused_without_a_query(client: Client, django_assert_num_queries: Any) -> None:
    seal = seal_of("answer", "0000000000")
    with django_assert_num_queries(0):
        for made_up in (
            f"/cards/answer/0000000001/en-{seal}-0.png",
            f"/cards/answer/0000000000/xx-{seal}-0.png",
            "/cards/answer/0000000000/en.png",
            "/cards/photograph/0000000000/en-0-0.png",
        ):
            assert headers_of(client.get(made_up)) == (404, "text/plain", "public, max-age=60")
    assert client.get(f"/cards/answer/0000000000/en-{seal}-0.png").status_code == 404


def test_it_is_gone_with_its_question_and_nothing_of_it_is_kept(client: Client, evening: Evening, folder: Path) -> None:
    question = evening.queue()
    path = find_card("question", question.receipt).path
    assert client.get(path).status_code == 200
    assert len(list(folder.glob("*/*.png"))) == 1
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])
    assert headers_of(client.get(path)) == (410, "text/plain", "public, max-age=60")
    assert list(folder.glob("*/*.png")) == []


def test_while_others_are_drawn_it_can_be_asked_for_again(client: Client, path: str) -> None:
    taken = [coming.acquire(blocking=False) for _place in range(drawing.MOST_COMING)]
    try:
        response: HttpResponse = client.get(path)  # type: ignore[assignment]
    finally:
        for _place in taken:
            coming.release()
    assert headers_of(response) == (503, "text/plain", "no-store")
    assert response["Retry-After"] == "5"
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("words", ["漢字は何ですか", "😀😀😀"])
def test_without_a_font_the_prepared_picture_stands_in(
    client: Client, evening: Evening, words: str, caplog: pytest.LogCaptureFixture, folder: Path
) -> None:
    question = evening.queue(words)
    response = client.get(find_card("question", question.receipt).path)
    assert headers_of(response) == (200, "image/png", "public, max-age=300")
    assert response.content == prepared_card()
    assert "ETag" not in response.headers
    assert words not in caplog.text
    assert list(folder.glob("*/*.png")) == []


def test_without_the_extra_the_prepared_picture_stands_in(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda _name: None)
    assert client.get(path).content == prepared_card()
    assert len(prepared_card()) < 300_000
