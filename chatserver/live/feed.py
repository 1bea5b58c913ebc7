"""One stream as a process knows it: its folded state, its recent events, and the frames made from them; no I/O.

Whoever stands anywhere in the stream is brought to its end in the same way: by the missing events if all of them are
still here, else by a snapshot. Each text is encoded once and shared by everybody who needs the same one.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw

from chatserver.live import protocol as wire
from sessions import folding
from sessions.log import LoggedEvent

MAX_REPLAY_EVENTS = 300
MAX_REPLAY_BYTES = 256 * 1024
MAX_TEXTS = 32

NOWHERE = -1
"""The position of somebody who knows nothing yet, or nothing that helps."""

StreamName = Literal["public", "desk"]


class Text(NamedTuple):
    """A frame ready to be written, and its size in bytes."""

    text: str
    size: int


class Recent(NamedTuple):
    seq: int
    raw: Raw
    size: int
    note_to: UUID | None


class Feed:
    """Belongs to one thread at a time. epoch and seq are its position; state is the fold of all events up to it."""

    def __init__(self, name: StreamName, epoch: str) -> None:
        empty, self._fold = FOLDS[name]
        self.name = name
        self.epoch = epoch
        self.seq = 0
        self.state = empty()
        self.counts: wire.Counts | None = None
        self.counts_version = 0
        self._recent: deque[Recent] = deque()
        self._recent_bytes = 0
        self._notes: dict[UUID, deque[tuple[int, str]]] = {}
        self._texts: dict[tuple[int, bool], Text] = {}
        self._state_json: bytes | None = None

    def apply(self, events: Iterable[LoggedEvent]) -> None:
        """Take the next events of the log, in order and without a gap."""
        for event in events:
            shown = event.as_wire()
            self._fold(self.state, shown)
            self.seq = event.seq
            self._remember(event, msgspec.json.encode(shown))
        self._texts.clear()
        self._state_json = None

    def set_counts(self, counts: wire.Counts) -> None:
        """Take new latest values, under a higher version."""
        self.counts = counts
        self.counts_version += 1
        self._texts.clear()

    def can_replay(self, seq: int) -> bool:
        """Whether every event after seq is still here. A position beyond the end is none of ours."""
        first = self._recent[0].seq if self._recent else self.seq + 1
        return first - 1 <= seq <= self.seq

    def text_since(self, seq: int, *, with_counts: bool) -> Text:
        """The frame that brings somebody from seq to the end.

        The missing events, complete or not at all (none, where only the counts are missing), else a snapshot.
        """
        key = (seq, with_counts) if self.can_replay(seq) else (NOWHERE, True)
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) >= MAX_TEXTS:
                self._texts.clear()
            text = self._texts[key] = self._snapshot() if key[0] == NOWHERE else self._replay(seq, with_counts)
        return text

    def notes_since(self, person: UUID, seq: int) -> list[tuple[int, str]] | None:
        """The notes to one person after seq, each with its number; None where some may be gone already."""
        if not self.can_replay(seq):
            return None
        return [note for note in self._notes.get(person, ()) if note[0] > seq]

    def _remember(self, event: LoggedEvent, raw: bytes) -> None:
        self._recent.append(Recent(event.seq, Raw(raw), len(raw), event.note_to))
        self._recent_bytes += len(raw)
        if event.note_to is not None:
            self._notes.setdefault(event.note_to, deque()).append((event.seq, wire.encode(make_note(event.body))))
        while len(self._recent) > MAX_REPLAY_EVENTS or self._recent_bytes > MAX_REPLAY_BYTES:
            self._forget(self._recent.popleft())

    def _forget(self, oldest: Recent) -> None:
        self._recent_bytes -= oldest.size
        if oldest.note_to is not None:
            notes = self._notes[oldest.note_to]
            notes.popleft()
            if not notes:
                del self._notes[oldest.note_to]

    def _replay(self, seq: int, with_counts: bool) -> Text:
        missing = [recent.raw for recent in self._recent if recent.seq > seq]
        counts = self.counts if with_counts and self.counts is not None else UNSET
        return _ready(
            wire.Events(stream=self.name, epoch=self.epoch, first=seq + 1, seq=self.seq, events=missing, counts=counts)
        )

    def _snapshot(self) -> Text:
        if self._state_json is None:
            self._state_json = msgspec.json.encode(self.state)
        state = self._state_json
        if self.counts is not None:
            state = state[:-1] + b',"counts":' + msgspec.json.encode(self.counts) + b"}"
        return _ready(wire.Snapshot(stream=self.name, epoch=self.epoch, seq=self.seq, state=Raw(state)))


def make_note(body: Mapping[str, Any]) -> wire.Note:
    """What the author of a question is told of an event at the desk: never words, and never who did it."""
    return wire.Note(
        question=body["id"],
        state=body.get("state", "waiting"),
        version=body["version"],
        receipt=body.get("receipt", UNSET),
        reason=body.get("reason"),
        note=body.get("note"),
        into=body.get("into"),
        due_on=body.get("due_on"),
    )


def _ready(frame: wire.Frame) -> Text:
    raw = msgspec.json.encode(frame)
    return Text(raw.decode(), len(raw))


FOLDS: dict[str, tuple[Callable[[], folding.State], Callable[[folding.State, Mapping[str, Any]], None]]] = {
    "public": (folding.empty_public, folding.apply_public),
    "desk": (folding.empty_desk, folding.apply_desk),
}
