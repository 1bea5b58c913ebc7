"""A sample of decisions is read again, blind, by another moderator; the ledger says how often the two agree."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation.appeals.rereading import is_in_sample, reread, to_reread
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Appointment, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _everything_is_in_the_sample(settings: Any) -> None:
    settings.REREAD_PERCENT = 100


def decided(evening: Evening) -> tuple[Question, Question]:
    refused = evening.ask("Canary refused?")
    decline_question(
        evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="Canary note"
    )
    return evening.queue("Accepted?"), refused


def test_five_of_a_hundred_decisions_are_in_the_sample(settings: Any) -> None:
    settings.REREAD_PERCENT = 5
    drawn = sum(is_in_sample(number) for number in range(20_000))
    assert 800 < drawn < 1_200
    settings.REREAD_PERCENT = 0
    assert not any(is_in_sample(number) for number in range(1_000))


def test_only_another_moderator_reads_again_and_only_once(evening: Evening) -> None:
    accepted, refused = decided(evening)
    assert to_reread(evening.chat_session, evening.moderator) == []
    waiting = to_reread(evening.chat_session, evening.second_moderator)
    assert [each.question for each in waiting] == [refused, accepted]
    assert reread(evening.chat_session, accepted.pk, moderator=evening.second_moderator, verdict="approve").agrees
    for moderator in (evening.moderator, evening.second_moderator):
        with pytest.raises(Refused) as refusal:
            reread(evening.chat_session, accepted.pk, moderator=moderator, verdict="approve")
        assert refusal.value.code == "state"
    assert not reread(evening.chat_session, refused.pk, moderator=evening.second_moderator, verdict="approve").agrees


def test_the_page_shows_the_words_and_not_the_decision(evening: Evening) -> None:
    _accepted, refused = decided(evening)
    page = client_of(evening.second_moderator).get(f"/desk/{evening.chat_session.pk}/rereading/", headers=ENGLISH)
    text = page.content.decode()
    assert refused.text in text
    assert "Canary note" not in text
    assert refused.receipt not in text


def test_the_ledger_publishes_the_agreement_and_no_word(evening: Evening, client: Client) -> None:
    accepted, refused = decided(evening)
    for question in (accepted, refused):
        reread(evening.chat_session, question.pk, moderator=evening.second_moderator, verdict="approve")
    close_chat_session(evening.chat_session, by="clerk")
    page = client.get("/ledger/", headers=ENGLISH).content.decode()
    assert "2. Both agreed: 1 (50 %)" in page
    assert "Canary" not in page
    listed = [(row["decision"], row["agrees"]) for row in client.get("/ledger.json").json()["decisions"]][:2]
    assert listed == [("reread", False), ("reread", True)]


@pytest.mark.row("threat", 61)
def test_a_new_moderator_reads_on_the_page_from_when_they_may(evening: Evening) -> None:
    decided(evening)
    today = timezone.localdate()
    Appointment.objects.filter(person=evening.second_moderator).update(from_on=today)
    page = client_of(evening.second_moderator).get(f"/desk/{evening.chat_session.pk}/rereading/", headers=ENGLISH)
    assert "You have had this role for less than 14 days. You may from" in page.content.decode()
    assert to_reread(evening.chat_session, evening.second_moderator) == []
