"""Many people's backings are counted at once, each as if it had come alone."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.chats.support.backing import Back, back_questions
from sessions.log import log
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Backing, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening
from tests.hearing import hearing

pytestmark = pytest.mark.costly


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(residents=5)


def back(evening: Evening, *wishes: tuple[int, Question, bool]) -> list[str]:
    chat_session = lock_chat_session(evening.chat_session.pk)
    decided = back_questions(
        [Back(chat_session, evening.residents[by], question.pk, on) for by, question, on in wishes]
    )
    return [one.code if isinstance(one, Refused) else str(one) for one in decided]


def backers(question: Question) -> list[str]:
    return sorted(Backing.objects.filter(question=question).values_list("person__username", flat=True))


def count(question: Question) -> int:
    return Question.objects.get(pk=question.pk).backing


def test_each_question_counts_its_own_backers(evening: Evening) -> None:
    drains, lights = evening.queue("Drains?", by=0), evening.queue("Lights?", by=1)
    back(evening, (1, drains, True), (2, drains, True), (0, lights, True))
    back(evening, (3, drains, True), (1, drains, False), (0, lights, False), (4, lights, False))
    assert (backers(drains), count(drains)) == (["resident-95-2", "resident-95-3"], 2)
    assert (backers(lights), count(lights)) == ([], 0)


def test_what_a_person_said_last_stands(evening: Evening) -> None:
    question = evening.queue(by=0)
    back(evening, *((1, question, on) for on in (True, False, True)), *((2, question, on) for on in (True, False)))
    assert (backers(question), count(question)) == (["resident-95-1"], 1)
    back(evening, *((1, question, on) for on in (False, True)), *((2, question, on) for on in (False, True, False)))
    assert (backers(question), count(question)) == (["resident-95-1"], 1)


def test_a_refused_wish_touches_no_other(evening: Evening) -> None:
    queued, waiting = evening.queue(by=0), evening.ask(by=0)
    on_floor = evening.queue("Lanes?", by=3)
    evening.take(on_floor)
    elsewhere = make_evening(number=96).queue()
    wishes = [(0, queued, True), (1, queued, True), (1, waiting, True), (1, on_floor, True), (1, elsewhere, True)]
    assert back(evening, *wishes) == ["own_question", queued.receipt, "not_found", "state", "not_found"]
    assert [count(question) for question in (queued, waiting, on_floor, elsewhere)] == [1, 0, 0, 0]


def test_the_room_is_told_once_and_only_of_a_change(evening: Evening, django_capture_on_commit_callbacks: Any) -> None:
    question = evening.queue(by=0)
    heard: list[Any] = []

    def hear(*, chat_session_id: Any) -> None:
        heard.append(chat_session_id)

    with hearing(log.backing_changed, hear):
        with django_capture_on_commit_callbacks(execute=True):
            back(evening, *((by, question, True) for by in (1, 2, 3)))
        with django_capture_on_commit_callbacks(execute=True):
            back(evening, (1, question, True), (4, question, False))
    assert heard == [evening.chat_session.pk]


@pytest.mark.long
@pytest.mark.parametrize("people", [1, 4])
@pytest.mark.parametrize("rooms", [1, 2])
def test_the_number_of_queries_does_not_grow_with_the_people_or_the_rooms(
    evening: Evening, people: int, rooms: int
) -> None:
    evenings = [evening, make_evening(number=96, residents=5)][:rooms]
    backs = []
    for there in evenings:
        question, chat_session = there.queue(by=0), lock_chat_session(there.chat_session.pk)
        backs += [Back(chat_session, there.residents[by], question.pk, True) for by in range(1, people + 1)]
    with CaptureQueriesContext(connection) as captured:
        back_questions(backs)
    # The questions and the backings that there are (on PostgreSQL in one message), the new ones, the counts.
    assert len(captured) == (3 if connection.vendor == "postgresql" else 4)
    assert [count(Question.objects.get(chat_session=there.chat_session)) for there in evenings] == [people] * rooms
