"""Commands that arrive together share a commit, and each gets its own reply."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from msgspec.structs import replace

from chatserver.database.pools import WAIT_LIMITS_MS
from chatserver.live.admission.identity import mark_of_password
from chatserver.live.commands.operations import ALSO_LOCKED
from chatserver.live.commands.replies import Reply
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together, carry_out_unlocked
from chatserver.live.wire.decoding import make_command
from chatserver.live.wire.protocol import Ack, Nack
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Question
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]
IS_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


ON_SQLITE = "CREATE TRIGGER trap AFTER INSERT ON chat_sessions_question WHEN NEW.text = '{text}' BEGIN {statement}; END"
ON_POSTGRESQL = """
CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN IF NEW.text = '{text}' THEN {statement}; END IF; RETURN NULL; END $$;
CREATE TRIGGER trap AFTER INSERT ON chat_sessions_question FOR EACH ROW EXECUTE FUNCTION trap()
"""
REFUSE = "SELECT RAISE(ABORT, 'Sumi 98300')" if IS_SQLITE else "RAISE check_violation USING MESSAGE = 'Sumi 98300'"
LEAVE_DANGLING = (
    "INSERT INTO chat_sessions_backing (question_id, person_id, backed_at) VALUES (NEW.id, 999999, NEW.asked_at)"
)


@pytest.fixture
def break_question() -> Iterator[Callable[[str, str], None]]:
    """Make the database fail at questions with a text, in the given way: the only honest way to an unforeseen error."""

    def set_trap(text: str, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute((ON_SQLITE if IS_SQLITE else ON_POSTGRESQL).format(text=text, statement=statement))

    yield set_trap
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS trap" if IS_SQLITE else "DROP FUNCTION IF EXISTS trap CASCADE")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Wait a fifth of a second for a lock, instead of seconds."""
    if IS_SQLITE:
        connection.ensure_connection()
        connection.connection.execute("PRAGMA busy_timeout = 200")
    else:
        monkeypatch.setitem(WAIT_LIMITS_MS, "lock_timeout", 200)
    yield
    connection.close()


