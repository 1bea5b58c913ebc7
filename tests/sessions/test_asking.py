"""Many people's questions are saved at once, each as if it had been asked alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.screening import approve_question, hold_question
from sessions.asking import Ask, ask_questions
from sessions.lifecycle import close_chat_session
from sessions.models import ChatSession, Mute, Question
from sessions.questions import withdraw_question
from sessions.refusals import Refused
from sessions.steps import lock_chat_session
from tests.evening import Evening, make_evening


def ask(evening: Evening, *asked: tuple[int, str]) -> list[Question | Refused]:
    chat_session = lock_chat_session(evening.chat_session.pk)
    return ask_questions(chat_session, [Ask(evening.residents[by], text, "question") for by, text in asked])


def told(decided: list[Question | Refused]) -> list[str]:
    return [one.code if isinstance(one, Refused) else one.text for one in decided]


def test_questions_stand_in_the_log_in_the_order_in_which_they_came(evening: Evening) -> None:
    assert told(ask(evening, (0, "One?"), (1, "Two?"), (2, "Three?"))) == ["One?", "Two?", "Three?"]
    assert [(event["seq"], event["text"]) for event in evening.desk_events()] == [
        (1, "One?"),
        (2, "Two?"),
        (3, "Three?"),
    ]
    asked = list(Question.objects.order_by("asked_at"))
    assert [question.author for question in asked] == evening.residents
    assert len({question.asked_at for question in asked}) == 3


def test_a_refused_question_leaves_nothing_behind_and_the_others_go_on(evening: Evening) -> None:
    until = timezone.now() + timedelta(minutes=5)
    Mute.objects.create(chat_session=evening.chat_session, person=evening.residents[1], until=until)
    assert told(ask(evening, (0, ""), (1, "Two?"), (2, "Three?"))) == ["empty", "muted", "Three?"]
    assert [event["text"] for event in evening.desk_events()] == ["Three?"]
    assert Question.objects.count() == 1


def test_where_all_are_refused_nothing_is_written(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    before = evening.desk_events()
    assert told(ask(evening, (0, "One?"), (1, ""))) == ["closed", "empty"]
    assert (evening.desk_events(), Question.objects.count()) == (before, 0)


@pytest.mark.parametrize("people", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_people(evening: Evening, people: int) -> None:
    chat_session: Any = lock_chat_session(evening.chat_session.pk)
    with CaptureQueriesContext(connection) as captured:
        ask_questions(chat_session, [Ask(evening.residents[by], "Drains?", "question") for by in range(people)])
    assert len(captured) == 6  # mutes, who waits, questions, the stream's row, events, the row again


def test_at_most_three_questions_of_a_person_wait_and_the_refusal_says_what_to_do(evening: Evening) -> None:
    decided = ask(evening, *[(0, f"Question {number}?") for number in range(5)], (1, "Mine?"))
    assert told(decided) == ["Question 0?", "Question 1?", "Question 2?", *["too_many_waiting"] * 2, "Mine?"]
    no = decided[3]
    assert isinstance(no, Refused)
    assert (no.retry, no.facts) == (False, {"max": 3})
    assert str(no.message) == (
        "You have 3 questions that no moderator has decided yet. Please wait for that, or withdraw one."
    )


def test_questions_before_the_evening_count_as_well(db: None) -> None:
    evening = make_evening(is_live=False)
    assert told(ask(evening, *[(0, "Drains?")] * 4)) == ["Drains?"] * 3 + ["too_many_waiting"]


def test_a_held_question_waits_still_and_a_decided_or_withdrawn_one_no_longer(evening: Evening) -> None:
    held, approved, withdrawn = (evening.ask(f"Question {number}?") for number in range(3))
    hold_question(evening.chat_session, held.pk, moderator=evening.moderator, version=1)
    assert told(ask(evening, (0, "Again?"))) == ["too_many_waiting"]
    approve_question(evening.chat_session, approved.pk, moderator=evening.moderator, version=1)
    withdraw_question(evening.chat_session, withdrawn.pk, person=evening.residents[0])
    assert told(ask(evening, *[(0, "Again?")] * 3)) == ["Again?", "Again?", "too_many_waiting"]


def test_what_waits_in_another_chat_does_not_count(evening: Evening) -> None:
    make_evening(number=96)
    for number in range(3):
        evening.ask(f"Question {number}?")
    Question.objects.update(chat_session=Question.objects.get(text="Question 0?").chat_session)
    other = ChatSession.objects.get(ward__number=96)
    asked = ask_questions(lock_chat_session(other.pk), [Ask(evening.residents[0], "There?", "question")])
    assert told(asked) == ["There?"]


def test_the_city_says_how_many_may_wait(evening: Evening, settings: Any) -> None:
    settings.MAX_WAITING_QUESTIONS = 1
    decided = ask(evening, (0, "One?"), (0, "Two?"))
    assert isinstance(decided[1], Refused)
    assert str(decided[1].message) == (
        "You have 1 question that no moderator has decided yet. Please wait for that, or withdraw it."
    )


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_the_same_moment_three_are_taken() -> None:
    evening = make_evening()

    def ask_once(number: int) -> str:
        try:
            return told([evening.ask(f"Question {number}?")])[0]
        except Refused as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask_once, range(20)))
    assert answers.count("too_many_waiting") == 17
    assert Question.objects.count() == 3
