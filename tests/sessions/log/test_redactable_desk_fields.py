"""Decide for every text in an event whether it is people's own words, which a redaction destroys."""

import msgspec
import pytest

from sessions.log.events.chat_session import SessionCancelled
from sessions.log.events.desk import DeskDecisionUndone, OfficialCalled, OfficialSentBack
from sessions.log.events.fields import StreamEvent
from sessions.log.events.streams import DeskEvent, PublicEvent
from sessions.log.redactable_desk_fields import NULLABLE, REDACTABLE_DESK_FIELDS
from sessions.record.committed_texts import TEXT_FIELDS

CODES = {
    "appeal",
    "asker",
    "authority",
    "by",
    "carried_from",
    "claimed_by",
    "commitment",
    "decision",
    "early_by",
    "ground",
    "kind",
    "number",
    "lot",
    "lot_seed",
    "office",
    "order",
    "outcome",
    "override",
    "passed_on",
    "reason",
    "receipt",
    "record",
    "reported_for",
    "looks_like",
    "standing",
    "state",
    "step",
    "support_root",
    "texts",
    "topic",
    "what",
}
"""Names of fields that hold codes, numbers in letters, or the names of people in their office."""

OTHER = {
    (SessionCancelled, "reason"),
    (OfficialCalled, "label"),
    (OfficialSentBack, "label"),
    (DeskDecisionUndone, "why"),
}
"""Public texts of the office: why a chat is cancelled, officials' names; and a code. Why one was moved, or sealed
early, is in kept_words.py."""


def texts_of(kind: type[StreamEvent]) -> set[str]:
    """The fields that may hold any text: not ids, days and moments, which have a pattern."""
    return {field.name for field in msgspec.structs.fields(kind) if _takes_any_text(field.type)}


def _takes_any_text(kind: object) -> bool:
    holder = msgspec.defstruct("Holder", [("value", kind)])
    for sample in ("any text at all", ["any text at all"]):
        try:
            msgspec.convert({"value": sample}, holder)
        except msgspec.ValidationError:
            continue
        return True
    return False


@pytest.mark.long
@pytest.mark.parametrize("kind", [*PublicEvent.__args__, *DeskEvent.__args__], ids=lambda kind: kind.__name__)
def test_somebody_has_decided_about_each_text(kind: type[StreamEvent]) -> None:
    words = {*TEXT_FIELDS.get(kind, ()), *REDACTABLE_DESK_FIELDS.get(kind, ())}
    undecided = texts_of(kind) - words - {name for of, name in OTHER if of is kind} - CODES
    where = "name it in committed_texts.py or redactable_desk_fields.py if people wrote it, else here"
    assert undecided == set(), where


def test_what_stands_in_place_of_words_fits_their_field() -> None:
    for kind, names in REDACTABLE_DESK_FIELDS.items():
        for field in msgspec.structs.fields(kind):
            if field.name in names:
                holder = msgspec.defstruct("Holder", [("value", field.type)])
                msgspec.convert({"value": None if (kind, field.name) in NULLABLE else ""}, holder)
