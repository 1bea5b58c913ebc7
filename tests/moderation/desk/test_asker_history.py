"""The asker's history: what became of their questions this evening, under a pseudonym."""

import pytest

from moderation.desk.question_words import history_of_asker
from moderation.questions.screening import decline_question
from sessions.chats.questions.floor import give_answer
from sessions.models import Question
from tests.factories.evening import Evening, make_evening


def pseudonym(question: Question) -> str:
    history = history_of_asker(question)
    assert history is not None
    return history.pseudonym


@pytest.mark.costly
def test_it_counts_what_became_of_the_questions_of_this_person_here(evening: Evening) -> None:
    answered = evening.take(evening.queue())
    give_answer(evening.chat_session, answered.pk, person=evening.councillor, text="In May.", final=True)
    refused = evening.ask()
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    question = evening.ask()
    evening.ask(by=1)
    history = history_of_asker(question)
    assert history is not None
    assert (history.asked, history.answered, history.declined, history.waiting) == (3, 1, 1, 1)


def test_the_pseudonym_is_one_for_a_person_and_says_nothing_about_who_it_is(evening: Evening) -> None:
    first, second, other = evening.ask(), evening.ask(), evening.ask(by=1)
    assert pseudonym(first) == pseudonym(second) != pseudonym(other)
    assert len(pseudonym(first)) == 4


def test_it_is_another_one_in_another_chat(evening: Evening) -> None:
    elsewhere = make_evening(number=96)
    first, second = evening.ask(), elsewhere.ask()
    second.author = first.author
    assert pseudonym(first) != pseudonym(second)


def test_of_an_erased_person_nothing_is_known(evening: Evening) -> None:
    question = evening.ask()
    question.author = None
    assert history_of_asker(question) is None
