"""What the door reads of everybody who stands before it."""

from typing import Any

import pytest

from sessions.chats.questions.own_questions import back_question
from sessions.city.people.access import admit, admit_caller, find_people
from sessions.city.people.access_facts import Caller, read_access_facts
from tests.factories.evening import Evening, make_evening, make_person

pytestmark = pytest.mark.costly


@pytest.fixture
def other(evening: Evening) -> Evening:
    return make_evening(number=96)


def everybody(evening: Evening) -> list[Caller]:
    """One of each kind, by each door that may be tried."""
    staff = [evening.moderator, evening.councillor, evening.clerk]
    people = [None, *evening.residents, *staff, make_person(f"stranger-{evening.ward.number}")]
    return [Caller(person, evening.chat_session.pk, "room") for person in people] + [
        Caller(person, evening.chat_session.pk, "desk", is_proven=True) for person in staff
    ]


def test_many_at_once_are_let_in_exactly_as_each_alone(evening: Evening, other: Evening) -> None:
    for there in (evening, other):
        question = there.queue("Why?", by=1)
        there.ask("When?", by=0)
        back_question(there.chat_session, question.pk, person=there.residents[0], on=True)
    callers = [*everybody(evening), *everybody(other)]
    facts = read_access_facts(callers)
    for caller in callers:
        account_id = caller.person.pk if caller.person else None
        chat_session_id, door = caller.chat_session_id, caller.door
        alone = admit(account_id=account_id, chat_session_id=chat_session_id, door=door, is_proven=caller.is_proven)
        assert admit_caller(caller, facts) == alone


def test_nobody_is_told_the_questions_of_anybody_else(evening: Evening, other: Evening) -> None:
    asked = {}
    for there in (evening, other):
        for number, person in enumerate(there.residents):
            asked[person.pk, there.chat_session.pk] = [str(there.ask(f"Question {number}?", by=number).pk)]
    neighbours = [Caller(person, evening.chat_session.pk, "room") for person in other.residents]
    callers = [*everybody(evening), *everybody(other), *neighbours]
    facts = read_access_facts(callers)
    for caller in callers:
        told = [question["id"] for question in admit_caller(caller, facts).own]
        assert told == (asked.get((caller.person.pk, caller.chat_session_id), []) if caller.person else [])


@pytest.mark.long
@pytest.mark.parametrize("people", [1, 3, 50])
def test_the_door_asks_the_same_four_questions_about_many_as_about_one(
    evening: Evening, people: int, django_assert_num_queries: Any
) -> None:
    big = make_evening(number=97, residents=people)
    for number in range(people):
        big.ask(f"Question {number}?", by=number)
    people_there = find_people(person.pk for person in big.residents).values()
    callers = [Caller(person, big.chat_session.pk, "room") for person in people_there]
    with django_assert_num_queries(4):
        facts = read_access_facts(callers)
        admitted = [admit_caller(caller, facts) for caller in callers]
    assert [len(admission.own) for admission in admitted] == [1] * people


def test_where_only_visitors_come_nobodys_own_is_read(evening: Evening, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        read_access_facts([Caller(None, evening.chat_session.pk, "room")] * 3)
