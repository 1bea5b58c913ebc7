"""The detector of new accounts that support one question together: it misses nobody, and makes few queries."""

from collections.abc import Sequence

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chatserver.accounts.models import User
from chatserver.accounts.signups.spike_detector import SPIKE, SpikeDetector
from sessions.models import Question
from tests.chatserver.accounts.stuffing import counts, sign_in, support
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening() -> Evening:
    return make_evening()


def newcomers(evening: Evening, number: int) -> list[User]:
    return [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(number)]


def count_queries(detector: SpikeDetector, people: Sequence[User], question: Question) -> int:
    """How many queries it took."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        detector.note_supports((person, question.pk) for person in people)
    return len(queries)


def test_it_asks_nothing_until_a_question_is_supported_fast_and_nothing_again_about_the_same(evening: Evening) -> None:
    question, people, detector = evening.queue(), newcomers(evening, SPIKE), SpikeDetector()
    assert count_queries(detector, people[:-1], question) == 0
    assert count_queries(detector, people[-1:], question) > 0
    assert count_queries(detector, people, question) == 0
    assert User.objects.filter(verdict="open").count() == SPIKE


def test_what_was_rolled_back_is_seen_again(evening: Evening) -> None:
    question, people, detector = evening.queue(), newcomers(evening, SPIKE), SpikeDetector()
    with transaction.atomic():
        detector.note_supports((person, question.pk) for person in people)
        transaction.set_rollback(True)
    count_queries(detector, people, question)
    assert User.objects.filter(verdict="open").count() == SPIKE


@pytest.mark.long
def test_those_who_come_later_in_the_spike_are_held_too(evening: Evening) -> None:
    question = evening.queue()
    for person in newcomers(evening, SPIKE + 5):
        support(question, [person])
    assert counts(question) == (0, SPIKE + 5, 0)


def test_people_who_have_been_here_for_days_are_not_watched(evening: Evening) -> None:
    question, people, detector = evening.queue(), evening.residents * SPIKE, SpikeDetector()
    assert count_queries(detector, people, question) == 0
