"""Whether frames match the description of the sockets (chatserver/live/wire/async_api.py)."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import fastjsonschema

from chatserver.live.wire.async_api import describe_wire

Frame = Mapping[str, Any]

NAMES = {
    "welcome": "Welcome",
    "snapshot": "Snapshot",
    "ack": "Ack",
    "nack": "Nack",
    "beat": "Beat",
    "bye": "Bye",
    "pos": "Pos",
}


def require_described(frames: Iterable[Frame]) -> int:
    """Answers their number. Raises fastjsonschema.JsonSchemaValueException for one that does not match."""
    number = 0
    for frame in frames:
        validator(name_of(frame))(frame)
        number += 1
    return number


def name_of(frame: Frame) -> str:
    if frame["type"] == "events":
        return f"{frame['stream'].title()}EventsFrame"
    if frame["type"] == "note":
        return "CallNote" if frame["about"] == "call" else "Note"
    return NAMES[frame["type"]]


@cache
def validator(name: str) -> Callable[[Frame], Frame]:
    """By the name of a schema."""
    components = {"schemas": describe_wire()["components"]["schemas"]}
    compiled: Callable[[Frame], Frame] = fastjsonschema.compile(
        {"$ref": f"#/components/schemas/{name}", "components": components}, use_default=False
    )
    return compiled
