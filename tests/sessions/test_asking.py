"""Many people's questions are saved at once, each as if it had been asked alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.asking import Ask, ask_questions
from sessions.lifecycle import close_chat_session
from sessions.models import Mute, Question
from sessions.refusals import Refused
from sessions.steps import lock_chat_session
from tests.evening import Evening


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
    assert len(captured) == 5  # mutes, questions, the stream's row, events, the row again
