"""Screening: the room sees exactly what a moderator saw, decided once, with a reason."""

from collections.abc import Callable
from typing import Any

import pytest

from moderation.desk.claims import claim_question, release_question
from moderation.models import Decision
from moderation.questions.notices import post_notice
from moderation.questions.screening import approve_question, decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question
from sessions.contract.reasons import Reason
from sessions.models import Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly

SIMPLE_STEPS: list[Callable[..., Question]] = [claim_question, release_question, approve_question, hold_question]


def test_an_approved_question_reaches_the_queue_in_the_words_that_were_seen(evening: Evening) -> None:
    question = evening.queue("When will the drain be cleaned?")
    queue = evening.public_state()["queue"]
    assert [(card["id"], card["text"]) for card in queue] == [(str(question.pk), "When will the drain be cleaned?")]


@pytest.mark.row("fault", 27)
@pytest.mark.parametrize("step", SIMPLE_STEPS)
def test_a_decision_on_an_old_version_is_refused_and_says_how_it_stands(
    evening: Evening, step: Callable[..., Question]
) -> None:
    question = evening.ask()
    claim_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=1)
    before = evening.desk_events()
    with pytest.raises(Refused) as refusal:
        step(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    assert refusal.value.code == "stale"
    assert refusal.value.facts == {"question": str(question.pk), "state": "waiting", "version": 2}
    assert evening.desk_events() == before


def test_a_held_question_never_reaches_the_room_until_it_is_approved(evening: Evening) -> None:
    question = evening.ask("Hold this?")
    hold_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    assert "Hold this?" not in str(evening.public_events())
    approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=2)
    assert [card["text"] for card in evening.public_state()["queue"]] == ["Hold this?"]


@pytest.mark.long
@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_carries_its_reason_to_the_author_and_to_nobody_in_the_room(evening: Evening, reason: str) -> None:
    question = evening.ask("Refuse this?")
    before = evening.public_events()
    decline_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason=reason, note=" A note "
    )
    assert evening.public_events() == before
    card = evening.desk_state()["questions"][0]
    assert (card["state"], card["reason"], card["note"]) == ("declined", reason, "A note")


def test_a_refusal_without_a_listed_reason_is_none(evening: Evening) -> None:
    question = evening.ask()
    with pytest.raises(Refused) as refusal:
        decline_question(
            evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason="dislike", note=""
        )
    assert refusal.value.code == "bad_field"


@pytest.mark.parametrize("is_public_first", [True, False])
def test_a_merged_question_gives_its_people_to_the_other_once_each(evening: Evening, is_public_first: bool) -> None:
    target = evening.queue("The drain?", by=0)
    same = evening.queue("That drain?", by=1) if is_public_first else evening.ask("That drain?", by=1)
    if is_public_first:
        back_question(evening.chat_session, same.pk, person=evening.residents[2], on=True)
        back_question(evening.chat_session, same.pk, person=evening.residents[0], on=True)
    merge_question(evening.chat_session, same.pk, moderator=evening.moderator, version=same.version, into=target.pk)
    target.refresh_from_db()
    assert target.backing == target.backings.count() == (2 if is_public_first else 1)
    assert [card["id"] for card in evening.public_state()["queue"]] == [str(target.pk)]
    if not is_public_first:
        assert "That drain?" not in str(evening.public_events())


def test_a_question_is_not_merged_into_itself_nor_into_one_that_waits(evening: Evening) -> None:
    queued, waiting = evening.queue("One?"), evening.ask("Two?")
    for into in (queued, waiting):
        with pytest.raises(Refused) as refusal:
            merge_question(
                evening.chat_session, queued.pk, moderator=evening.moderator, version=queued.version, into=into.pk
            )
        assert refusal.value.code == "bad_field"


def test_a_claim_is_shown_by_label_and_ends_with_the_decision(evening: Evening) -> None:
    question = evening.ask()
    claim_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    assert evening.desk_state()["questions"][0]["claimed_by"] == "Moderator 1"
    approve_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=2)
    assert evening.desk_state()["questions"][0]["claimed_by"] is None


def test_every_decision_is_in_the_ledger_with_the_version_that_was_seen(evening: Evening) -> None:
    question = evening.ask()
    hold_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    decline_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=2, reason="campaign", note=""
    )
    rows = Decision.objects.values_list("step", "version", "reason")
    assert list(rows) == [("hold", 1, ""), ("decline", 2, "campaign")]


def test_nothing_is_decided_after_the_close(evening: Evening) -> None:
    question = evening.ask()
    close_chat_session(evening.chat_session, by="clerk")
    calls: list[Callable[[], Any]] = [
        lambda: approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1),
        lambda: post_notice(evening.chat_session, moderator=evening.moderator, text="Too late"),
    ]
    for call in calls:
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.code == "closed"
