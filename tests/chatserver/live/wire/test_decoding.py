"""The frames that the wire accepts and refuses."""

import json
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chatserver.live.wire.decoding import BadFrame, decode, make_command, read_pos
from chatserver.live.wire.ops import (
    OPS,
    AskQuestion,
    BackQuestion,
    DeclineQuestion,
    DeferQuestion,
    SeenQuestion,
    TakeQuestion,
)
from chatserver.live.wire.protocol import Command, Pos
from sessions.contract.limits import MAX_FRAME_BYTES
from sessions.contract.reasons import Reason
from tests.running.tables import table

REF = "0b0e3c2a-5f5b-4f5e-9a39-0d6cf0b7f001"
QUESTION = "7c1a5a36-09d7-4a0a-8d0f-6f3c1f5f2b11"
ASK = {"type": "cmd", "ref": REF, "op": "question.ask", "text": "জল জমে থাকে", "kind": "question"}
BACK = {"type": "cmd", "ref": REF, "op": "question.back", "question": QUESTION, "on": True}


def asked(**changes: Any) -> str:
    return json.dumps({key: value for key, value in (ASK | changes).items() if value is not ...})


def refusal_of(text: str) -> tuple[str, str | None]:
    with pytest.raises(BadFrame) as refused:
        decode(text)
    return refused.value.code, refused.value.ref


def nested(levels: int) -> Any:
    return [] if levels == 1 else [nested(levels - 1)]


@pytest.mark.row("threat", 37)
@table(
    ("text", "code", "ref"),
    [
        ("", "bad_json", None),
        ("{", "bad_json", None),
        ('{"type":"pos","seq":NaN}', "bad_json", None),
        ('{"type":"pos","seq":1e999}', "bad_json", None),
        ('{"type":"pos","seq":1} {}', "bad_json", None),
        ('{"type":"pos","seq":"\\ud800"}', "bad_json", None),
        ('{"type":"pos","seq":"\ud800"}', "bad_json", None),
        ("[" * 8000 + "]" * 8000, "bad_frame", None),
        ("[" * 9000 + "]" * 9000, "too_big", None),
        ("null", "bad_frame", None),
        ('"cmd"', "bad_frame", None),
        ("[]", "bad_frame", None),
        ("{}", "unknown_type", None),
        ('{"type":"event"}', "unknown_type", None),
        ('{"type":["cmd"]}', "unknown_type", None),
        (json.dumps({"type": "ask", "ref": REF}), "unknown_type", REF),
        (asked(ref=...), "bad_ref", None),
        (asked(ref=None), "bad_ref", None),
        (asked(ref=7), "bad_ref", None),
        (asked(ref="7"), "bad_ref", None),
        (asked(ref=REF.replace("-", "")), "bad_ref", None),
        (asked(ref="{" + REF + "}"), "bad_ref", None),
        (asked(ref=REF.replace("0", "০")), "bad_ref", None),
        (asked(op=...), "unknown_op", REF),
        (asked(op="question.delete"), "unknown_op", REF),
        (asked(op=["question.ask"]), "unknown_op", REF),
        (asked(text=...), "missing_field", REF),
        (asked(label="Mayor"), "unknown_field", REF),
        (asked(actor="clerk"), "unknown_field", REF),
        (asked(kind="petition"), "bad_field", REF),
        (asked(text=None), "bad_field", REF),
        (asked(text=17), "bad_field", REF),
        (asked(text={"a": 1}), "bad_field", REF),
        (asked(text=nested(7)), "bad_field", REF),
        (asked(text=nested(8)), "bad_frame", REF),
        (json.dumps(BACK | {"on": 1}), "bad_field", REF),
        (json.dumps(BACK | {"on": "true"}), "bad_field", REF),
        (json.dumps(BACK | {"question": "7"}), "bad_field", REF),
        ('{"type":"pos"}', "missing_field", None),
        ('{"type":"pos","seq":-1}', "bad_field", None),
        ('{"type":"pos","seq":1.0}', "bad_field", None),
        ('{"type":"pos","seq":true}', "bad_field", None),
        ('{"type":"pos","seq":99999999999999999999}', "bad_field", None),
        ('{"type":"pos","seq":1,"stream":"desk"}', "unknown_field", None),
    ],
)
def test_a_frame_that_the_wire_does_not_know_is_refused_with_its_code(text: str, code: str, ref: str | None) -> None:
    assert refusal_of(text) == (code, ref)


