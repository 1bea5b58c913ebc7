"""Where the order hides it, no page for residents shows how many support a question before the record does."""

import re
from typing import Any

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question
from sessions.models import Question
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

ENGLISH = {"accept-language": "en"}
WORDS = "When will the drain behind the market be cleaned?"


def supported(evening: Evening) -> Question:
    question = evening.queue(WORDS)
    for person in evening.residents[1:]:
        back_question(evening.chat_session, question.pk, person=person, on=True)
    return question


def evening_under(order: str, settings: Any, *, is_live: bool = True) -> Evening:
    settings.QUEUE_ORDER = order
    return make_evening(is_live=is_live)


@pytest.mark.django_db
@pytest.mark.parametrize(("order", "is_shown"), [("fair-1", True), ("fair-1-quiet", False)])
def test_a_receipt(settings: Any, client: Client, order: str, is_shown: bool) -> None:
    evening = evening_under(order, settings)
    question = supported(evening)
    address = f"/receipt/{question.receipt}/"
    assert ("<dt>Support</dt>" in client.get(address, headers=ENGLISH).content.decode()) is is_shown
    close_chat_session(evening.chat_session, by="clerk")
    assert "<dt>Support</dt><dd>2</dd>" in client.get(address, headers=ENGLISH).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("order", "is_shown"), [("fair-1", True), ("fair-1-quiet", False)])
def test_the_lobby(settings: Any, order: str, is_shown: bool) -> None:
    evening = evening_under(order, settings, is_live=False)
    supported(evening)
    page = client_of(evening.residents[0]).get("/my-chat/", headers=ENGLISH).content.decode()
    assert (WORDS in page, "2 supporters" in page) == (True, is_shown)


@pytest.mark.django_db
@pytest.mark.parametrize(("order", "is_shown"), [("fair-1", True), ("fair-1-quiet", False)])
def test_the_page_that_offers_a_similar_question_before_sending(settings: Any, order: str, is_shown: bool) -> None:
    evening = evening_under(order, settings)
    supported(evening)
    form = {"op": "question.ask", "text": WORDS, "kind": "question", "look": "1"}
    address = f"/chat/{evening.chat_session.pk}/do/"
    page = client_of(evening.residents[1]).post(address, form, headers=ENGLISH).content.decode()
    assert "Support this one" in page
    assert (re.search(r"\b2 support\b", page) is not None) is is_shown
