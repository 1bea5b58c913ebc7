"""An event as rows of the log and the wire write it: its type, and its body of plain JSON values; pure."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec.json import Decoder

from sessions.contract.struct_types import look_at_types
from sessions.log.events.fields import StreamEvent
from sessions.log.events.streams import DECLARED, AnyEvent, MonthLogEvent


class UnknownEvent(NamedTuple):
    """An event of another release: readers skip it, and pass it on unchanged."""

    type: str
    body: Mapping[str, Any]


class UnreadableEvent(NamedTuple):
    """An event whose body is not what its type declares; unreadable.py says what is shown in its place."""

    type: str


LoggedAs = AnyEvent | MonthLogEvent | UnknownEvent | UnreadableEvent


def type_of(event: LoggedAs) -> str:
    """The type of an event, such as "question.queued"; two events of one type are in different streams."""
    if isinstance(event, UnknownEvent | UnreadableEvent):
        return event.type
    return tag_of(type(event))


def tag_of(kind: type[StreamEvent]) -> str:
    """The type name of all events of this class."""
    return str(kind.__struct_config__.tag)


def kind_of(stream: str, type: str) -> type[StreamEvent] | None:
    """The class of the events of this type; None for a type that no event of the stream has here."""
    return _declared(stream).get(type)


def body_of(event: LoggedAs) -> dict[str, Any]:
    """Return the event's fields as plain JSON values, in their order, without its type."""
    if isinstance(event, UnknownEvent):
        return dict(event.body)
    if isinstance(event, UnreadableEvent):
        return {}
    body: dict[str, Any] = msgspec.to_builtins(event)
    del body["type"]
    return body


def read_event(stream: str, type: str, body: object) -> LoggedAs:
    """The event that a row of the log, or of the wire, holds. Fields that are not declared are left out."""
    kind: Any = kind_of(stream, type)
    if isinstance(body, dict) and kind is None:
        return UnknownEvent(type, body)
    try:
        event: AnyEvent | MonthLogEvent = msgspec.convert(body, kind)
    except msgspec.ValidationError:
        return UnreadableEvent(type)
    return event


def read_written_event(stream: str, type: str, written: str) -> LoggedAs:
    """Read an event from a body in JSON text, three times as fast as read_event; UnreadableEvent for invalid JSON."""
    kind = _declared(stream).get(type)
    if kind is not None:
        try:
            event: AnyEvent | MonthLogEvent = _decoder_of(kind).decode(written)
        except msgspec.DecodeError:  # Python reads some JSON that msgspec does not, such as half of a surrogate pair
            return read_event(stream, type, _loads(written))
        return event
    return read_event(stream, type, _loads(written))


def _loads(written: str) -> object:
    """Parse JSON; None for invalid JSON."""
    try:
        return json.loads(written)
    except ValueError:
        return None


@cache
def _decoder_of(kind: type[StreamEvent]) -> "Decoder[Any]":
    return Decoder(kind)


@cache
def _declared(stream: str) -> dict[str, type[StreamEvent]]:
    """The events of a stream, by type."""
    return {tag_of(kind): kind for kind in DECLARED[stream].__args__}


look_at_types(DECLARED.values())
