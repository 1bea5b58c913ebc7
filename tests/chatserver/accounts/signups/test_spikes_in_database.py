"""Spikes that no process sees by itself: slow ones, and those that are spread over several processes."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatserver.accounts.models import Crowd, User
from chatserver.accounts.signups import spike_detector
from chatserver.accounts.signups.crowds import CROWD, settle_crowd
from chatserver.accounts.signups.spike_detector import SPIKE, SpikeDetector
from chatserver.accounts.signups.spikes_in_database import flag_spikes
from sessions.chats.questions.own_questions import back_question
from sessions.city.people.consents import agree_together
from sessions.matters.supporting.support import support_matter
from sessions.models import Question
from tests.chatserver.accounts.stuffing import NETWORK, counts, sign_in, support
from tests.factories.evening import Evening, make_evening
from tests.factories.matters import make_ward_office

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
def pushed(evening: Evening) -> Question:
    return evening.queue("Pushed?", by=0)


def support_slowly(evening: Evening, question: Question, people: int, *, network: str = NETWORK) -> datetime:
    """A new account every two minutes, which supports the question at once; answers the moment of the last one."""
    began = timezone.now() - timedelta(minutes=2 * people)
    with time_machine.travel(began, tick=False) as clock:
        for index in range(people):
            clock.shift(timedelta(minutes=2))
            person = sign_in(evening.ward, "sms", f"+91983{network[:3]}{index:04}", index=index, network=network)
            back_question(evening.chat_session, question.pk, person=person, on=True)
    return began + timedelta(minutes=2 * people)


@pytest.mark.row("threat", 28)
def test_those_who_come_one_by_one_for_an_hour_and_more_are_held_once_they_are_a_crowd(
    evening: Evening, pushed: Question
) -> None:
    last_at = support_slowly(evening, pushed, CROWD)
    assert counts(pushed) == (CROWD, 0, 0)
    assert flag_spikes(last_at) == 1
    assert counts(pushed) == (0, CROWD, 0)
    late = sign_in(evening.ward, "sms", "+919830099999")
    support(pushed, [late])
    flag_spikes(timezone.now())
    assert counts(pushed) == (0, CROWD + 1, 0)


@pytest.mark.row("threat", 28)
def test_a_spike_that_is_spread_over_several_processes_is_held(
    evening: Evening, pushed: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes = [SpikeDetector(), SpikeDetector()]
    for index in range(SPIKE):
        person = sign_in(evening.ward, "sms", f"+9198300{index:05}")
        monkeypatch.setattr(spike_detector, "detector", processes[index % 2])
        support(pushed, [person])
    assert counts(pushed) == (SPIKE, 0, 0)
    assert flag_spikes(timezone.now()) == 1
    assert counts(pushed) == (0, SPIKE, 0)


@pytest.mark.row("threat", 28)
def test_new_accounts_that_say_me_too_of_one_complaint_are_held_just_so(evening: Evening) -> None:
    office = make_ward_office(96)
    matter = office.publish()
    for index in range(SPIKE):
        person = sign_in(office.ward, "sms", f"+9198300{index:05}")
        support_matter(matter.pk, person)
    matter.refresh_from_db()
    assert matter.support == SPIKE
    assert flag_spikes(timezone.now()) == 1
    matter.refresh_from_db()
    assert matter.support == 0


@pytest.mark.row("threat", 28)
def test_new_accounts_of_one_network_that_ask_in_one_chat_within_a_minute_are_held(evening: Evening) -> None:
    for index in range(SPIKE):
        person = sign_in(evening.ward, "sms", f"+9198300{index:05}", index=index)
        evening.residents.append(User.objects.get(pk=person.pk))
        agree_together([person], language="en")
        evening.ask(by=-1)
        assert flag_spikes(timezone.now()) == (index + 1 == SPIKE)
    assert User.objects.get(pk=evening.residents[-1].pk).eligibility.standing == "held"
    assert Crowd.objects.count() == 1


def test_fewer_and_those_of_another_network_are_left_alone(evening: Evening, pushed: Question) -> None:
    support_slowly(evening, pushed, CROWD - 1)
    last_at = support_slowly(evening, pushed, 5, network="198.51.100.0/24")
    with CaptureQueriesContext(connection) as queries:
        assert flag_spikes(last_at) == 0
    assert (len(queries), counts(pushed), Crowd.objects.count()) == (3, (CROWD + 4, 0, 0), 0)


def test_people_whom_a_clerk_has_let_count_are_not_held_again(evening: Evening, pushed: Question) -> None:
    last_at = support_slowly(evening, pushed, CROWD)
    flag_spikes(last_at)
    settle_crowd(Crowd.objects.get(), clerk=evening.clerk, wards=[evening.ward], counts=True)
    assert flag_spikes(timezone.now() + timedelta(hours=7)) == 0
    assert counts(pushed) == (CROWD, 0, 0)
    assert User.objects.filter(verdict="open").count() == 0
