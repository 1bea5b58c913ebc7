"""Personal data in a question is hidden from the public until a moderator unmasks what is none."""

from base64 import urlsafe_b64decode
from typing import Any

import pytest

from moderation.desk.undoing import UndoableDecision, carry_out, decide_later
from moderation.questions.masking.unmasking import unmask_place
from moderation.questions.screening import approve_question, merge_question
from sessions.chats.questions.asking import Ask
from sessions.chats.questions.own_questions import ask_question, withdraw_question
from sessions.models import Question, QuestionState
from sessions.platform.refusals import Refused
from sessions.platform.text.commitments import commitment
from sessions.platform.text.masking import MASK
from sessions.platform.text.search_words import folded_words
from tests.factories.evening import Evening, make_evening, without_ids
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("threat", 47), pytest.mark.costly]

DOCKET = "202400123456"
"""Which passes the check digit of an Aadhaar number."""

ASKED = f"Number {DOCKET} is open. Call 98300 12345."


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def approve(evening: Evening, question: Question) -> Question:
    return approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version)


def unmask(evening: Evening, question: Question, start: int = 7) -> Question:
    return unmask_place(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, start=start
    )


def card_at_desk(evening: Evening) -> dict[str, Any]:
    return dict(evening.desk_state()["questions"][-1])


def test_what_is_accepted_is_public_with_its_masks(evening: Evening) -> None:
    approve(evening, evening.ask(ASKED))
    [card] = evening.public_state()["queue"]
    assert card["text"] == f"Number {MASK} is open. Call {MASK}."
    assert "98300" not in without_ids(evening.public_events())


def test_the_desk_sees_the_words_and_the_places(evening: Evening) -> None:
    evening.ask(ASKED)
    card = card_at_desk(evening)
    assert card["text"] == ASKED
    assert card["masked"] == [
        {"start": 7, "end": 19, "checks": ["aadhaar"]},
        {"start": 34, "end": 45, "checks": ["mobile"]},
    ]


def test_an_unmasked_docket_is_public_and_what_is_still_masked_is_not(evening: Evening) -> None:
    question = unmask(evening, evening.ask(ASKED))
    assert (question.version, [place["start"] for place in card_at_desk(evening)["masked"]]) == (2, [34])
    assert DOCKET not in str(evening.public_events())
    approve(evening, question)
    [card] = evening.public_state()["queue"]
    assert card["text"] == f"Number {DOCKET} is open. Call {MASK}."


@pytest.mark.parametrize(("start", "state", "code"), [(8, "waiting", "bad_field"), (7, "queued", "state")])
def test_only_a_place_that_is_masked_is_unmasked_and_only_before_the_decision(
    evening: Evening, start: int, state: str, code: str
) -> None:
    question = evening.ask(ASKED)
    if state == "queued":
        question = approve(evening, question)
    with pytest.raises(Refused) as refused:
        unmask(evening, question, start)
    assert refused.value.code == code


def test_a_question_that_nobody_has_looked_through_is_masked_when_it_is_accepted(evening: Evening) -> None:
    """The question looks like one that was asked before an update."""
    question = ask_question(evening.chat_session, Ask(evening.residents[0], ASKED, "question"))
    assert question.masked is None
    approve(evening, question)
    assert "98300" not in without_ids(evening.public_events())


def test_one_that_comes_back_in_the_place_of_another_keeps_its_masks(evening: Evening) -> None:
    target, other = evening.queue(), evening.queue(ASKED, by=1)
    merge_question(evening.chat_session, other.pk, moderator=evening.moderator, version=other.version, into=target.pk)
    withdraw_question(evening.chat_session, target.pk, person=evening.residents[0])
    other.refresh_from_db()
    assert other.state == QuestionState.QUEUED
    assert "98300" not in without_ids(evening.public_events())


def test_the_receipt_shows_the_words_to_the_author_alone(evening: Evening) -> None:
    question = approve(evening, evening.ask(ASKED))
    address = f"/receipt/{question.receipt}/"
    own, other = (client_of(person).get(address).content.decode() for person in evening.residents[:2])
    assert (ASKED in own, "98300" in other, MASK in other) == (True, False, True)


def test_the_search_knows_only_public_words(evening: Evening) -> None:
    question = approve(evening, evening.ask(ASKED))
    assert "98300" not in folded_words(question.public_text)


def test_the_desk_page_marks_the_places_and_has_a_form_for_each(evening: Evening) -> None:
    evening.ask(ASKED)
    page = client_of(evening.moderator).get(f"/desk/{evening.chat_session.pk}/").content.decode()
    assert f"<mark>{DOCKET}</mark>" in page
    assert page.count('value="question.unmask"') == 3  # two places, and the template of the script


def wait(evening: Evening, question: Question) -> Question:
    """A moderator approves, with some seconds to undo it."""
    seen: dict[str, Any] = {"moderator": evening.moderator, "version": question.version}
    decision = UndoableDecision("approve", {}, seconds=10)
    return decide_later(evening.chat_session, question.pk, **seen, decision=decision)


def test_no_place_is_unmasked_while_a_decision_about_the_words_waits(evening: Evening) -> None:
    waiting = wait(evening, evening.ask(ASKED))
    with pytest.raises(Refused) as no:
        unmask(evening, waiting)
    assert no.value.code == "pending"


def test_a_decision_that_can_be_undone_publishes_nothing_and_then_the_masked_words(evening: Evening) -> None:
    wait(evening, evening.ask(ASKED))
    assert "is open" not in str(evening.public_events())
    carry_out(evening.chat_session, None)
    [card] = evening.public_state()["queue"]
    assert card["text"] == f"Number {MASK} is open. Call {MASK}."


def test_the_commitment_is_of_the_words_as_they_were_asked(evening: Evening) -> None:
    question = approve(evening, evening.ask(ASKED))
    assert question.commitment == commitment(urlsafe_b64decode(question.salt + "="), ASKED)
