"""Each way in which a date can be out of the ordinary, in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from sessions.chats.calendar.public.entries import Occasion
from sessions.chats.calendar.public.entry_words import notes_of
from sessions.models import ChatSession, Closure, ClosureKind, Ward

STARTS_AT = datetime(2027, 2, 8, 12, 30, tzinfo=UTC)
FREEZE = Closure(
    kind=ClosureKind.FREEZE,
    from_on=date(2027, 2, 1),
    to_on=date(2027, 2, 9),
    reasons={"en": "By-election", "bn": "উপনির্বাচন"},
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def occasion(*, freeze: Closure | None = None, **fields: Any) -> Occasion:
    ends_at = STARTS_AT + timedelta(hours=1)
    chat_session = ChatSession(ward=Ward(number=95), starts_at=STARTS_AT, ends_at=ends_at, state="planned")
    for name, value in fields.items():
        setattr(chat_session, name, value)
    return Occasion(chat_session, freeze)


MOVED: dict[str, Any] = {"planned_on": date(2027, 2, 6), "move_reasons": {"en": "it rained.", "bn": "বৃষ্টি হয়েছিল।"}}


@pytest.mark.parametrize(
    ("shown", "notes"),
    [
        (occasion(), []),
        (occasion(planned_on=date(2027, 2, 8)), []),
        (occasion(**MOVED), ["Moved from 6 February 2027 because it rained"]),
        (occasion(move_reasons={"en": "the hour was changed"}), ["Changed because the hour was changed"]),
        (occasion(waits=True, **MOVED), ["Waiting for a new date because it rained"]),
        (occasion(state="cancelled", cancelled_reason="Flood."), ["Cancelled: Flood."]),
        (
            occasion(state="cancelled", cancelled_reason="Flood.", **MOVED),
            ["Cancelled: Flood.", "Moved from 6 February 2027 because it rained"],
        ),
        (occasion(state="cancelled", cancelled_reason="Flood.", waits=True, **MOVED), ["Cancelled: Flood."]),
        (
            occasion(freeze=FREEZE, **MOVED),
            [
                "Suspended because an election freeze lasts from 1 to 9 February 2027: By-election",
                "Moved from 6 February 2027 because it rained",
            ],
        ),
    ],
)
def test_notes_name_what_is_out_of_the_ordinary_the_gravest_first(shown: Occasion, notes: list[str]):
    assert notes_of(shown) == notes


def test_notes_are_in_the_readers_language():
    with override("bn"):
        notes = notes_of(occasion(freeze=FREEZE, **MOVED))
    assert notes[0].startswith("স্থগিত, কারণ ")
    assert notes[0].endswith("উপনির্বাচন")
    assert notes[1].endswith("বৃষ্টি হয়েছিল")
