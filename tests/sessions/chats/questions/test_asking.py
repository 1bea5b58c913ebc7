"""Many people's questions are saved at once, each as if it had been asked alone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from moderation.questions.screening import approve_question, decline_question, hold_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.asking import SAME_WORDS_WITHIN, Ask, AskDecision, NewQuestion, Repeated, ask_questions
from sessions.chats.questions.own_questions import withdraw_question
from sessions.contract.limits import MAX_WITHDRAWN_QUESTIONS
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, Mute, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly


def ask(evening: Evening, *asked: tuple[int, str]) -> list[AskDecision]:
    chat_session = lock_chat_session(evening.chat_session.pk)
    return ask_questions(chat_session, [Ask(evening.residents[by], text, "question") for by, text in asked])


def told(decided: Sequence[AskDecision | Question]) -> list[str]:
    return [tell(one) for one in decided]


def tell(one: AskDecision | Question) -> str:
    match one:
        case Refused(code=code):
            return code
        case Repeated(question=question):
            return f"again: {question.text}"
        case question:
            return question.text


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


@pytest.mark.row("threat", 38)
def test_who_withdraws_again_and_again_keeps_no_desk_busy(evening: Evening) -> None:
    """One who withdraws has room for another question, and without a bound sends one each second."""
    for number in range(MAX_WITHDRAWN_QUESTIONS):
        [asked] = ask(evening, (0, f"{number}?"))
        assert isinstance(asked, NewQuestion)
        withdraw_question(evening.chat_session, asked.id, person=evening.residents[0])
    assert told(ask(evening, (0, "Once more?"), (1, "A neighbour's?"))) == ["too_many_waiting", "A neighbour's?"]
    [refused] = ask(evening, (0, "Once more?"))
    assert isinstance(refused, Refused)
    with translation.override("bn"):
        assert "১০" in str(refused.message)


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
    statements = [statement for query in captured for statement in query["sql"].split("; ")]  # some in one message
    assert len(statements) == 5  # mutes, what they asked before, the stream's row, questions, events


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
    texts = ["Drains?", "Lamps?", "Water?"]
    assert told(ask(evening, *[(0, text) for text in [*texts, "Roads?"]])) == [*texts, "too_many_waiting"]


def test_a_held_question_waits_still_and_a_decided_or_withdrawn_one_no_longer(evening: Evening) -> None:
    held, approved, withdrawn = (evening.ask(f"Question {number}?") for number in range(3))
    hold_question(evening.chat_session, held.pk, moderator=evening.moderator, version=1)
    assert told(ask(evening, (0, "Again?"))) == ["too_many_waiting"]
    approve_question(evening.chat_session, approved.pk, moderator=evening.moderator, version=1)
    withdraw_question(evening.chat_session, withdrawn.pk, person=evening.residents[0])
    assert told(ask(evening, *[(0, f"Again {number}?") for number in range(3)])) == [
        "Again 0?",
        "Again 1?",
        "too_many_waiting",
    ]


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


def test_the_same_words_by_the_same_person_within_a_minute_are_taken_once(evening: Evening) -> None:
    decided = ask(evening, (0, "The pond?"), (0, "  The pond?\n"), (1, "The pond?"), (0, "The other pond?"))
    assert told(decided) == ["The pond?", "again: The pond?", "The pond?", "The other pond?"]
    assert told(ask(evening, (0, "The pond?"))) == ["again: The pond?"]
    assert [event["text"] for event in evening.desk_events()] == ["The pond?", "The pond?", "The other pond?"]
    first, again = decided[:2]
    assert isinstance(first, NewQuestion)
    assert isinstance(again, Repeated)
    assert again.question.receipt == first.receipt


def test_the_last_of_three_that_wait_is_repeated_and_not_too_many(evening: Evening) -> None:
    texts = ["One?", "Two?", "Three?"]
    ask(evening, *[(0, text) for text in texts])
    assert told(ask(evening, (0, "Three?"), (0, "Four?"))) == ["again: Three?", "too_many_waiting"]


def test_a_repeated_question_is_told_as_it_stands_now(evening: Evening) -> None:
    question = evening.queue("The pond?")
    [again] = ask(evening, (0, "The pond?"))
    assert isinstance(again, Repeated)
    assert (again.question.id, again.question.state) == (question.pk, "queued")


def test_a_minute_later_or_after_it_is_gone_the_same_words_are_a_new_question(evening: Evening) -> None:
    withdrawn, declined, old = evening.ask("Withdrawn?"), evening.ask("Declined?"), evening.queue("Old?")
    withdraw_question(evening.chat_session, withdrawn.pk, person=evening.residents[0])
    decline_question(
        evening.chat_session, declined.pk, moderator=evening.moderator, version=1, reason="off_topic", note=""
    )
    Question.objects.filter(pk=old.pk).update(asked_at=old.asked_at - SAME_WORDS_WITHIN)
    texts = ["Withdrawn?", "Declined?", "Old?"]
    assert told(ask(evening, *[(0, text) for text in texts])) == texts


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_twenty_with_the_same_words_at_the_same_moment_one_is_taken() -> None:
    evening = make_evening()

    def ask_once(_number: int) -> str:
        try:
            return evening.ask("The pond?").receipt
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        receipts = set(pool.map(ask_once, range(20)))
    assert receipts == {Question.objects.get().receipt}


@pytest.mark.long
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
