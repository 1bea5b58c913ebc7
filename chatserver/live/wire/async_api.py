"""The sockets described in AsyncAPI 3.0, for authors of clients; made from the types of the wire; pure.

https://www.asyncapi.com/docs/reference/specification/v3.0.0 -- it describes the server as the application: the server
sends frames, and receives commands.
"""

import json
from typing import Any

from chatserver.live.wire.ops import OPS
from chatserver.live.wire.protocol import PROTOCOL_VERSION
from chatserver.live.wire.schemas import SCHEMA_REF, all_schemas, events_frame
from sessions.contract.close_codes import FIRST_FINAL

Described = dict[str, Any]

SAID_TO_ALL = ("Welcome", "Snapshot", events_frame("public"), "Ack", "Nack", "Note", "CallNote", "Beat", "Bye")
SAID_TO_DESK = (*SAID_TO_ALL, events_frame("desk"))
DOORS = {
    "room": ("/ws/room/{chat_session}/", "Residents and visitors: the public stream.", SAID_TO_ALL),
    "desk": ("/ws/desk/{chat_session}/", "The staff: the public stream and the desk's.", SAID_TO_DESK),
}
DESCRIPTION = (
    "The live chat of a ward. A cookie session says who connects; without one the room can be read. "
    "Frames are JSON text. Events of a stream are numbered without gaps: apply last+1, ignore what is not newer, and "
    "ask again from the last where one is missing. Ignore fields, and events of types, that are not described here. "
    "Every command has a ref and ends in one ack or nack with that ref; sent again with the same ref and body, it is "
    "done once. Unknown fields of commands are refused. "
    f"Close codes below {FIRST_FINAL} mean come back, from {FIRST_FINAL} on stop. "
    "The same commands are taken at POST /api/chat/{chat_session}/commands, and the same frames given at "
    "GET /api/chat/{chat_session}/events?epoch=&since=; with &wait=25 it is answered once there is news, or by 204."
)
RESUME: Described = {
    "type": "object",
    "properties": {
        "v": {"type": "integer", "description": "The version of the wire that the client speaks."},
        "epoch": {"type": "string", "description": "Of the last frame that it applied."},
        "since": {"type": "integer", "description": "The last event of the public stream that it applied."},
        "desk_since": {"type": "integer", "description": "The same of the desk's stream, at the desk."},
    },
}


def describe_wire_as_json() -> str:
    """The document that is served, and kept in chatserver/docs/asyncapi.json."""
    return json.dumps(describe_wire(), ensure_ascii=False, indent=1) + "\n"


def describe_wire() -> Described:
    """The document, as plain JSON values."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Councillor Live Chat", "version": str(PROTOCOL_VERSION), "description": DESCRIPTION},
        "defaultContentType": "application/json",
        "channels": {door: _channel(*described) for door, described in DOORS.items()},
        "operations": {name: each for door, (_, _, said) in DOORS.items() for name, each in _operations(door, said)},
        "components": {
            "messages": {name: _message(name) for name in (*SAID_TO_DESK, *_commands(), "Pos")},
            "schemas": all_schemas(),
        },
    }


def _commands() -> list[str]:
    return [kind.__name__ for kind in OPS.values()]


def _channel(address: str, description: str, said: tuple[str, ...]) -> Described:
    return {
        "address": address,
        "description": description,
        "parameters": {"chat_session": {"description": "The id of the chat session, a UUID."}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in (*said, *_commands(), "Pos")},
        "bindings": {"ws": {"method": "GET", "query": RESUME, "bindingVersion": "0.1.0"}},
    }


def _operations(door: str, said: tuple[str, ...]) -> list[tuple[str, Described]]:
    channel = {"$ref": f"#/channels/{door}"}
    told = [name for name in said if name not in ("Ack", "Nack")]
    reply = {"channel": channel, "messages": _in_channel(door, ["Ack", "Nack"])}
    return [
        (f"tell_{door}", {"action": "send", "channel": channel, "messages": _in_channel(door, told)}),
        (
            f"carry_out_for_{door}",
            {"action": "receive", "channel": channel, "messages": _in_channel(door, _commands()), "reply": reply},
        ),
        (f"hear_from_{door}", {"action": "receive", "channel": channel, "messages": _in_channel(door, ["Pos"])}),
    ]


def _in_channel(door: str, names: list[str]) -> list[Described]:
    return [{"$ref": f"#/channels/{door}/messages/{name}"} for name in names]


def _message(name: str) -> Described:
    message: Described = {"name": name, "payload": {"$ref": f"{SCHEMA_REF}{name}"}}
    if name in ("Ack", "Nack", *_commands()):
        message["correlationId"] = {"location": "$message.payload#/ref"}
    return message
