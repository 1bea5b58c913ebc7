"""An evening as a client of one version sends and receives it: its frames, and the shapes of the server's answers.

    python -m tests.clients.wire_recording DATA_DIR > tests/chatserver/live/recorded/version_1.json

plays it on a demo that is served from that folder (`bin/run --demo`), by that server's code, and writes it down. It is
recorded again only when the wire gets another version; the file of the version before stays and is replayed.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

from tests.clients.live_client import LiveClient, sign_in

Steps = list[dict[str, Any]]
Client = Callable[[str, str], Awaitable[LiveClient]]
"""Given a person ("resident 0", "clerk") and a door, makes a client that has joined."""

EVENING: Steps = [
    {
        "who": "resident 0",
        "op": "question.ask",
        "text": "When will the pond be cleaned?",
        "kind": "question",
        "as": "a",
    },
    {"who": "moderator 0", "op": "question.claim", "question": "a"},
    {"who": "moderator 0", "op": "question.release", "question": "a"},
    {"who": "moderator 0", "op": "question.approve", "question": "a"},
    {"who": "resident 1", "op": "question.back", "question": "a", "on": True},
    {"who": "resident 1", "op": "report", "question": "a", "why": "It names a neighbour."},
    {"who": "resident 1", "op": "question.ask", "text": "Is the club open?", "kind": "complaint", "as": "b"},
    {"who": "moderator 0", "op": "question.decline", "question": "b", "reason": "off_topic", "note": "Ask the club."},
    {"who": "resident 1", "op": "question.ask", "text": "And the pond's fence?", "kind": "suggestion", "as": "c"},
    {"who": "moderator 0", "op": "question.merge", "question": "c", "into": "a"},
    {"who": "resident 2", "op": "question.ask", "text": "A lamp is dark.", "kind": "complaint", "as": "d"},
    {"who": "moderator 0", "op": "question.hold", "question": "d"},
    {"who": "resident 2", "op": "question.withdraw", "question": "d"},
    {"who": "moderator 0", "op": "notice.post", "text": "Please keep to the ward."},
    {"who": "councillor", "op": "question.take", "take": "a"},
    {"who": "councillor", "op": "answer.give", "question": "a", "text": "In March,", "final": False},
    {"who": "councillor", "op": "question.return", "question": "a"},
    {"who": "councillor", "op": "question.take", "take": "a"},
    {"who": "councillor", "op": "answer.give", "question": "a", "text": "with the fence.", "final": True},
    {"who": "visitor", "op": "question.ask", "text": "May I?", "kind": "question"},
    {"who": "resident 0", "op": "question.take"},
    {"who": "clerk", "op": "session.extend", "minutes": 5},
    {"who": "clerk", "op": "session.close"},
]
"""`as` names the question that is asked; `question`, `into` and `take` refer to it."""


async def play(client_of: Client, steps: Steps = EVENING) -> dict[str, Any]:
    """Play the steps one after the other; answers what was sent, the reply to each, and the shapes of all else."""
    people = [(step["who"], _door(step["who"])) for step in steps]
    clients = {person: await client_of(*person) for person in dict.fromkeys(people)}
    questions: dict[str, dict[str, Any]] = {}
    replies = []
    for step, person in zip(steps, people, strict=True):
        reply = await clients[person].send(step["op"], **_fields(step, questions))
        if "as" in step:
            questions[step["as"]] = reply["result"]
        if reply["type"] == "ack" and (name := step.get("question") or step.get("take")):
            questions[name] = questions[name] | reply["result"]
        replies.append(
            {"op": step["op"], "shape": shape_of(reply)} | ({"code": reply["code"]} if "code" in reply else {})
        )
    for client in clients.values():  # a client folds later frames into the snapshot that it was sent
        await client.until(partial(_has_seen_the_end, client))
    frames = [frame for client in clients.values() for frame in client.frames]
    return {"steps": steps, "replies": replies, "frames": dict(_shapes(frames))}


def _has_seen_the_end(client: LiveClient) -> bool:
    return bool(client.public["session"]["state"] == "closed")


def shape_of(value: Any) -> Any:
    """Names and kinds without the values: an object's fields by name, a list by what all of its entries have."""
    match value:
        case dict() if value and all(_is_id(name) for name in value):
            return {"<id>": shape_of(next(iter(value.values())))}
        case dict():
            return {name: shape_of(field) for name, field in value.items()}
        case list():
            return [_common([shape_of(entry) for entry in value])] if value else []
        case bool() | int() | str() | None:
            return type(value).__name__
    raise TypeError(value)


