"""JSON Schema of everything on the wire, made from the types that encode and decode it; pure.

Each schema has the name of its class. JSON Schema draft 7, as AsyncAPI 3.0 takes it.
"""

from typing import Any

import msgspec
from msgspec import Struct

from chatserver.live.wire import protocol as wire
from chatserver.live.wire.ops import OPS, Op
from sessions.log.event_form import tag_of
from sessions.log.events.fields import StreamEvent
from sessions.log.events.streams import DeskEvent, PublicEvent

Schema = dict[str, Any]

SCHEMA_REF = "#/components/schemas/"
FRAMES: tuple[type[wire.Frame], ...] = (
    wire.Welcome,
    wire.Snapshot,
    wire.Events,
    wire.Ack,
    wire.Nack,
    wire.Note,
    wire.CallNote,
    wire.Beat,
    wire.Bye,
)
"""The server's messages."""

EVENTS: dict[str, tuple[type[StreamEvent], ...]] = {"public": PublicEvent.__args__, "desk": DeskEvent.__args__}

STATE = "What all events up to seq come to. The desk's may hold a part of the questions: `more` says what is left."
UUID_FIELD: Schema = {"type": "string", "format": "uuid"}
IN_THE_LOG: Schema = {
    "seq": {"type": "integer", "minimum": 1, "description": "Its number in its stream, without gaps."},
    "at": {"type": "string", "format": "date-time", "description": "RFC 3339 in UTC, with milliseconds."},
}


def all_schemas() -> dict[str, Schema]:
    """All schemas, by name, in the order of the names: frames, events, commands, and their parts."""
    kinds: list[type[Struct]] = [*FRAMES, wire.Pos, *EVENTS["public"], *EVENTS["desk"], *OPS.values()]
    _references, made = msgspec.json.schema_components(kinds, ref_template=f"{SCHEMA_REF}{{name}}")
    schemas: dict[str, Schema] = dict(made)
    for stream, events in EVENTS.items():
        for event in events:
            schemas[event.__name__] = _in_the_log(schemas[event.__name__], tag_of(event))
        schemas[f"{stream.title()}Event"] = {"oneOf": [{"$ref": f"{SCHEMA_REF}{event.__name__}"} for event in events]}
        schemas[events_frame(stream)] = _frame_of(schemas["Events"], stream)
    del schemas["Events"]
    for op, kind in OPS.items():
        schemas[kind.__name__] = _as_command(schemas[kind.__name__], op, kind)
    schemas["Pos"] = _typed(schemas["Pos"], "pos")
    schemas["Bye"]["properties"]["code"] = {"enum": [int(code) for code in wire.Close]}
    schemas["Nack"]["additionalProperties"] = True
    schemas["Snapshot"]["properties"]["state"] = {"type": "object", "description": STATE}
    return dict(sorted(schemas.items()))


def events_frame(stream: str) -> str:
    """The name of the schema of an `events` frame of this stream."""
    return f"{stream.title()}EventsFrame"


def _in_the_log(schema: Schema, tag: str) -> Schema:
    """An event as clients see it: with its place in the stream."""
    properties = {**IN_THE_LOG, **schema["properties"], "type": {"const": tag}}
    return schema | {"properties": properties, "required": ["seq", "type", "at", *_without_type(schema)]}


def _frame_of(schema: Schema, stream: str) -> Schema:
    events = {"type": "array", "items": {"$ref": f"{SCHEMA_REF}{stream.title()}Event"}}
    properties = schema["properties"] | {"stream": {"const": stream}, "events": events}
    return schema | {"title": events_frame(stream), "properties": properties}


def _as_command(schema: Schema, op: str, kind: type[Op]) -> Schema:
    frame = {"type": {"const": "cmd"}, "ref": UUID_FIELD, "op": {"const": op}}
    required = [field.name for field in msgspec.structs.fields(kind) if field.required]
    return schema | {"properties": frame | schema["properties"], "required": ["type", "ref", "op", *required]}


def _typed(schema: Schema, tag: str) -> Schema:
    properties = {"type": {"const": tag}, **schema["properties"]}
    return schema | {"properties": properties, "required": ["type", *_without_type(schema)]}


def _without_type(schema: Schema) -> list[str]:
    return [name for name in schema.get("required", ()) if name != "type"]
