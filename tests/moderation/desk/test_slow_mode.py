"""Slow mode: one question per person every so many minutes, and the room is told."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from moderation.desk.slow_mode import set_slow_mode
from moderation.questions.screening import decline_question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening

ENGLISH = {"accept-language": "en"}


def slow(evening: Evening, minutes: int) -> None:
    set_slow_mode(evening.chat_session, moderator=evening.moderator, minutes=minutes)


@pytest.mark.costly
def test_the_next_question_of_a_person_waits_and_other_people_do_not(evening: Evening) -> None:
    slow(evening, 5)
    evening.ask(by=0)
    with pytest.raises(Refused) as refusal:
        evening.ask(by=0)
    assert refusal.value.code == "slow_mode"
    assert refusal.value.facts == {"minutes": 5}
    assert 290_000 < (refusal.value.after_ms or 0) <= 300_000
    evening.ask(by=1)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        evening.ask(by=0)


def test_what_was_not_accepted_may_be_put_in_other_words_at_once(evening: Evening) -> None:
    slow(evening, 5)
    question = evening.ask()
    decline_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason="attack", note=""
    )
    evening.ask("In other words?")


@pytest.mark.costly
def test_the_room_is_told_once_for_each_change(evening: Evening, client: Client) -> None:
    for minutes in (5, 5, 2, 0, 0):
        slow(evening, minutes)
    told = [event["minutes"] for event in evening.public_events() if event["type"] == "session.slowed"]
    assert told == [5, 2, 0]
    assert "slow_minutes" not in evening.public_state()["session"]
    slow(evening, 5)
    assert evening.public_state()["session"]["slow_minutes"] == 5
    client.force_login(evening.residents[0])
    page = client.get(f"/chat/{evening.chat_session.pk}/", headers=ENGLISH).content.decode()
    assert "Slow mode: each person can ask one question every 5 minutes." in page


def test_the_minutes_have_a_limit(evening: Evening) -> None:
    for minutes in (-1, 121):
        with pytest.raises(Refused) as refusal:
            slow(evening, minutes)
        assert refusal.value.code == "bad_field"


@pytest.mark.row("fault", 20)
def test_after_the_clock_was_set_back_nobody_waits_for_a_slow_mode_that_is_off(evening: Evening) -> None:
    evening.ask(by=0)
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        evening.ask("Asked after the correction?", by=0)
        evening.ask("And once more?", by=0)


@pytest.mark.row("fault", 20)
def test_after_the_clock_was_set_back_one_waits_from_what_was_asked_since(evening: Evening) -> None:
    slow(evening, 5)
    evening.ask(by=0)
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        evening.ask("Asked after the correction?", by=0)
        with pytest.raises(Refused) as refusal:
            evening.ask("At once again?", by=0)
        assert 290_000 < (refusal.value.after_ms or 0) <= 300_000
