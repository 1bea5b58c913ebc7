"""The index of a chat has what its public stream shows now, and nothing else."""

import pytest

from moderation.questions.removal import take_down_question
from moderation.questions.similar.chat_indexes import ChatIndex, in_public, indexed_cards
from sessions.chats.questions.own_questions import withdraw_question
from sessions.log.known_streams import latest_replica
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly

WORDS = "When will the lamp in Lake Lane burn again?"


def test_it_follows_the_stream(evening: Evening) -> None:
    chat_session, index = evening.chat_session, ChatIndex(indexed_cards)

    def ids() -> list[str]:
        return [match.key for match in index.find(latest_replica(chat_session.pk, "public"), WORDS)]

    evening.ask(WORDS)
    assert ids() == []
    first, second = evening.queue(WORDS, by=1), evening.queue(f"{WORDS} Please.", by=2)
    assert ids() == [str(first.pk), str(second.pk)]
    withdraw_question(chat_session, first.pk, person=evening.residents[1])
    assert (ids(), len(index)) == ([str(second.pk)], 1)
    take_down_question(
        chat_session, second.pk, moderator=evening.moderator, version=second.version, reason="attack", note=""
    )
    assert (ids(), len(index)) == ([], 0)


def test_a_question_stays_while_it_is_answered(evening: Evening) -> None:
    answered = evening.answer()
    [match] = in_public.find(evening.chat_session.pk, answered.text)
    assert match.key == str(answered.pk)


def test_an_answered_question_that_is_taken_down_is_forgotten(evening: Evening) -> None:
    answered, index = evening.answer(), ChatIndex(indexed_cards)
    assert len(index.find(latest_replica(evening.chat_session.pk, "public"), answered.text)) == 1
    answered.refresh_from_db()
    take_down_question(
        evening.chat_session,
        answered.pk,
        moderator=evening.moderator,
        version=answered.version,
        reason="attack",
        note="",
    )
    assert index.find(latest_replica(evening.chat_session.pk, "public"), answered.text) == []
    assert len(index) == 0
