"""Words of commands are cleaned before anything is locked."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from msgspec import inspect, structs

from chatserver.live.commands.command_texts import COMMAND_TEXTS, CheckedQuestion, clean_fields
from chatserver.live.commands.read_operations import READ_OPERATIONS
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from chatserver.live.wire.ops import OPS
from sessions.platform.refusals import Refused
from sessions.platform.text.masking import MaskedPlace
from tests.factories.evening import Evening, make_evening
from tests.running.tables import table

EXAMPLES: dict[str, Any] = {"question": str(uuid4()), "version": 1, "kind": "question", "final": True, "days": 3}
EXAMPLES |= {"reason": "off_topic", "part": 1, "questions": [{"question": str(uuid4()), "version": 1}]}
EXAMPLES |= {"outcome": "upheld", "notice": 2, "promise": str(uuid4())}
OUTCOMES = {"correction.decide": "accepted", "owed.answer": "kept"}


class Seen(str):
    """A text that notes whether a transaction was open each time that its size was read."""

    __slots__ = ("moments",)

    def __init__(self, _text: str) -> None:
        self.moments: list[bool] = []

    def __len__(self) -> int:
        self.moments.append(connection.in_atomic_block)
        return super().__len__()


def fields_of(op: str, text: str) -> dict[str, Any]:
    needed = {field.encode_name for field in structs.fields(OPS[op]) if field.required}
    examples = EXAMPLES | ({"outcome": OUTCOMES[op]} if op in OUTCOMES else {})
    return {name: examples[name] for name in needed - {COMMAND_TEXTS[op].field}} | {COMMAND_TEXTS[op].field: text}


def test_each_field_that_holds_words_is_in_the_table() -> None:
    """A command with a new one needs an entry that says how it is cleaned."""
    holding = {
        (op, field.name)
        for op, kind in OPS.items()
        for field in inspect.type_info(kind).fields  # type: ignore[attr-defined]
        if isinstance(field.type, inspect.StrType)
    }
    assert holding == {(op, words.field) for op, words in COMMAND_TEXTS.items()}


@pytest.mark.long
@pytest.mark.row("threat", 43)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("op", sorted(COMMAND_TEXTS.keys() - READ_OPERATIONS.keys()))
def test_words_are_looked_at_before_a_transaction_begins(op: str) -> None:
    evening: Evening = make_evening()
    command = make_command(str(uuid4()), op, fields_of(op, "x"))
    text = Seen("Drains?  ")
    command = structs.replace(command, fields=structs.replace(command.fields, **{COMMAND_TEXTS[op].field: text}))
    carry_out_together(
        [SubmittedCommand(evening.clerk.pk, evening.chat_session.pk, "any", "en", command, is_proven=True)]
    )
    assert text.moments
    assert not any(text.moments)


@table("op", COMMAND_TEXTS)
def test_unacceptable_words_are_refused_for_each_command(op: str) -> None:
    fields = make_command(str(uuid4()), op, fields_of(op, "a\u202eb")).fields
    with pytest.raises(Refused) as refused:
        clean_fields(op, fields)
    assert refused.value.code == "bad_characters"


@pytest.mark.row("threat", 47)
def test_a_question_is_checked_for_personal_data_as_it_is_cleaned() -> None:
    """No lock is held for the check: the domain gets a question with its result."""
    asked = {"text": " Call 98300 12345. ", "kind": "question"}
    fields = clean_fields("question.ask", make_command(str(uuid4()), "question.ask", asked).fields)
    place = MaskedPlace(start=5, end=16, checks=["mobile"])
    assert fields == CheckedQuestion(text="Call 98300 12345.", kind="question", looks_like=("phone",), masked=(place,))


def test_a_command_without_words_stays_as_it_is() -> None:
    fields = make_command(str(uuid4()), "question.back", {"question": EXAMPLES["question"], "on": True}).fields
    assert clean_fields("question.back", fields) is fields


def test_a_visitor_is_told_to_sign_in_and_nothing_about_their_words(db: None) -> None:
    evening = make_evening()
    command = make_command(str(uuid4()), "question.ask", {"text": "", "kind": "question"})
    [verdict] = carry_out_together([SubmittedCommand(None, evening.chat_session.pk, "any", "en", command)])
    assert verdict.code == "sign_in"