@pytest.mark.row("threat", 35)
def test_the_largest_frame_is_taken_and_one_byte_more_is_not() -> None:
    room = MAX_FRAME_BYTES - len(json.dumps(ASK | {"text": ""}, ensure_ascii=False).encode())
    text = "জ" * (room // 3) + "a" * (room % 3)
    assert decode(json.dumps(ASK | {"text": text}, ensure_ascii=False)).fields.text == text  # type: ignore[union-attr]
    assert refusal_of(json.dumps(ASK | {"text": text + "a"}, ensure_ascii=False)) == ("too_big", None)


@table(
    ("op", "fields", "read"),
    [
        ("question.ask", {"text": "a", "kind": "complaint"}, AskQuestion(text="a", kind="complaint")),
        ("question.back", {"question": QUESTION, "on": False}, BackQuestion(question=UUID(QUESTION), on=False)),
        ("question.take", {}, TakeQuestion(question=None)),
        ("question.take", {"question": QUESTION}, TakeQuestion(question=UUID(QUESTION))),
        (
            "question.decline",
            {"question": QUESTION, "version": 2, "reason": "attack"},
            DeclineQuestion(question=UUID(QUESTION), version=2, reason=Reason.ATTACK, note=""),
        ),
    ],
)
def test_a_command_is_read_into_the_struct_of_its_op(op: str, fields: dict[str, Any], read: Any) -> None:
    command = decode(json.dumps({"type": "cmd", "ref": REF.upper(), "op": op} | fields))
    assert isinstance(command, Command)
    assert (command.ref, command.ref_text, command.op, command.fields) == (UUID(REF), REF.upper(), op, read)


def test_a_position_is_read() -> None:
    assert decode('{"type":"pos","seq":12}') == Pos(seq=12)


@table("version", [0, -1, 2**31, 1.5, "1", None])
def test_a_version_is_a_positive_number_that_a_column_holds(version: Any) -> None:
    fields = {"question": QUESTION, "version": version}
    assert refusal_of(json.dumps({"type": "cmd", "ref": REF, "op": "question.approve"} | fields)) == ("bad_field", REF)


@pytest.mark.parametrize(("op", "most"), [("resident.mute", 1440), ("session.extend", 120)])
def test_minutes_have_their_bounds(op: str, most: int) -> None:
    fields = {"question": QUESTION} if op == "resident.mute" else {}
    for minutes, taken in [(0, False), (1, True), (most, True), (most + 1, False)]:
        text = json.dumps({"type": "cmd", "ref": REF, "op": op, "minutes": minutes} | fields)
        assert isinstance(decode(text), Command) if taken else refusal_of(text) == ("bad_field", REF)


def test_the_digest_tells_the_body_and_neither_order_nor_spelling() -> None:
    def digest(**fields: Any) -> bytes:
        return make_command(REF, "question.back", fields).body_digest

    assert digest(question=QUESTION, on=True) == digest(on=True, question=QUESTION.upper())
    assert digest(question=QUESTION, on=True) != digest(question=QUESTION, on=False)
    assert make_command(REF, "session.open", {}).body_digest != make_command(REF, "session.close", {}).body_digest


def test_a_form_may_write_numbers_dates_and_truth_as_text() -> None:
    fields = {"question": QUESTION, "on": "true"}
    assert make_command(REF, "question.back", fields, strict=False).fields == BackQuestion(
        question=UUID(QUESTION), on=True
    )
    command = make_command(REF, "question.defer", {"question": QUESTION, "due_on": "2027-01-31"}, strict=False)
    assert isinstance(command.fields, DeferQuestion)
    assert command.fields.due_on.isoformat() == "2027-01-31"


def test_the_wire_knows_the_same_reasons_as_the_desk() -> None:
    for reason in Reason:
        make_command(REF, "question.decline", {"question": QUESTION, "version": 1, "reason": reason})
    with pytest.raises(BadFrame):
        make_command(REF, "question.decline", {"question": QUESTION, "version": 1, "reason": "disliked"})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
near_frames = st.fixed_dictionaries(
    {"type": st.sampled_from(["cmd", "pos"]) | json_values},
    optional={
        "ref": st.just(REF) | st.uuids().map(str) | json_values,
        "op": st.sampled_from(sorted(OPS)) | json_values,
        "question": st.uuids().map(str) | json_values,
        "version": st.integers(0, 3) | json_values,
        "text": json_values,
        "kind": json_values,
        "seq": json_values,
        "minutes": json_values,
        "due_on": st.dates().map(str) | json_values,
    },
)


@pytest.mark.long
@pytest.mark.row("threat", 37)
@given(st.text(st.characters()) | json_values.map(json.dumps) | near_frames.map(json.dumps))
def test_any_frame_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    try:
        assert isinstance(decode(text), Command | Pos)
    except BadFrame as refused:
        assert refused.ref is None or str(UUID(refused.ref)) == refused.ref.lower()


numbers = st.integers(1, 120)
seen_questions = st.lists(st.builds(SeenQuestion, version=numbers), min_size=1, max_size=3)
BOUNDED: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("version", "minutes", "days", "part", "notice", "start"), numbers),
    "questions": seen_questions,
}


