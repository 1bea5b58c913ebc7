"""Compares what clients recorded with what the log holds, and names every broken promise; pure.

    assert check([client.journal for client in clients], read_log(server.ask_database, chat_session)) == []

I1 what was acked is in the log exactly once, and what ended unknown at most once; I2 the numbers of a stream have no
gap and are in the order of the commits, and nothing comes after the end of the evening; I3 each client applied each
event once, in order, as the log has it, and ended where the log does; I4 nobody got words that were not public (yet),
except their author; I8 every command got an end.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tests.clients.journal import Journal
from tests.history.check_commands import Call, check_effects, check_ends, gather_calls
from tests.history.check_reading import check_reading
from tests.history.log_dump import LogDump


def check(journals: Iterable[Journal], dump: LogDump) -> list[str]:
    """Every broken promise, each with its number; empty if all were kept.

    The journals must include every client that sent a command in this chat session.
    """
    journals = list(journals)
    calls = gather_calls(journals)
    return [
        *check_streams(dump),
        *check_ends(calls),
        *check_effects(calls, dump),
        *check_reading(journals, dump),
        *check_secrecy(journals, calls, dump),
    ]


def check_streams(dump: LogDump) -> Iterator[str]:
    for name, stream in dump.streams.items():
        numbers = [event["seq"] for event in stream.rows]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"I2: the {name} stream is numbered {numbers}"
        if stream.seq != len(numbers):
            yield f"I2: the {name} stream says that it ends at {stream.seq}, and has {len(numbers)} events"
    if len({stream.epoch for stream in dump.streams.values()}) != 1:
        yield "I2: the streams are not of one epoch"
    if "session.closed" in dump.order[:-1]:
        yield f"I2: after the end there were {dump.order[dump.order.index('session.closed') + 1 :]}"
    versions: dict[str, list[int]] = defaultdict(list)
    for event in dump.events("desk"):
        if "version" in event:
            versions[event["id"]].append(event["version"])
    for question in dump.questions:
        if versions[question.id] != list(range(1, question.version + 1)):
            yield f"I2: question {question.id} is at {question.version}, its events are {versions[question.id]}"


def check_secrecy(journals: Iterable[Journal], calls: Iterable[Call], dump: LogDump) -> Iterator[str]:
    """A frame may hold a question's words for the room only if it reaches to the event that made them public."""
    authors = {call.text: call.person for call in calls if call.op == "question.ask"}
    # The first time counts: the successor of a withdrawn question may come to the queue again.
    public_from = {event["text"]: event["seq"] for event in reversed([*dump.events("public", "question.queued")])}
    getters: dict[str, set[str]] = defaultdict(set)
    for journal in journals:
        if journal.door == "room":
            for frame in journal.received:
                getters[frame].add(journal.person)
    words = {_as_sent(text): text for text in authors | {row.text: "" for row in dump.questions}}
    for frame, people in getters.items():
        for sent, text in words.items():
            if sent in frame and people - {authors.get(text)} and not _reaches(frame, public_from.get(text)):
                yield f"I4: {sorted(people)} got {text!r}, which was not public, in {frame[:200]}"


def _as_sent(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _reaches(frame: str, seq: int | None) -> bool:
    read = json.loads(frame)
    return seq is not None and read.get("stream") == "public" and read["seq"] >= seq
