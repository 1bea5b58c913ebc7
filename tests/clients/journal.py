"""The recording of one client, in order: its commands and their ends, and what it applied.

Entries are plain objects, so that a journal can be written as JSON lines and a wrong history by hand:

    {"what": "invoke", "ref", "op", "fields"}                a command goes out, for the first time or again
    {"what": "ok", "ref", "result", "duplicate"}             its ack
    {"what": "fail", "ref", "code", "retry"}                 its nack
    {"what": "unknown", "ref", "why"}                        the line broke, or the client gave up, before its answer
    {"what": "snapshot", "stream", "epoch", "seq"}           a state that replaces what was known of a stream
    {"what": "event", "stream", "epoch", "event"}            one event, as it was applied
    {"what": "fault", "why"}                                 the server broke the contract
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Entry = dict[str, Any]

GAVE_UP = "no answer"


@dataclass(repr=False)
class Journal:
    """person: the same for all sockets of one person. received: every text frame as it came.

    seqs and states, by stream: the client's last position and state, after quiet; empty if it had left.
    """

    person: str
    door: str = "room"
    entries: list[Entry] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    seqs: dict[str, int] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    _open: Counter[str] = field(default_factory=Counter)

    def invoke(self, ref: str, op: str, fields: dict[str, Any]) -> None:
        self._open[ref] += 1
        self.entries.append({"what": "invoke", "ref": ref, "op": op, "fields": fields})

    def answer(self, frame: dict[str, Any]) -> None:
        """Take an ack or a nack that has a ref."""
        ref = frame["ref"]
        self._open[ref] -= 1
        if frame["type"] == "ack":
            told = {"what": "ok", "result": frame["result"], "duplicate": frame.get("duplicate", False)}
        else:
            told = {"what": "fail", "code": frame["code"], "retry": frame["retry"]}
        self.entries.append({**told, "ref": ref})

    def give_up(self, ref: str, why: str = GAVE_UP) -> None:
        """Stop waiting for a command. One that was answered stays answered."""
        if self._open[ref] > 0:
            self._open[ref] -= 1
            self.entries.append({"what": "unknown", "ref": ref, "why": why})

    def break_off(self) -> None:
        """The connection broke: commands under way may or may not have been done."""
        for ref, count in tuple(self._open.items()):
            for _time in range(count):
                self.give_up(ref, "the line broke")

    def start_from(self, stream: str, epoch: str, seq: int) -> None:
        self.entries.append({"what": "snapshot", "stream": stream, "epoch": epoch, "seq": seq})

    def apply(self, stream: str, epoch: str, event: dict[str, Any]) -> None:
        self.entries.append({"what": "event", "stream": stream, "epoch": epoch, "event": event})

    def find_fault(self, why: str) -> None:
        self.entries.append({"what": "fault", "why": why})
