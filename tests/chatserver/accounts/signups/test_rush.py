"""The watch over new accounts that rush to one question: it misses nobody, and makes few queries."""

from collections.abc import Sequence

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chatserver.accounts.models import User
from chatserver.accounts.signups.rush import RUSH, RushWatch
from sessions.models import Question
from tests.chatserver.accounts.stuffing import counts, sign_in, support
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evening() -> Evening:
    return make_evening()


def newcomers(evening: Evening, number: int) -> list[User]:
    return [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(number)]


def see(watch: RushWatch, people: Sequence[User], question: Question) -> int:
    """How many queries it took."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        watch.see((person, question.pk) for person in people)
    return len(queries)


def test_it_asks_nothing_until_a_question_is_supported_fast_and_nothing_again_about_the_same(evening: Evening) -> None:
    question, people, watch = evening.queue(), newcomers(evening, RUSH), RushWatch()
    assert see(watch, people[:-1], question) == 0
    assert see(watch, people[-1:], question) > 0
    assert see(watch, people, question) == 0
    assert User.objects.filter(verdict="open").count() == RUSH


def test_what_was_rolled_back_is_seen_again(evening: Evening) -> None:
    question, people, watch = evening.queue(), newcomers(evening, RUSH), RushWatch()
    with transaction.atomic():
        watch.see((person, question.pk) for person in people)
        transaction.set_rollback(True)
    see(watch, people, question)
    assert User.objects.filter(verdict="open").count() == RUSH


def test_those_who_come_later_in_the_rush_are_held_too(evening: Evening) -> None:
    question = evening.queue()
    for person in newcomers(evening, RUSH + 5):
        support(question, [person])
    assert counts(question) == (0, RUSH + 5, 0)


def test_people_who_have_been_here_for_days_are_not_watched(evening: Evening) -> None:
    question, people, watch = evening.queue(), evening.residents * RUSH, RushWatch()
    assert see(watch, people, question) == 0