def commands(op: str) -> st.SearchStrategy[tuple[str, Any]]:
    fields = BOUNDED.keys() & OPS[op].__struct_fields__
    return st.tuples(st.just(op), st.builds(OPS[op], **{name: BOUNDED[name] for name in fields}))


@pytest.mark.costly
@given(st.sampled_from(sorted(OPS)).flatmap(commands), st.uuids())
def test_what_was_read_reads_the_same_when_it_is_written_again(command: tuple[str, Any], ref: UUID) -> None:
    op, fields = command
    text = json.dumps({"type": "cmd", "ref": str(ref), "op": op} | msgspec.to_builtins(fields), ensure_ascii=False)
    assert decode(text) == make_command(str(ref), op, msgspec.to_builtins(fields))


plain_values = st.none() | st.booleans() | st.integers(0, 99) | st.text() | st.lists(st.text()) | st.just({"id": 1})
SMUGGLED = ("status", "state", "is_official", "ward", "label", "author", "actor", "role", "is_proven", "by", "receipt")


@pytest.mark.long
@pytest.mark.row("threat", 14)
@given(
    st.sampled_from(sorted(OPS)).flatmap(commands),
    st.dictionaries(st.sampled_from(SMUGGLED) | st.text(min_size=1), plain_values, min_size=1),
)
def test_a_good_command_with_anything_more_in_it_is_refused(command: tuple[str, Any], more: dict[str, Any]) -> None:
    op, fields = command
    good = {"type": "cmd", "ref": REF, "op": op} | msgspec.to_builtins(fields)
    assume(not set(more) & (set(good) | set(OPS[op].__struct_fields__)))
    assert refusal_of(json.dumps(good | more)) == ("unknown_field", REF)


@table(
    ("message", "seq"),
    [
        (b'{"type":"pos","seq":0}', 0),
        (b'{"type":"pos","seq":123456789012345}', 123456789012345),
        (b'{"type":"pos","seq":1234567890123456}', None),
        (b'{"type":"pos","seq":}', None),
        (b'{"type":"pos","seq":-1}', None),
        (b'{"type":"pos","seq":1,"x":2}', None),
        (b'{"type":"pos","seq":1', None),
        (b'{"type": "pos", "seq": 1}', None),
        (b'{"type":"cmd","seq":1}', None),
        (b"", None),
    ],
)
def test_a_position_in_our_own_spelling_is_read_fast_and_anything_else_is_left(message: bytes, seq: int | None):
    assert read_pos(message) == seq
    if seq is not None:
        assert decode(message.decode()) == Pos(seq=seq)
