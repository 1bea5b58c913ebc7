"""Many people are admitted at once, each with the same answer as alone."""

import logging
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from chatserver.live.admission.admitting import AdmissionUnknown, JoinRequest, JoinResult, answer_together
from chatserver.live.admission.identity import Handshake, read_handshake
from sessions.chats.questions.own_questions import back_question
from sessions.platform.refusals import Refused
from tests.chatserver.live.sockets import headers_of
from tests.factories.evening import Evening, make_evening, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def join_request(evening: Evening, person: Any, door: str = "room", language: str = "en") -> JoinRequest:
    if person is not None:
        type(person).objects.filter(pk=person.pk).update(language=language)
    return JoinRequest(read_handshake(headers_of(person, language)), evening.chat_session.pk, door)


def crowd_of(evening: Evening) -> list[JoinRequest]:
    """Each person at the room and at the desk, in both languages."""
    stranger = make_person(f"stranger-{evening.ward.number}")
    people = [None, stranger, *evening.residents, evening.moderator, evening.councillor, evening.clerk]
    return [
        join_request(evening, person, door, language)
        for person in people
        for door in ("room", "desk")
        for language in ("en", "bn")
    ]


def told(answer: object) -> object:
    return (answer.code, str(answer.message)) if isinstance(answer, Refused) else answer


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
def test_many_at_once_get_exactly_what_each_would_get_alone(evening: Evening) -> None:
    other = make_evening(number=96)
    for there in (evening, other):
        back_question(there.chat_session, there.queue(by=1).pk, person=there.residents[0], on=True)
        there.ask("Why?", by=0)
    nowhere = JoinRequest(read_handshake(headers_of(evening.residents[0])), UUID(int=0), "room")
    join_requests = [*crowd_of(evening), *crowd_of(other), nowhere]
    together = [told(answer) for answer in answer_together(join_requests)]
    assert together == [told(answer_together([one])[0]) for one in join_requests]
    assert sum(isinstance(answer, JoinResult) for answer in together) == 2 * (8 * 2 + 3 * 2)


def test_each_is_told_their_own_questions_and_nobody_elses(evening: Evening) -> None:
    asked = [str(evening.ask(f"Question {number}?", by=number).pk) for number in range(3)]
    join_requests = [join_request(evening, person) for person in (*evening.residents, evening.moderator, None)]
    joined = answer_together(join_requests)
    own = [[question["id"] for question in joined.you.questions] for joined in joined if isinstance(joined, JoinResult)]
    assert own == [[question] for question in asked] + [[], []]


def test_each_refusal_is_in_the_refused_person_s_language(evening: Evening) -> None:
    join_requests = [
        join_request(evening, evening.residents[number], "desk", language)
        for number, language in ((0, "en"), (1, "bn"))
    ]
    english, bengali = [told(answer) for answer in answer_together(join_requests)]
    assert english == ("forbidden", "This page is for the people who run this chat.")
    assert isinstance(bengali, tuple)
    assert not bengali[1].isascii()


@pytest.mark.long
@pytest.mark.parametrize("people", [1, 3, 50])
def test_six_queries_let_any_number_of_people_in(people: int, django_assert_num_queries: Any) -> None:
    evening = make_evening(residents=people)
    for number in range(people):
        evening.ask(f"Question {number}?", by=number)
    join_requests = [join_request(evening, person) for person in evening.residents]
    with django_assert_num_queries(6):
        joined = answer_together(join_requests)
    assert [len(joined.you.questions) for joined in joined if isinstance(joined, JoinResult)] == [1] * people


@pytest.mark.parametrize("people", [1, 3, 50])
def test_visitors_cost_one_query_however_many_they_are(
    evening: Evening, people: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        answer_together([join_request(evening, None) for _ in range(people)])


def test_one_whose_reading_fails_spoils_nobody_elses(evening: Evening, caplog: pytest.LogCaptureFixture) -> None:
    store = SessionStore(headers_key(headers_of(evening.residents[1])))
    store["_auth_user_id"] = "Sumi 98300"
    store.save()
    spoilt = JoinRequest(Handshake(store.session_key, "en", has_chosen=False), evening.chat_session.pk, "room")
    join_requests = [
        join_request(evening, evening.residents[0]),
        spoilt,
        join_request(evening, None),
        join_request(evening, None, "desk"),
    ]
    with caplog.at_level(logging.ERROR):
        answers = answer_together(join_requests)
    assert [type(answer) for answer in answers] == [JoinResult, AdmissionUnknown, JoinResult, Refused]
    assert "Admission check failed." in caplog.text
    assert "Sumi" not in caplog.text


def headers_key(headers: list[tuple[bytes, bytes]]) -> str | None:
    return read_handshake(headers).session_key


def test_nothing_is_written(evening: Evening) -> None:
    join_requests = crowd_of(evening)
    with connection.execute_wrapper(read_only):
        answer_together(join_requests)


def read_only(execute: Any, sql: str, *rest: Any) -> Any:
    assert sql.startswith("SELECT")
    return execute(sql, *rest)
