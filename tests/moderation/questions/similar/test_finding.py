"""Similar questions are public, of this chat or answered earlier in this ward, with their support, in few queries."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from moderation.questions.removal import take_down_question
from moderation.questions.screening import decline_question
from moderation.questions.similar.finding import similar_questions
from moderation.questions.similar.record_index import records
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question
from sessions.models import ChatSession, Question
from tests.factories.evening import Evening, make_evening
from tests.running.tables import table

pytestmark = pytest.mark.costly

IN_BENGALI = "আমাদের গলির রাস্তার আলো দু মাস ধরে জ্বলে না"
IN_LATIN = "amader golir rastar alo du mash dhore jole na"
LONGER = f"{IN_LATIN}, kobe thik hobe?"
SHORTER = "golir rastar alo 2 mas jole na"
OTHER = "When will the swings in the park be mended?"


def found(chat_session: ChatSession, text: str = IN_LATIN, limit: int = 5) -> list[Question]:
    return [similar.question for similar in similar_questions(chat_session, text, limit)]


def next_month(evening: Evening) -> ChatSession:
    """Another chat of the ward, after this one."""
    close_chat_session(evening.chat_session, by="clerk")
    starts_at = evening.chat_session.starts_at + timedelta(days=28)
    return announce_chat_session(evening.ward, starts_at=starts_at, minutes=60, by="clerk")


def test_a_question_in_another_script_is_found_with_its_support(evening: Evening) -> None:
    evening.queue(OTHER)
    question = evening.queue(IN_BENGALI)
    back_question(evening.chat_session, question.pk, person=evening.residents[1], on=True)
    (similar,) = similar_questions(evening.chat_session, IN_LATIN, 5)
    assert (similar.question, similar.support, similar.question.state) == (question, 1, "queued")
    assert similar.likeness == 1


def test_the_most_alike_comes_first_and_there_are_no_more_than_the_limit(evening: Evening) -> None:
    less, most, more = evening.queue(SHORTER), evening.queue(IN_BENGALI, by=1), evening.queue(LONGER, by=2)
    assert found(evening.chat_session) == [most, more, less]
    assert found(evening.chat_session, limit=2) == [most, more]


@table("text", ["", " ", "?", "জ", "x" * 1000, "\ud800", "এই সন্ধ্যায় কেউ এটা জিজ্ঞেস করেনি"])
def test_a_text_like_no_other_finds_nothing(text: str, evening: Evening) -> None:
    if not Question.objects.exists():
        evening.queue(IN_BENGALI)
    assert found(evening.chat_session, text) == []


def test_what_is_not_public_is_never_found(evening: Evening) -> None:
    waiting = evening.ask(IN_BENGALI)
    assert found(evening.chat_session) == []
    seen = {"moderator": evening.moderator, "reason": "off_topic", "note": ""}
    decline_question(evening.chat_session, waiting.pk, version=waiting.version, **seen)
    removed = evening.queue(IN_LATIN, by=1)
    assert found(evening.chat_session) == [removed]
    take_down_question(evening.chat_session, removed.pk, version=removed.version, **seen)
    assert found(evening.chat_session) == []


def test_an_answered_question_is_found_in_later_chats_of_the_ward(evening: Evening) -> None:
    answered = evening.answer()
    unanswered = evening.queue(IN_BENGALI)
    later = next_month(evening)
    (similar,) = similar_questions(later, answered.text, 5)
    assert (similar.question, similar.question.outcome, similar.likeness) == (answered, "answered", 1)
    assert found(later, unanswered.text) == []


def test_other_wards_are_searched_once_their_record_is_published_and_come_after_ones_own(evening: Evening) -> None:
    other_ward = make_evening(number=96)
    elsewhere = other_ward.answer()
    assert found(evening.chat_session, elsewhere.text) == []
    close_chat_session(other_ward.chat_session, by="clerk")
    records.forget()
    assert found(evening.chat_session, elsewhere.text) == [elsewhere]
    here = evening.queue(elsewhere.text)
    assert found(evening.chat_session, elsewhere.text) == [here, elsewhere]


def test_what_is_masked_is_never_compared_or_shown(evening: Evening) -> None:
    evening.queue(f"{IN_LATIN} 98300 12345")
    [similar] = similar_questions(evening.chat_session, f"{IN_LATIN} 98300 12345", 5)
    assert "98300" not in similar.question.public_text
    assert found(evening.chat_session, "98300 12345") == []


@pytest.mark.parametrize("questions", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_questions(
    evening: Evening, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(questions):
        evening.queue(f"{IN_BENGALI} {number}", by=number)
    found(evening.chat_session, OTHER)
    with django_assert_num_queries(3):
        similar = similar_questions(evening.chat_session, IN_LATIN, 5)
        assert [each.question.outcome for each in similar] == ["queued"] * questions
    with django_assert_num_queries(1):
        assert similar_questions(evening.chat_session, OTHER, 5) == []
