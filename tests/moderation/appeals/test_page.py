"""The page of appeals: who may decide, what a clerk does where nobody may, and what an author reads when it is late."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.desk.conflicts import pass_question_on
from moderation.questions.screening import decline_question
from sessions.chats.questions.appeals import appeal
from sessions.models import Appointment, Duty, Question
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

NOBODY = "No other moderator of this ward may decide about it: a clerk has to invite one, or to lift the rule"


def appealed(evening: Evening, *, left_by_second: bool = False) -> Question:
    """Against a decision of the first moderator."""
    question = evening.ask()
    if left_by_second:
        question = pass_question_on(
            evening.chat_session, question.pk, moderator=evening.second_moderator, version=question.version
        )
    told = {"moderator": evening.moderator, "version": question.version, "reason": "attack", "note": ""}
    decline_question(evening.chat_session, question.pk, **told)
    return appeal(evening.chat_session, question.pk, person=evening.residents[0])


def page(evening: Evening, person: object) -> str:
    answer = client_of(person).get(f"/desk/{evening.chat_session.pk}/appeals/", headers={"accept-language": "en"})
    return answer.content.decode()


def test_another_moderator_than_the_first_has_the_form(evening: Evening) -> None:
    appealed(evening)
    first, second = page(evening, evening.moderator), page(evening, evening.second_moderator)
    assert ("appeal.decide" in first, "appeal.decide" in second) == (False, True)
    assert "You made this decision" in first
    assert NOBODY not in first + second


def test_where_the_only_other_moderator_has_passed_it_on_nobody_has_and_a_clerk_is_asked(evening: Evening) -> None:
    appealed(evening, left_by_second=True)
    second, clerk = page(evening, evening.second_moderator), page(evening, evening.clerk)
    assert "appeal.decide" not in second
    assert (NOBODY in second, NOBODY in clerk) == (True, True)
    assert ('href="/planning/people/"' in second, 'href="/planning/people/"' in clerk) == (False, True)


def test_where_there_is_one_moderator_a_clerk_is_asked_until_there_is_another(evening: Evening) -> None:
    second = Appointment.objects.filter(person=evening.second_moderator, duty=Duty.MODERATOR)
    second.update(to_on=timezone.localdate() - timedelta(days=1))
    appealed(evening)
    assert NOBODY in page(evening, evening.clerk)
    second.update(to_on=None)
    assert NOBODY not in page(evening, evening.clerk)


def test_its_author_reads_that_it_is_late_and_it_can_be_decided_all_the_same(evening: Evening) -> None:
    question = appealed(evening)
    address, author = f"/receipt/{question.receipt}/", client_of(evening.residents[0])
    english = {"accept-language": "en"}
    assert "Another moderator decides until" in author.get(address, headers=english).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        client = Client()
        client.force_login(evening.residents[0])
        assert "Another moderator had to decide until" in client.get(address, headers=english).content.decode()
        assert "appeal.decide" in page(evening, evening.second_moderator)


def test_the_page_needs_as_many_queries_for_many_as_for_one(
    evening: Evening, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = client_of(evening.second_moderator), f"/desk/{evening.chat_session.pk}/appeals/"
    for _number in range(2):
        appealed(evening)
        with django_assert_num_queries(13):
            client.get(address)
