"""Reopening: what was declined by mistake waits again, and the person who asked reads why."""

import pytest

from moderation.desk.reopening import reopen_question
from moderation.models import Decision
from moderation.questions.screening import approve_question, decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Event, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, own_questions

WHY = "It was taken for another question. Sorry."


def decline(evening: Evening) -> Question:
    question = evening.ask()
    return decline_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason="attack", note="No names."
    )


def reopen(evening: Evening, question: Question, note: str = WHY) -> Question:
    return reopen_question(
        evening.chat_session, question.pk, moderator=evening.second_moderator, version=question.version, note=note
    )


def test_it_waits_again_without_the_reason(evening: Evening) -> None:
    question = reopen(evening, decline(evening))
    [card] = evening.desk_state()["questions"]
    assert (card["state"], card["reason"], card["note"]) == ("waiting", None, WHY)
    approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version)
    assert [card["id"] for card in evening.public_state()["queue"]] == [str(question.pk)]


def test_its_author_is_told_why(evening: Evening) -> None:
    reopen(evening, decline(evening))
    row = Event.objects.get(type="question.reopened")
    assert row.note_to == evening.residents[0].public_id
    [own] = own_questions(evening.residents[0].pk, evening.chat_session.pk)
    assert (own["state"], own["reason"], own["note"]) == ("waiting", None, WHY)


@pytest.mark.costly
def test_the_room_learns_of_neither_the_refusal_nor_the_reopening(evening: Evening) -> None:
    before = evening.public_events()
    reopen(evening, decline(evening))
    assert evening.public_events() == before
    close_chat_session(evening.chat_session, by="clerk")
    assert [event for event in evening.public_events() if event["type"] == "question.declined"] == []


def test_both_decisions_are_kept_for_the_ledger(evening: Evening) -> None:
    reopen(evening, decline(evening))
    rows = Decision.objects.values_list("step", "reason", "moderator")
    assert list(rows) == [("decline", "attack", evening.moderator.pk), ("reopen", "", evening.second_moderator.pk)]


@pytest.mark.parametrize(("note", "code"), [("  ", "empty"), ("x" * 301, "too_long")])
def test_it_needs_a_reason(evening: Evening, note: str, code: str) -> None:
    question = decline(evening)
    with pytest.raises(Refused) as refusal:
        reopen(evening, question, note)
    assert refusal.value.code == code


def test_only_what_was_declined_is_reopened(evening: Evening) -> None:
    with pytest.raises(Refused) as refusal:
        reopen(evening, evening.queue())
    assert refusal.value.code == "state"
