"""Conflicts of interest: a question that is passed on leaves one's own list, and stays in the others'."""

from typing import Any

import pytest

from moderation.desk.claims import claim_question
from moderation.desk.conflicts import pass_question_on
from moderation.desk.undoing import UndoableDecision, decide_later
from moderation.desk.views import group_questions
from moderation.questions.screening import approve_question, hold_question
from sessions.models import Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening


def pass_on(evening: Evening, question: Question, *, on: bool = True) -> Question:
    question.refresh_from_db()
    return pass_question_on(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, on=on
    )


def lists(evening: Evening, me: str) -> list[str]:
    """The groups in which this moderator finds the question."""
    groups = group_questions(evening.desk_state()["questions"], [], me)
    return [name for name, group in groups.items() if group]


def test_it_leaves_ones_own_list_and_stays_in_the_others(evening: Evening) -> None:
    question = evening.ask()
    claim_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    pass_on(evening, question)
    assert (lists(evening, "Moderator 1"), lists(evening, "Moderator 2")) == (["passed_on"], ["to_read"])
    [card] = evening.desk_state()["questions"]
    assert (card["passed_on"], card["claimed_by"]) == (["Moderator 1"], None)


@pytest.mark.parametrize("step", [claim_question, approve_question, hold_question])
def test_who_passed_it_on_decides_nothing_about_it(evening: Evening, step: Any) -> None:
    question = pass_on(evening, evening.ask())
    with pytest.raises(Refused) as refusal:
        step(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version)
    assert refusal.value.code == "passed_on"
    step(evening.chat_session, question.pk, moderator=evening.second_moderator, version=question.version)
    step(evening.chat_session, evening.ask(by=1).pk, moderator=evening.moderator, version=1)


@pytest.mark.costly
def test_it_can_be_taken_back(evening: Evening) -> None:
    question = pass_on(evening, pass_on(evening, evening.ask()), on=False)
    assert lists(evening, "Moderator 1") == ["to_read"]
    approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version)


def test_a_question_about_which_a_decision_waits_is_not_passed_on(evening: Evening) -> None:
    question = evening.ask()
    decide_later(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=1,
        decision=UndoableDecision("hold", {}, seconds=10),
    )
    with pytest.raises(Refused) as refusal:
        pass_on(evening, question)
    assert refusal.value.code == "pending"


def test_its_author_learns_nothing_of_it(evening: Evening) -> None:
    before = evening.public_events()
    pass_on(evening, evening.ask())
    assert evening.public_events() == before
