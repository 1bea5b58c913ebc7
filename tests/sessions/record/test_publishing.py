"""Closing publishes the record, all or nothing, whatever stops it half-way and whatever happens at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.log import log
from sessions.models import ChatSession, Question, Record, SearchEntry
from sessions.record.checkpoints import told_checkpoints
from sessions.record.committed_texts import commit_texts
from sessions.record.compile import compile_document
from sessions.record.proof.states import with_draft_or_states
from tests.factories.evening import Evening

pytestmark = pytest.mark.long


class Interrupted(OperationalError):
    pass


class InterruptedOnce:
    """One of the statements that come is not carried out. See django.db.connection.execute_wrapper()."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self._left -= 1
        if self._left == 0:
            raise Interrupted
        return execute(*statement)


def all_that_closing_changes(evening: Evening) -> Any:
    chat_session = ChatSession.objects.get(pk=evening.chat_session.pk)
    questions = list(Question.objects.filter(chat_session=chat_session).order_by("asked_at").values())
    events = evening.public_events(), evening.desk_events()
    rows = list(Record.objects.values()), list(SearchEntry.objects.values())
    return chat_session.state, chat_session.closed_at, questions, events, rows


def close_interrupted(evening: Evening, number: int) -> bool:
    """Whether it was interrupted: there are not so many statements for ever."""
    with connection.execute_wrapper(InterruptedOnce(number)):
        try:
            close_chat_session(evening.chat_session, by="clerk")
        except Interrupted:
            return True
    return False


@pytest.mark.row("fault", 29)
def test_whatever_statement_of_a_closing_fails_nothing_is_published_and_the_next_try_publishes_all(
    evening: Evening,
) -> None:
    evening.answer()
    refused = evening.ask("Insult!")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    evening.queue("Not reached?")
    evening.take()
    before, number = all_that_closing_changes(evening), 1
    while close_interrupted(evening, number):
        assert all_that_closing_changes(evening) == before
        number += 1
    assert number > 20
    record = Record.objects.get()
    whole = log.read_since(chat_session_id=evening.chat_session.pk, stream="public", seq=0, limit=1000)
    compiled = compile_document(whole, commit_texts(evening.chat_session, whole))
    assert record.document == with_draft_or_states(
        compiled,
        slug=record.slug,
        correct_until=record.correct_until,
        committed=told_checkpoints(evening.chat_session.pk),
    )
    address = f"/records/{Record.objects.get().slug}.json"
    assert Client().get(address).content == Client().get(address).content
