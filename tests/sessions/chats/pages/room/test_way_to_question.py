"""Links to one question in its chat's room lead to where it stands, as other pages have them."""

import re
from html import unescape
from typing import Any

import pytest

from sessions.chats.pages.room.way_to_question import way_to_question
from sessions.chats.questions.floor import give_answer
from sessions.models import QuestionState
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

LISTED = ("queued", "answered", "on_notice", "removed")


@pytest.mark.parametrize("state", QuestionState.values)
def test_it_leads_to_the_line_of_a_list_to_the_stage_or_to_the_room_alone(state: str, evening: Evening) -> None:
    room = f"/chat/{evening.chat_session.pk}/"
    ways = {"on_floor": "#floor"} | dict.fromkeys(LISTED, "?receipt=CODE#q-CODE")
    assert way_to_question(evening.chat_session.pk, receipt="CODE", state=state) == room + ways.get(state, "")


def test_receipts_and_the_page_of_a_question_lead_there(evening: Evening) -> None:
    question = evening.queue("Who mends the lamp?")
    for address in (
        f"/receipt/{question.receipt}/",
        f"/chat/{evening.chat_session.pk}/question/?question={question.pk}",
    ):
        page = client_of(evening.residents[1]).get(address).content.decode()
        assert f'href="/chat/{evening.chat_session.pk}/?receipt={question.receipt}#q-{question.receipt}"' in page


def test_who_asks_the_same_as_is_being_answered_is_led_to_the_stage(evening: Evening) -> None:
    """And to the answer, once there is one."""
    question = evening.queue("When will the street lamp be repaired?")
    evening.take(question)
    assert way_offered(evening, question) == f"/chat/{evening.chat_session.pk}/#floor"
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="On Monday.", final=True)
    answered = f"/chat/{evening.chat_session.pk}/?receipt={question.receipt}#q-{question.receipt}"
    assert way_offered(evening, question) == answered


def way_offered(evening: Evening, question: Any) -> str:
    """On the page before sending, without scripts."""
    form = {"op": "question.ask", "text": question.text, "kind": "question", "look": "1"}
    client = client_of(evening.residents[1])
    page = unescape(client.post(f"/chat/{evening.chat_session.pk}/do/", form).content.decode())
    [way] = re.findall(r'<li>.*?<a class="button button--quiet" href="([^"]*)"', page, re.DOTALL)
    return str(way)
