"""The clerk's second screen: the load, waiting times, and who is there."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.desk.claims import claim_question
from moderation.desk.load_page import DeskLoad, load_of
from moderation.questions.screening import approve_question, hold_question
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly


def load(evening: Evening) -> DeskLoad:
    return load_of(evening.chat_session, timezone.now())


def test_it_counts_what_waits_and_for_how_long(evening: Evening) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=20), tick=False):
        evening.ask("Old?")
    held = evening.ask("Held?", by=1)
    hold_question(evening.chat_session, held.pk, moderator=evening.moderator, version=1)
    found = load(evening)
    assert (found.waiting, found.held, found.asked_lately, found.decided_lately) == (1, 1, 1, 1)
    assert found.oldest is not None
    assert timedelta(minutes=20) <= found.oldest < timedelta(minutes=25)


def test_half_of_what_was_decided_lately_waited_less_than_the_median(evening: Evening) -> None:
    now = timezone.now()
    for minutes, by in ((10, 0), (4, 1), (2, 2)):
        with time_machine.travel(now - timedelta(minutes=minutes), tick=False):
            question = evening.ask(by=by)
        with time_machine.travel(now, tick=False):
            approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    assert load_of(evening.chat_session, now).median_wait == timedelta(minutes=4)


def test_it_says_who_reads_what_who_has_decided_and_who_was_not_seen(evening: Evening) -> None:
    question = evening.ask()
    claim_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=1)
    first, second = load(evening).moderators
    assert (first.name, first.reading, first.seen_at is not None) == ("Moderator 2", question.receipt, True)
    assert (second.name, second.reading, second.seen_at) == ("Moderator 1", "", None)
    approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=2)
    assert [(each.name, each.reading, each.decided_lately) for each in load(evening).moderators] == [
        ("Moderator 1", "", 1),
        ("Moderator 2", "", 0),
    ]


@pytest.mark.parametrize("questions", [1, 3])
def test_it_takes_as_many_queries_for_many_questions(
    evening: Evening, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(questions):
        evening.queue(by=number)
    with django_assert_num_queries(8):
        load(evening)


def test_the_page_and_its_numbers_say_the_same(evening: Evening) -> None:
    evening.ask()
    client = client_of(evening.clerk)
    page = f"/desk/{evening.chat_session.pk}/load/"
    html = client.get(page, headers={"accept-language": "en"}).content.decode()
    numbers = client.get(f"{page}numbers/", headers={"accept-language": "en"}).json()
    assert numbers["parts"]["waiting"] == "1"
    assert [each["words"] for each in numbers["moderators"]] == ["not seen yet"] * 2
    assert ('data-part="waiting">1<' in html, html.count("not seen yet")) == (True, 2)
