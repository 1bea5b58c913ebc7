"""Checks what clients applied against the log: each event once, in order, and the same end state for all; pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.clients.journal import Journal
from tests.clients.live_fold import empty, fold
from tests.clients.live_pieces import is_same_desk
from tests.history.log_dump import LogDump, StreamDump

MOST_WORDS = 500


def check_reading(journals: Iterable[Journal], dump: LogDump) -> Iterator[str]:
    ends = {name: _fold(name, stream) for name, stream in dump.streams.items()}
    for journal in journals:
        for name, stream in dump.streams.items():
            yield from _check_order(journal, name, stream)
            if journal.seqs and (name == "public" or journal.door == "desk"):
                yield from _check_end(journal, name, ends[name], dump)
        yield from (f"I3: {journal.person}: {entry['why']}" for entry in journal.entries if entry["what"] == "fault")


def _check_order(journal: Journal, name: str, stream: StreamDump) -> Iterator[str]:
    last = -1
    gone = _Gone.of(stream)
    for entry in journal.entries:
        if entry.get("stream") != name:
            continue
        if entry["epoch"] != stream.epoch:
            yield f"I3: {journal.person} follows another {name} log than there is"
        seq = entry["seq"] if entry["what"] == "snapshot" else entry["event"]["seq"]
        if entry["what"] == "snapshot":
            if not last <= seq <= stream.seq:
                yield f"I3: {journal.person} is put to {seq} of {stream.seq} in the {name} stream after {last}"
        elif last < 0 or seq != last + 1:
            yield f"I3: {journal.person} applies {seq} of the {name} stream after {last}"
        elif seq > len(stream.rows) or entry["event"] not in gone.as_told(stream.rows[seq - 1]):
            yield f"I3: {journal.person} applies {entry['event']}, which the {name} stream has not"
        last = seq


@dataclass(frozen=True)
class _Gone:
    """Whose words a client that comes later is not told. Each holds ids of questions."""

    words: set[str]
    common_words: set[str]
    """A gone question, also one of those whose place a removed question took: both had the same."""
    answers: set[str]

    @classmethod
    def of(cls, stream: StreamDump) -> "_Gone":
        removed = [event for event in stream.rows if event["type"] == "question.removed"]
        places = {event["id"]: event.get("in_place_of") for event in stream.rows if event["type"] == "question.queued"}
        words = {event["id"] for event in removed}
        common, new = set(words), words
        while new := {before for each in new if (before := places.get(each))} - common:
            common |= new
        return cls(words, common, {event["id"] for event in removed if event.get("answers")})

    def as_told(self, event: dict[str, Any]) -> list[dict[str, Any]]:
        """The event, and what a client may be told of it instead."""
        match event["type"]:
            case "question.queued" if event["id"] in self.words:
                return [event, event | {"text": None, "label": None}]
            case "question.united" if event["id"] in self.common_words:
                return [event, event | {"words": None}]
            case "answer.given" | "answer.corrected" if event["question"] in self.answers:
                return [event, event | {"text": None}]
        return [event]


def _check_end(journal: Journal, name: str, end: Any, dump: LogDump) -> Iterator[str]:
    seq, state = journal.seqs[name], journal.states[name]
    if seq != dump.streams[name].seq:
        yield f"I3: {journal.person} stands at {seq} of {dump.streams[name].seq} in the {name} stream"
    elif not is_same_state(name, state, end):
        yield f"I3: {journal.person} sees another {name} state than the log has: {_difference(state, end)}"
    backing = {row.id: row.backing for row in dump.questions if row.state in ("queued", "on_floor")}
    if name == "public" and state.get("counts", {}).get("backing", backing) != backing:
        yield f"I3: {journal.person} counts {state['counts']['backing']}, not {backing}"


def is_same_state(name: str, one: Any, other: Any) -> bool:
    """The states without their counts, which are not part of the log."""
    one, other = {**one, "counts": None}, {**other, "counts": None}
    return is_same_desk(one, other) if name == "desk" else one == other


def _difference(state: Any, end: Any) -> str:
    parts = [f"{key} {state.get(key)} for {end.get(key)}" for key in end if state.get(key) != end.get(key)]
    return "; ".join(parts)[:MOST_WORDS]


def _fold(name: str, stream: StreamDump) -> Any:
    state = empty(name)
    for event in stream.rows:
        fold(name, state, json.loads(json.dumps(event)))
    return state
