"""Decisions that can be undone: no resident ever sees anything that is taken back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from moderation.desk.claims import claim_question
from moderation.desk.undoing import UndoableDecision, decide_later, undo_decision
from moderation.models import Decision
from moderation.questions.screening import approve_question, hold_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import report_question, withdraw_question
from sessions.contract.desk_times import UNDO_SECONDS
from sessions.models import Event, Question
from sessions.platform.refusals import Refused
from sessions.tick import tick
from tests.factories.evening import Evening, own_questions

pytestmark = pytest.mark.costly

WORDS = "When will the drain be cleaned?"


def decide(evening: Evening, question: Question, decision: str = "approve", **fields: Any) -> Question:
    question.refresh_from_db()
    return decide_later(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=question.version,
        decision=UndoableDecision(decision, fields, UNDO_SECONDS),
    )


def undo(evening: Evening, question: Question, *, by: Any = None) -> Question:
    question.refresh_from_db()
    moderator = by or evening.moderator
    return undo_decision(evening.chat_session, question.pk, moderator=moderator, version=question.version)


def wait(seconds: float = UNDO_SECONDS) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def what_the_author_knows(evening: Evening) -> list[dict[str, Any]]:
    own = own_questions(evening.residents[0].pk, evening.chat_session.pk)
    return [{name: value for name, value in each.items() if name != "version"} for each in own]


def all_decisions(evening: Evening) -> list[tuple[str, dict[str, Any]]]:
    target = evening.queue("The drain by the market?", by=1)
    return [
        ("approve", {"is_confirmed": False}),
        ("hold", {}),
        ("decline", {"reason": "attack", "note": "Without the name, please."}),
        ("merge", {"into": target.pk}),
    ]


@pytest.mark.long
def test_while_it_can_be_undone_no_resident_learns_of_it(evening: Evening) -> None:
    for decision, fields in all_decisions(evening):
        question = evening.ask(f"{WORDS} {decision}")
        public, known = evening.public_events(), what_the_author_knows(evening)
        notes = Event.objects.exclude(note_to=None).count()
        decide(evening, question, decision, **fields)
        assert evening.public_events() == public
        assert what_the_author_knows(evening) == known
        assert Event.objects.exclude(note_to=None).count() == notes
        undo(evening, question)
        with wait():
            tick()
        assert evening.public_events() == public
        assert what_the_author_knows(evening) == known
        withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])
    assert Decision.objects.exclude(question__author=evening.residents[1]).count() == 0


@pytest.mark.long
def test_the_clock_carries_it_out_when_the_time_is_over(evening: Evening) -> None:
    states = {"approve": "queued", "hold": "held", "decline": "declined", "merge": "merged"}
    for decision, fields in all_decisions(evening):
        question = decide(evening, evening.ask(f"{WORDS} {decision}"), decision, **fields)
        assert question.pending_until is not None
        with time_machine.travel(question.pending_until - timedelta(seconds=1), tick=False):
            tick()
        question.refresh_from_db()
        assert question.state == "waiting"
        with wait():
            tick()
        question.refresh_from_db()
        assert (decision, question.state, question.pending) == (decision, states[decision], None)
        last = Decision.objects.get(question=question)
        assert (last.step, last.moderator, last.reason) == (decision, evening.moderator, fields.get("reason", ""))
        card = next(card for card in evening.desk_state()["questions"] if card["id"] == str(question.pk))
        assert ("pending" in card, card["claimed_by"]) == (False, None)
        withdraw_question_if_open(evening, question)


def withdraw_question_if_open(evening: Evening, question: Question) -> None:
    if question.state in ("queued", "held"):
        withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])


def test_the_desk_sees_who_has_decided_what_and_until_when(evening: Evening) -> None:
    question = decide(evening, evening.ask(), "decline", reason="attack", note="")
    [card] = evening.desk_state()["questions"]
    until = evening.desk_events()[-1]["until"]
    assert card["pending"] == {"decision": "decline", "until": until, "reason": "attack"}
    assert (card["state"], card["claimed_by"], card["claimed_until"]) == ("waiting", "Moderator 1", until)
    undo(evening, question)
    [card] = evening.desk_state()["questions"]
    assert ("pending" in card, card["claimed_by"], card["version"]) == (False, "Moderator 1", 3)


@pytest.mark.parametrize("step", [approve_question, hold_question, claim_question])
def test_a_colleague_neither_decides_nor_claims_meanwhile(evening: Evening, step: Any) -> None:
    question = decide(evening, evening.ask())
    with pytest.raises(Refused) as refusal:
        step(evening.chat_session, question.pk, moderator=evening.second_moderator, version=question.version)
    assert (refusal.value.code, str(refusal.value.message)) == (
        "pending",
        "Moderator 1 has just decided about this question.",
    )


def test_only_the_moderator_who_decided_can_undo_it(evening: Evening) -> None:
    question = decide(evening, evening.ask())
    with pytest.raises(Refused) as refusal:
        undo(evening, question, by=evening.second_moderator)
    assert refusal.value.code == "forbidden"


def test_after_the_time_it_is_too_late_even_before_the_clock_has_come_round(evening: Evening) -> None:
    question = decide(evening, evening.ask())
    with wait(), pytest.raises(Refused) as refusal:
        undo(evening, question)
    assert refusal.value.code == "state"


def test_what_cannot_be_decided_now_is_refused_now(evening: Evening) -> None:
    question = evening.ask("Ramesh Das is a thief.")
    with pytest.raises(Refused) as refusal:
        decide(evening, question)
    assert refusal.value.code == "second_look"
    question.refresh_from_db()
    assert (question.pending, question.version) == (None, 1)


def test_a_question_that_its_author_withdraws_meanwhile_stays_withdrawn(evening: Evening) -> None:
    question = decide(evening, evening.ask())
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])
    assert "pending" not in evening.desk_state()["questions"][0]
    before = evening.desk_events()
    with wait():
        tick()
    assert evening.desk_events() == before


def test_a_decision_that_is_no_longer_possible_is_dropped_and_the_desk_is_told(evening: Evening) -> None:
    target = evening.queue("The drain by the market?", by=1)
    question = decide(evening, evening.ask(), "merge", into=target.pk)
    withdraw_question(evening.chat_session, target.pk, person=evening.residents[1])
    with wait():
        tick()
    event = evening.desk_events()[-1]
    assert (event["type"], event["why"]) == ("question.decision_undone", "bad_field")
    question.refresh_from_db()
    assert (question.state, question.pending, question.claimed_by) == ("waiting", None, None)


def test_a_report_about_a_queued_question_does_not_stop_its_merge(evening: Evening) -> None:
    target, same = evening.queue("The drain by the market?", by=1), evening.queue(WORDS)
    decide(evening, same, "merge", into=target.pk)
    report_question(evening.chat_session, same.pk, person=evening.residents[2], why="Rude")
    with wait():
        tick()
    same.refresh_from_db()
    assert same.state == "merged"


def test_the_close_carries_out_what_was_decided(evening: Evening) -> None:
    question = decide(evening, evening.ask(WORDS))
    close_chat_session(evening.chat_session, by="clerk")
    question.refresh_from_db()
    assert (question.state, [card["text"] for card in evening.public_state()["queue"]]) == ("queued", [WORDS])
