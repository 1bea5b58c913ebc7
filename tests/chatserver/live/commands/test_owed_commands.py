"""What is owed is answered by a command, which locks the chat of the promise together with its own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from chatserver.live.commands.operations import ALSO_LOCKED
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import ChatSession, Promise
from tests.factories.evening import Evening, make_evening
from tests.factories.promises import promise_of

pytestmark = pytest.mark.costly


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(is_live=False)


@pytest.fixture
def promise(evening: Evening) -> Promise:
    """Made in an answer of an earlier chat, and overdue."""
    earlier = make_evening(number=96)
    question = earlier.answer()
    close_chat_session(earlier.chat_session, by="clerk")
    office: Any = evening
    return promise_of(office, question=question, due_on=timezone.localdate() - timedelta(days=3))


def give(evening: Evening, person: Any, op: str, **fields: Any) -> Any:
    command = make_command(str(uuid4()), op, fields)
    submitted = SubmittedCommand(person.pk, evening.chat_session.pk, "desk", "en", command, is_proven=True)
    return carry_out_together([submitted])[0]


def test_the_clerk_opens_and_the_councillor_speaks_of_the_promise(evening: Evening, promise: Promise) -> None:
    assert give(evening, evening.clerk, "session.open").code == ""
    said = {"promise": str(promise.pk), "outcome": "kept", "text": "It is clean."}
    assert give(evening, evening.councillor, "owed.answer", **said).frame.result == {
        "promise": str(promise.pk),
        "number": promise.number,
        "state": "claimed_kept",
        "version": 3,
    }
    assert give(evening, evening.clerk, "owed.answer", **said).code == "forbidden"
    assert give(evening, evening.councillor, "owed.answer", **said).code == "state"


def test_words_with_a_number_in_them_need_a_second_look(evening: Evening, promise: Promise) -> None:
    give(evening, evening.clerk, "session.open")
    said = {"promise": str(promise.pk), "outcome": "kept", "text": "Call 98300 12345 and ask."}
    assert give(evening, evening.councillor, "owed.answer", **said).code == "second_look"
    assert give(evening, evening.councillor, "owed.answer", **said, confirmed=True).code == ""


def test_the_chat_of_the_promise_is_locked_with_the_commands_own(evening: Evening, promise: Promise) -> None:
    assert promise.question is not None
    made_in = {promise.question.chat_session_id}
    command: Any = make_command(
        str(uuid4()), "owed.answer", {"promise": str(promise.pk), "outcome": "kept", "text": "It is clean."}
    )
    assert ALSO_LOCKED["owed.answer"](evening.chat_session.pk, command.fields) == made_in
    assert ALSO_LOCKED["session.open"](evening.chat_session.pk, None) == made_in
    assert ChatSession.objects.count() == 2