class Holder:
    """Another transaction, which holds the lock of a chat session until the block ends."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self._has_locked, self._may_go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold)

    def __enter__(self) -> None:
        self._thread.start()
        assert self._has_locked.wait(60)

    def __exit__(self, *error: object) -> None:
        self._may_go_on.set()
        self._thread.join()

    def _hold(self) -> None:
        with transaction.atomic():
            lock_chat_session(self._evening.chat_session.pk)
            self._has_locked.set()
            self._may_go_on.wait(30)
        connection.close()


def ask(evening: Evening, text: str, *, by: int = 0, ref: UUID | None = None) -> SubmittedCommand:
    command = make_command(str(ref or uuid4()), "question.ask", {"text": text, "kind": "question"})
    return SubmittedCommand(evening.residents[by].pk, evening.chat_session.pk, "room", "en", command)


def codes(replies: list[Reply]) -> list[str]:
    return [reply.code or "ack" for reply in replies]


def texts() -> list[str]:
    return sorted(Question.objects.values_list("text", flat=True))


def test_a_refusal_touches_no_other_command_of_its_batch(evening: Evening) -> None:
    commands = [ask(evening, "Drains?"), ask(evening, ""), ask(evening, "Lights?", by=1)]
    replies = carry_out_together(commands)
    assert codes(replies) == ["ack", "empty", "ack"]
    assert [reply.frame.ref for reply in replies] == [submitted.command.ref_text for submitted in commands]
    assert texts() == ["Drains?", "Lights?"]


@pytest.fixture
def full_disk(evening: Evening, break_question: Callable[[str, str], None]) -> Iterator[None]:
    """The database finds no room for a question of 1,000 letters."""
    if not IS_SQLITE:
        break_question("x" * 1000, "RAISE disk_full")
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # or pages that are free would take it
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")  # of this connection alone
    yield
    connection.close()


@pytest.mark.row("fault", 15)
def test_a_full_disk_is_named_as_the_reason_and_not_the_many_people(evening: Evening, full_disk: None) -> None:
    replies = carry_out_together([ask(evening, "x" * 1000, by=by) for by in range(3)])
    assert codes(replies) == ["busy"] * 3
    [message] = {reply.frame.message for reply in replies if isinstance(reply.frame, Nack)}
    assert message == (
        "Nothing can be saved right now, because the disk of the server is full. "
        "Please try again in a few minutes; the people who run this website can see why."
    )


@pytest.mark.row("threat", 5)
@pytest.mark.row("threat", 4)
def test_a_command_of_a_cookie_session_that_has_ended_is_not_carried_out(evening: Evening) -> None:
    client = Client()
    client.force_login(evening.residents[1])
    lasting = client.cookies[settings.SESSION_COOKIE_NAME].value
    commands = [
        replace(ask(evening, "Drains?"), session_key="ended"),
        replace(ask(evening, "Lights?", by=1), session_key=lasting),
        ask(evening, "Lanes?", by=2),
    ]
    assert codes(carry_out_together(commands)) == ["sign_in", "ack", "ack"]
    assert texts() == ["Lanes?", "Lights?"]


@pytest.mark.row("threat", 7)
def test_a_command_of_an_account_with_a_changed_password_is_not_carried_out(evening: Evening) -> None:
    submitted = replace(ask(evening, "Drains?"), password_mark=mark_of_password(evening.residents[0].password))
    assert codes(carry_out_together([submitted])) == ["ack"]
    evening.residents[0].set_password("another one")
    evening.residents[0].save()
    again = replace(ask(evening, "Lights?"), password_mark=submitted.password_mark)
    assert codes(carry_out_together([again, ask(evening, "Lanes?", by=1)])) == ["sign_in", "ack"]
    assert texts() == ["Drains?", "Lanes?"]


def test_one_commit_serves_the_whole_batch(evening: Evening) -> None:
    statements: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        statements.extend(statement.partition(" ")[0] for statement in sql.split("; "))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        carry_out_together([ask(evening, f"Question {n}?", by=n % 3) for n in range(6)])
    assert statements.count("INSERT") == 3  # questions, events, stored replies
    assert len(texts()) == 6


def test_the_same_ref_twice_in_one_batch_is_done_once(evening: Evening) -> None:
    ref = uuid4()
    replies = carry_out_together([ask(evening, "Drains?", ref=ref), ask(evening, "Drains?", ref=ref)])
    assert [getattr(reply.frame, "duplicate", None) for reply in replies] == [False, True]
    assert texts() == ["Drains?"]


def test_the_same_words_twice_are_one_question_and_the_second_is_answered_as_a_duplicate(evening: Evening) -> None:
    twice = [ask(evening, "Drains?"), ask(evening, "Drains?")]
    replies = [*carry_out_together(twice), *carry_out_together([ask(evening, "Drains?")])]
    assert [getattr(reply.frame, "duplicate", None) for reply in replies] == [False, True, True]
    [result] = {json.dumps(reply.frame.result) for reply in replies if isinstance(reply.frame, Ack)}
    assert json.loads(result)["receipt"] == Question.objects.get().receipt
    again = carry_out_together(twice[1:])  # its own ref, once more
    assert again[0].frame == replies[1].frame


def test_an_unforeseen_error_undoes_its_own_command_alone_and_tells_no_words(
    evening: Evening, break_question: Callable[[str, str], None], caplog: pytest.LogCaptureFixture
) -> None:
    break_question("Trap?", REFUSE)
    with caplog.at_level(logging.ERROR):
        replies = carry_out_together([ask(evening, "Drains?"), ask(evening, "Trap?"), ask(evening, "Lights?")])
    assert codes(replies) == ["ack", "internal", "ack"]
    frame = replies[1].frame
    assert getattr(frame, "retry", None) is True
    assert "Sumi" not in replies[1].text
    assert texts() == ["Drains?", "Lights?"]
    assert [type(record.__dict__["fault"]) for record in caplog.records] == [IntegrityError]
    assert "Sumi" not in caplog.text


def test_one_command_that_makes_the_commit_fail_does_not_harm_the_others(
    evening: Evening, break_question: Callable[[str, str], None]
) -> None:
    break_question("Trap?", LEAVE_DANGLING)
    replies = carry_out_together([ask(evening, "Drains?"), ask(evening, "Trap?"), ask(evening, "Lights?")])
    assert codes(replies) == ["ack", "internal", "ack"]
    assert texts() == ["Drains?", "Lights?"]


@pytest.mark.usefixtures("impatient")
def test_a_busy_database_is_reported_as_busy(evening: Evening) -> None:
    commands = [ask(evening, "Drains?"), ask(evening, "Lights?")]
    with Holder(evening):
        replies = carry_out_together(commands)
    assert codes(replies) == ["busy", "busy"]
    assert all(getattr(reply.frame, "retry", None) for reply in replies)
    assert texts() == []
    assert codes(carry_out_together(commands)) == ["ack", "ack"]


@pytest.mark.skipif(IS_SQLITE, reason="SQLite has no connection that could be cut")
def test_a_connection_that_was_cut_costs_no_command_its_answer(evening: Evening) -> None:
    carry_out_together([ask(evening, "Drains?")])
    cut(connection.connection.info.backend_pid)
    assert codes(carry_out_together([ask(evening, "Lights?"), ask(evening, "Lanes?")])) == ["ack", "ack"]
    assert texts() == ["Drains?", "Lanes?", "Lights?"]


def cut(backend_pid: int) -> None:
    """End a connection from the other side, as a restart of the database does."""

    def terminate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend_pid])
        connection.close()

    thread = threading.Thread(target=terminate)
    thread.start()
    thread.join()


@pytest.mark.skipif(IS_SQLITE, reason="one writer at a time: its lock holds all rooms")
def test_a_room_that_another_transaction_holds_is_left_and_keeps_no_other_room_waiting(evening: Evening) -> None:
    other = make_evening(number=96)
    visitor = replace(ask(evening, "Lights?", by=1), account_id=None)
    commands = [ask(evening, "Drains?"), visitor, ask(other, "Trap?"), ask(evening, "Lanes?")]
    with Holder(evening):
        replies = carry_out_unlocked(commands)
        assert texts() == ["Trap?"]
    assert [reply and (reply.code or "ack") for reply in replies] == [None, "sign_in", "ack", None]
    assert codes(carry_out_together(commands)) == ["ack", "sign_in", "ack", "ack"]
    assert texts() == ["Drains?", "Lanes?", "Trap?"]


@pytest.mark.skipif(IS_SQLITE, reason="one writer at a time: its lock holds all rooms")
def test_a_command_that_needs_a_room_that_is_held_is_left_with_all_of_its_own_room(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, third = make_evening(number=96), make_evening(number=97)
    beside = {evening.chat_session.pk: [third.chat_session.pk]}
    monkeypatch.setitem(ALSO_LOCKED, "question.ask", lambda pk, _fields: beside.get(pk, []))
    with Holder(third):
        replies = carry_out_unlocked([ask(evening, "Drains?"), ask(other, "Trap?")])
    assert [reply and (reply.code or "ack") for reply in replies] == [None, "ack"]
    assert texts() == ["Trap?"]


@pytest.mark.skipif(IS_SQLITE, reason="one writer at a time: its lock holds all rooms")
@pytest.mark.usefixtures("impatient")
def test_where_one_command_makes_all_fail_no_room_is_left_for_its_later_commands_to_go_first(
    evening: Evening, break_question: Callable[[str, str], None]
) -> None:
    """Between the halves in which the fault is looked for, a room that is held may become free."""
    other = make_evening(number=96)
    break_question("Trap?", REFUSE)
    commands = [ask(evening, "Drains?"), ask(other, "Trap?"), ask(other, "Lights?"), ask(evening, "Lanes?")]
    with Holder(evening):
        replies = carry_out_unlocked(commands)
    assert [reply and reply.code for reply in replies] == ["busy"] * 4  # they are sent again, in their order
    assert texts() == []