def missing_from(shape: Any, before: Any, place: str = "") -> Iterator[str]:
    """What a client of the version before would miss, each by its place."""
    if isinstance(before, dict):
        fields = shape if isinstance(shape, dict) else {}
        for name, field in before.items():
            if name in fields:
                yield from missing_from(fields[name], field, f"{place}.{name}")
            elif name != "<id>" or fields:  # there may be no id to name just now
                yield f"{place}.{name}"
    elif isinstance(before, list) and before and isinstance(shape, list):
        yield from missing_from(shape[0], before[0], f"{place}[]") if shape else ()
    elif before not in ("NoneType", shape) and not (isinstance(before, list) and isinstance(shape, list)):
        yield f"{place}: {shape} for {before}"


def _door(who: str) -> str:
    return "room" if who.startswith(("visitor", "resident")) else "desk"


def _fields(step: Mapping[str, Any], questions: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The fields of a step: ids and versions as the client knows them."""
    fields = {name: value for name, value in step.items() if name not in ("who", "op", "as", "take")}
    for name in ("question", "into"):
        if name in step:
            fields[name] = questions[step[name]]["question"]
    if "take" in step:
        fields["question"] = questions[step["take"]]["question"]
    if step["op"] in NEEDS_VERSION:
        fields["version"] = questions[step["question"]]["version"]
    return fields


NEEDS_VERSION = {f"question.{op}" for op in ("claim", "release", "approve", "hold", "decline", "merge")}


def _shapes(frames: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """For each kind of frame and each type of event, the fields that all of them have."""
    kinds: dict[str, list[Any]] = {}
    for frame in frames:
        if frame["type"] in ("ack", "nack"):
            continue
        kind = f"{frame['stream']} {frame['type']}" if "stream" in frame else frame["type"]
        kinds.setdefault(kind, []).append(shape_of(frame | {"events": []} if "events" in frame else frame))
        for event in frame.get("events", ()):
            kinds.setdefault(f"{frame['stream']} {event['type']}", []).append(shape_of(event))
    return ((kind, _common(shapes)) for kind, shapes in sorted(kinds.items()))


def _common(shapes: list[Any]) -> Any:
    """The reliable part: the fields that all have; for values that may be missing, their kind."""
    known = [shape for shape in shapes if shape != "NoneType"]
    if len(known) < len(shapes) or not known:
        return "NoneType"
    first = known[0]
    if isinstance(first, dict):
        names = set(first).intersection(*known)
        return {name: _common([shape[name] for shape in known]) for name in first if name in names}
    if isinstance(first, list):
        entries = [entry for shape in known for entry in shape]
        return [_common(entries)] if entries else []
    return first


def _is_id(name: str) -> bool:
    return len(name) == 36 and name.count("-") == 4


async def _record(data_dir: Path) -> dict[str, Any]:
    sheet = json.loads((data_dir / "demo.json").read_text(encoding="utf-8"))
    async with AsyncExitStack() as stack:

        async def client_of(who: str, door: str) -> LiveClient:
            role, _, number = who.partition(" ")
            entry = sheet[f"{role}s"][int(number)] if number else sheet.get(role)
            cookie = await sign_in(entry["sign_in"]) if entry else ""
            return await stack.enter_async_context(
                LiveClient(sheet["base_url"], sheet["chat_session"], door=door, cookie=cookie)
            )

        return await play(client_of)


if __name__ == "__main__":
    json.dump(asyncio.run(_record(Path(sys.argv[1]))), sys.stdout, indent=1, ensure_ascii=False)
