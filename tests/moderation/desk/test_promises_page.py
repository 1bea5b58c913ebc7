"""The desk's page of a chat's answers: marks, proposals by moderators alone, and the record that shows them."""

from typing import Any

import pytest
from django.test import Client

from moderation.questions.removal import take_down_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Promise, PromiseState, Record
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of, words_of

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
SAID = "The drain is cleaned before the rains, from the market side on."


def send(person: Any, evening: Evening, **fields: Any) -> Any:
    return client_of(person).post(f"/desk/{evening.chat_session.pk}/promises/", fields, headers=ENGLISH)


def test_a_moderator_proposes_words_and_everybody_reads_it_in_the_record(evening: Evening) -> None:
    answer = evening.answer().answers.get()
    address = f"/desk/{evening.chat_session.pk}/promises/"
    shown = client_of(evening.moderator).get(address, headers=ENGLISH).content.decode()
    assert "<mark>before the rains</mark>" in shown
    assert send(evening.moderator, evening, answer=answer.pk, said=SAID).status_code == 302
    promise = Promise.objects.get()
    assert (promise.state, promise.said) == (PromiseState.PROPOSED, SAID)
    close_chat_session(evening.chat_session, by="clock")
    record = Client().get(f"/records/{Record.objects.get().slug}/", headers=ENGLISH).content.decode()
    assert f"Promise {promise.number}" in record
    assert "Now: Waits for the office’s word" in record


def test_each_answer_stands_below_its_question_unless_that_is_removed(evening: Evening) -> None:
    question = evening.answer()
    address = f"/desk/{evening.chat_session.pk}/promises/"
    words = words_of(client_of(evening.moderator).get(address, headers=ENGLISH).content.decode())
    assert 0 < words.index(question.text) < words.index("before the rains")
    question.refresh_from_db()
    seen: dict[str, Any] = {"version": question.version, "reason": "attack", "note": ""}
    take_down_question(evening.chat_session, question.pk, moderator=evening.moderator, **seen)
    words = words_of(client_of(evening.moderator).get(address, headers=ENGLISH).content.decode())
    assert question.text not in words
    assert 0 < words.index("These words were removed.") < words.index("before the rains")


def test_others_at_the_desk_only_look_and_another_chats_answer_is_none(evening: Evening) -> None:
    answer = evening.answer().answers.get()
    assert send(evening.clerk, evening, answer=answer.pk, said=SAID).status_code == 422
    other = make_evening(number=96).answer().answers.get()
    refused = send(evening.moderator, evening, answer=other.pk, said=SAID)
    assert (refused.status_code, Promise.objects.count()) == (422, 0)
