"""Claims: two moderators never read the same question by accident, and a claim left behind comes back by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from moderation.desk.claims import claim_question, release_question
from moderation.questions.screening import approve_question
from sessions.contract.desk_times import CLAIM_SECONDS
from sessions.log.folding.desk_folding import claimed_now
from sessions.models import Question
from sessions.platform.refusals import Refused
from tests.clients.product_folds import fold_desk
from tests.factories.evening import Evening


def claim(evening: Evening, question: Question, *, second: bool = False) -> Question:
    question.refresh_from_db()
    moderator = evening.second_moderator if second else evening.moderator
    return claim_question(evening.chat_session, question.pk, moderator=moderator, version=question.version)


def reader(evening: Evening, *, in_seconds: float = 0) -> str | None:
    """Who reads the first question, as the desk sees it from the events alone."""
    return claimed_now(evening.desk_state()["questions"][0], timezone.now() + timedelta(seconds=in_seconds))


@pytest.mark.costly
def test_a_colleague_cannot_claim_what_somebody_reads(evening: Evening) -> None:
    question = evening.ask()
    claim(evening, question)
    before = evening.desk_events()
    with pytest.raises(Refused) as refusal:
        claim(evening, question, second=True)
    assert (refusal.value.code, str(refusal.value.message)) == ("claimed", "Moderator 1 is reading this question.")
    assert evening.desk_events() == before


def test_two_claims_of_what_both_saw_free_leave_one_reader(evening: Evening) -> None:
    question = evening.ask()
    claim_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    with pytest.raises(Refused) as refusal:
        claim_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=1)
    assert (refusal.value.code, reader(evening)) == ("stale", "Moderator 1")
    assert str(refusal.value.message) == "Moderator 1 is reading this question."


def test_a_claim_left_behind_ends_by_itself_without_another_event(evening: Evening) -> None:
    claim(evening, evening.ask())
    events = len(evening.desk_events())
    assert reader(evening, in_seconds=CLAIM_SECONDS - 1) == "Moderator 1"
    assert reader(evening, in_seconds=CLAIM_SECONDS) is None
    assert len(evening.desk_events()) == events


def test_a_colleague_takes_a_question_whose_claim_has_ended(evening: Evening) -> None:
    question = evening.ask()
    claim(evening, question)
    with time_machine.travel(timezone.now() + timedelta(seconds=CLAIM_SECONDS), tick=False):
        claim(evening, question, second=True)
        assert reader(evening) == "Moderator 2"


def test_a_sign_of_life_begins_the_two_minutes_again(evening: Evening) -> None:
    question = evening.ask()
    claim(evening, question)
    with time_machine.travel(timezone.now() + timedelta(seconds=90), tick=False):
        claim(evening, question)
        assert reader(evening, in_seconds=90) == "Moderator 1"


@pytest.mark.costly
def test_a_released_question_is_free_at_once(evening: Evening) -> None:
    question = evening.ask()
    version = claim(evening, question).version
    release_question(evening.chat_session, question.pk, moderator=evening.moderator, version=version)
    assert reader(evening) is None
    assert "claimed_until" not in evening.desk_state()["questions"][0]
    claim(evening, question, second=True)


def test_nobody_gives_up_the_claim_of_another(evening: Evening) -> None:
    question = claim(evening, evening.ask())
    with pytest.raises(Refused) as refusal:
        release_question(
            evening.chat_session, question.pk, moderator=evening.second_moderator, version=question.version
        )
    assert refusal.value.code == "claimed"


def test_a_colleague_may_decide_in_sight_of_the_claim_and_not_on_what_was_there_before(evening: Evening) -> None:
    question = evening.ask()
    claim(evening, question)
    with pytest.raises(Refused) as refusal:
        approve_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=1)
    assert refusal.value.code == "stale"
    approve_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=2)
    assert reader(evening) is None


def test_a_claim_of_an_older_log_ends_as_one_of_today(evening: Evening) -> None:
    claim(evening, evening.ask())
    events = [{name: value for name, value in event.items() if name != "until"} for event in evening.desk_events()]
    [card] = fold_desk(events)["questions"]
    now = timezone.now()
    assert claimed_now(card, now) == "Moderator 1"
    assert claimed_now(card, now + timedelta(seconds=CLAIM_SECONDS + 1)) is None
