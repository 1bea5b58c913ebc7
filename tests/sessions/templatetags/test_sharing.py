"""Each public page says what it is as a link, in its language and from the declared address; no other page does."""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from sessions.chats.cards import find_card
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import Office, Question
from tests.factories.evening import Evening
from tests.factories.recorded import HARMFUL, close
from tests.sessions.record.redaction.conftest import ALL, make_recorded

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

OURS = "https://chat.example.org"
TAG = re.compile(
    r'<(?:meta (?:name|property)="((?:og:|twitter:|desc)[^"]*)" content|link rel="(canonical)" href)="([^"]*)"'
)


@pytest.fixture
def client(settings: Any) -> Client:
    """A client whose requests come to the second of our addresses."""
    settings.PUBLIC_ORIGINS = [OURS, "http://testserver"]
    return Client(headers={"host": "testserver"})


def tags(client: Client, address: str, language: str = "en", **headers: str) -> dict[str, str]:
    response = client.get(address, headers={"accept-language": language, **headers})
    assert response.status_code == 200, address
    return {name or link: html.unescape(value) for name, link, value in TAG.findall(response.content.decode())}


def public_pages(evening: Evening, slug: str, receipt: str) -> list[str]:
    ward, chat = evening.ward.number, evening.chat_session.pk
    day = evening.chat_session.starts_at
    office = Office.objects.get()
    return [
        "/",
        "/wards/",
        f"/wards/{ward}/",
        f"/wards/{ward}/calendar/",
        f"/wards/{ward}/figures/",
        f"/wards/{ward}/poster/{day:%Y-%m}/",
        "/my/sheet/",
        "/calendar/",
        f"/calendar/{day:%Y}/",
        f"/chat/{chat}/",
        "/records/",
        f"/records/{slug}/",
        f"/records/{slug}/q/{receipt}/",
        f"/records/{slug}/order/",
        "/records/redactions/",
        f"/receipt/{receipt}/",
        "/log/",
        "/figures/",
        "/ledger/",
        "/speakers/",
        f"/speakers/{office.pk}/",
        "/about/",
        "/accessibility/",
        "/website/",
        "/docs/",
        "/docs/clerk/",
        "/app/",
        "/boroughs/",
        "/matters/",
        "/matters/new/",
        "/matters/map/",
        "/matters/figures/",
        "/promises/",
        "/promises/figures/",
        "/activities/",
        f"/wards/{ward}/digests/",
        f"/wards/{ward}/log/",
        "/log/words/",
    ]


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "bn"])
def test_every_public_page_has_all_tags(client: Client, evening: Evening, settings: Any, language: str) -> None:
    question = evening.answer()
    record = close(evening)
    for address in public_pages(evening, record.slug, question.receipt):
        found = tags(client, address, language)
        assert found, address
        assert found["canonical"] == found["og:url"] == f"{OURS}{address}"
        assert found["description"] == found["og:description"] != ""
        assert found["og:title"] != ""
        assert (found["og:locale"], found["twitter:card"]) == (f"{language}_IN", "summary_large_image")
        assert found["og:locale:alternate"] != found["og:locale"]
        assert found["og:image"].startswith(f"{OURS}/")
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert found["og:image:alt"] != ""


@pytest.mark.long
def test_the_card_of_each_page_is_there(client: Client, evening: Evening) -> None:
    waiting = evening.queue("How long does it take?", by=1)
    question = evening.answer()
    record = close(evening)
    for address, kind, name in (
        (f"/chat/{evening.chat_session.pk}/", "chat", str(evening.chat_session.pk)),
        (f"/records/{record.slug}/", "record", record.slug),
        (f"/records/{record.slug}/q/{question.receipt}/", "answer", question.receipt),
        (f"/receipt/{waiting.receipt}/", "question", waiting.receipt),
    ):
        path = find_card(kind, name).path
        assert tags(client, address)["og:image"] == f"{OURS}{path}"
        assert client.get(path).status_code == 200


def test_a_signed_in_page_has_none(client: Client, evening: Evening) -> None:
    client.force_login(evening.residents[0])
    for address in ("/", "/my-chat/", "/me/", f"/chat/{evening.chat_session.pk}/", f"/wards/{evening.ward.number}/"):
        assert tags(client, client.get(address).headers.get("Location", address)) == {}


def test_a_page_of_what_is_not_public_has_none(client: Client, evening: Evening) -> None:
    waiting, gone = evening.ask("Nobody read this yet."), evening.queue(by=1)
    withdraw_question(evening.chat_session, gone.pk, person=evening.residents[1])
    for question in (waiting, gone):
        assert tags(client, f"/receipt/{question.receipt}/") == {}
    assert tags(client, "/sign-in/") == {}
    assert TAG.findall(client.get("/wards/4711/").content.decode()) == []


def test_words_of_a_removed_question_are_in_no_tag_of_its_record(client: Client, evening: Evening) -> None:
    recorded = make_recorded(evening)
    address = f"/records/{recorded.record.slug}/q/{recorded.question.receipt}/"
    assert "Canary" in str(tags(client, address))
    recorded.redact(*ALL)
    after = tags(client, address)
    assert "Canary" not in str(after)
    assert after["og:image"].startswith(f"{OURS}/static/")


def test_the_host_of_a_request_is_in_no_tag(client: Client, evening: Evening) -> None:
    found = tags(client, f"/chat/{evening.chat_session.pk}/", **{"x-forwarded-host": "evil.example.org"})
    assert {urlsplit(value).netloc for value in found.values() if "://" in value} == {"chat.example.org"}
    assert client.get("/", headers={"host": "evil.example.org"}).status_code == 400


def test_what_somebody_searches_for_is_in_no_tag(client: Client, evening: Evening) -> None:
    for page in ("/records/", "/wards/"):
        found = tags(client, f"{page}?q=defamation")
        assert "defamation" not in str(found)
        assert found["canonical"] == f"{OURS}{page}"


@pytest.mark.parametrize("text", [text for text in HARMFUL if text.isprintable() and len(text) < 200])
def test_words_of_people_end_no_tag(client: Client, evening: Evening, text: str) -> None:
    question = evening.queue(text)
    assert tags(client, f"/receipt/{question.receipt}/")["og:description"].endswith(Question.objects.get().public_text)


def test_the_words_to_send_hold_the_address(client: Client, evening: Evening) -> None:
    evening.answer()
    record = close(evening)
    pages = (f"/chat/{evening.chat_session.pk}/", f"/records/{record.slug}/", f"/wards/{evening.ward.number}/")
    for address in pages:
        page = client.get(address).content.decode()
        (link,) = re.findall(r'href="(https://wa\.me/[^"]*)"', page)
        (text,) = parse_qs(urlsplit(html.unescape(link)).query)["text"]
        assert text.endswith(f" {OURS}{address}")
        assert f">{text}</textarea>" in html.unescape(page)
