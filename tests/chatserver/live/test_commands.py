"""Commands that arrive together share a commit, and each gets its own answer."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from chatserver.live.commands import Order, Verdict, carry_out_together
from chatserver.live.decoding import make_command
from sessions.models import Question
from tests.evening import Evening, make_evening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
def break_question() -> Iterator[Callable[[str, str], None]]:
    """Make the database fail at questions with a text, in the way given: the only honest way to an unforeseen error."""

    def set_trap(text: str, statement: str) -> None:
        with connection.cursor() as cursor:
            when = f"AFTER INSERT ON chat_sessions_question WHEN NEW.text = '{text}'"
            cursor.execute(f"CREATE TRIGGER trap {when} BEGIN {statement}; END")

    yield set_trap
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS trap")


def ask(evening: Evening, text: str, *, by: int = 0, ref: UUID | None = None) -> Order:
    command = make_command(str(ref or uuid4()), "question.ask", {"text": text, "kind": "question"})
    return Order(evening.residents[by].pk, evening.chat_session.pk, "room", "en", command)


def codes(verdicts: list[Verdict]) -> list[str]:
    return [verdict.code or "ack" for verdict in verdicts]


def texts() -> list[str]:
    return sorted(Question.objects.values_list("text", flat=True))


def test_a_refusal_touches_no_other_command_of_its_batch(evening: Evening) -> None:
    orders = [ask(evening, "Drains?"), ask(evening, ""), ask(evening, "Lights?", by=1)]
    verdicts = carry_out_together(orders)
    assert codes(verdicts) == ["ack", "empty", "ack"]
    assert [verdict.frame.ref for verdict in verdicts] == [order.command.ref_text for order in orders]
    assert texts() == ["Drains?", "Lights?"]


def test_a_command_of_a_cookie_session_that_has_ended_is_not_carried_out(evening: Evening) -> None:
    client = Client()
    client.force_login(evening.residents[1])
    lasting = client.cookies[settings.SESSION_COOKIE_NAME].value
    orders = [
        replace(ask(evening, "Drains?"), session_key="ended"),
        replace(ask(evening, "Lights?", by=1), session_key=lasting),
        ask(evening, "Lanes?", by=2),
    ]
    assert codes(carry_out_together(orders)) == ["sign_in", "ack", "ack"]
    assert texts() == ["Lanes?", "Lights?"]


def test_one_commit_serves_the_whole_batch(evening: Evening) -> None:
    statements: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        statements.append(sql.partition(" ")[0])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        carry_out_together([ask(evening, f"Question {n}?", by=n % 3) for n in range(6)])
    assert statements.count("BEGIN") == 1
    assert len(texts()) == 6


def test_the_same_ref_twice_in_one_batch_is_done_once(evening: Evening) -> None:
    ref = uuid4()
    verdicts = carry_out_together([ask(evening, "Drains?", ref=ref), ask(evening, "Drains?", ref=ref)])
    assert [getattr(verdict.frame, "duplicate", None) for verdict in verdicts] == [False, True]
    assert texts() == ["Drains?"]


def test_an_unforeseen_error_undoes_its_own_command_alone_and_tells_no_words(
    evening: Evening, break_question: Callable[[str, str], None], caplog: pytest.LogCaptureFixture
) -> None:
    break_question("Trap?", "SELECT RAISE(ABORT, 'Sumi 98300')")
    with caplog.at_level(logging.ERROR):
        verdicts = carry_out_together([ask(evening, "Drains?"), ask(evening, "Trap?"), ask(evening, "Lights?")])
    assert codes(verdicts) == ["ack", "internal", "ack"]
    frame = verdicts[1].frame
    assert getattr(frame, "retry", None) is True
    assert "Sumi" not in verdicts[1].text
    assert texts() == ["Drains?", "Lights?"]
    assert "IntegrityError" in caplog.text
    assert "Sumi" not in caplog.text


def test_one_command_that_spoils_the_commit_does_not_spoil_the_others(
    evening: Evening, break_question: Callable[[str, str], None]
) -> None:
    dangling = (
        "INSERT INTO chat_sessions_backing (question_id, person_id, backed_at) VALUES (NEW.id, 999999, NEW.asked_at)"
    )
    break_question("Trap?", dangling)
    verdicts = carry_out_together([ask(evening, "Drains?"), ask(evening, "Trap?"), ask(evening, "Lights?")])
    assert codes(verdicts) == ["ack", "internal", "ack"]
    assert texts() == ["Drains?", "Lights?"]


@pytest.mark.slow
def test_a_busy_database_is_said_to_be_busy(evening: Evening) -> None:
    lock = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        verdicts = carry_out_together([ask(evening, "Drains?"), ask(evening, "Lights?")])
    finally:
        lock.close()
    assert codes(verdicts) == ["busy", "busy"]
    assert all(getattr(verdict.frame, "retry", None) for verdict in verdicts)
    assert texts() == []
