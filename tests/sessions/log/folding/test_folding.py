"""The fold of the log agrees with the tables that the same transactions wrote."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from moderation.questions.notices import post_notice
from moderation.questions.screening import hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, extend_chat_session
from sessions.chats.questions.floor import defer_question, give_answer, return_question
from sessions.chats.questions.own_questions import withdraw_question
from sessions.log.folding.folding import empty_public
from sessions.models import Question
from tests.clients.product_folds import apply_public
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


def full_evening(evening: Evening) -> None:
    chat_session, moderator, councillor = (evening.chat_session, evening.moderator, evening.councillor)
    questions = [evening.queue(f"Question {number}?", by=number % 3) for number in range(6)]
    held = evening.ask("Hold me?")
    hold_question(chat_session, held.pk, moderator=moderator, version=1)
    merge_question(
        chat_session, questions[5].pk, moderator=moderator, version=questions[5].version, into=questions[0].pk
    )
    withdraw_question(chat_session, questions[4].pk, person=evening.residents[1])
    evening.take(questions[0])
    give_answer(chat_session, questions[0].pk, person=councillor, text="Part.", final=False)
    return_question(chat_session, questions[0].pk, person=councillor)
    evening.take(questions[1])
    give_answer(chat_session, questions[1].pk, person=councillor, text="All.", final=True)
    defer_question(chat_session, questions[2].pk, person=councillor, due_on=timezone.localdate() + timedelta(days=7))
    post_notice(chat_session, moderator=moderator, text="Ten minutes left.")
    extend_chat_session(chat_session, minutes=10, by="clerk")
    evening.take(questions[3])


def ids(cards: list[dict[str, Any]]) -> set[str]:
    return {card["id"] for card in cards}


def rows_in(*states: str) -> set[str]:
    return {str(pk) for pk in Question.objects.filter(state__in=states).values_list("pk", flat=True)}


def test_the_folded_room_is_what_the_tables_say(evening: Evening) -> None:
    full_evening(evening)
    state = evening.public_state()
    assert ids(state["queue"]) == rows_in("queued")
    assert {state["floor"]["id"]} == rows_in("on_floor")
    assert ids(state["answered"]) == rows_in("answered", "on_notice")
    assert [notice["text"] for notice in state["notices"]] == ["Ten minutes left."]
    evening.chat_session.refresh_from_db()
    assert state["session"]["state"] == evening.chat_session.state == "live"


def test_the_folded_desk_is_what_the_tables_say(evening: Evening) -> None:
    full_evening(evening)
    cards = {card["id"]: (card["state"], card["version"]) for card in evening.desk_state()["questions"]}
    assert cards == {str(row.pk): (row.state, row.version) for row in Question.objects.all()}


def test_after_the_close_nothing_is_on_the_floor(evening: Evening) -> None:
    full_evening(evening)
    close_chat_session(evening.chat_session, by="clerk")
    state = evening.public_state()
    assert (state["floor"], state["session"]["state"]) == (None, "closed")
    assert state["session"]["record"].startswith("ward-95-")


def test_an_event_that_is_not_known_changes_nothing() -> None:
    state = empty_public()
    apply_public(state, {"type": "session.of_tomorrow", "seq": 1, "at": "2027-01-02T18:00:00.000Z"})
    assert state == empty_public()
