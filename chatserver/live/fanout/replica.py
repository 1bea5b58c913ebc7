"""One stream as a process knows it: its folded state, its recent events, and the frames made from them; no I/O.

Whoever stands anywhere in the stream is brought to its end in the same way: by the missing events if all of them are
still here, else by a snapshot. Each frame is encoded once and shared by everybody who needs the same one.
"""

from collections import deque
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw, UnsetType

from chatserver.live.wire import protocol as wire
from chatserver.live.wire.frames import Prepared
from chatserver.live.wire.resume import NOWHERE
from sessions.folding.desk_folding import apply_desk, empty_desk
from sessions.folding.desk_pieces import first_piece
from sessions.folding.folding import State, apply_public, empty_public
from sessions.log.events import (
    DeskAsked,
    DeskChange,
    OfficialCalled,
    OfficialSentBack,
    QuestionRemoved,
)
from sessions.log.logged_event import LoggedEvent
from sessions.log.removed_words import brings_words_of, without_words
from sessions.log.unreadable import ERRORS as UNREADABLE_ERRORS
from sessions.log.unreadable import stand_in

MAX_REPLAY_EVENTS = 300
MAX_REPLAY_BYTES = 256 * 1024
MAX_FRAMES = 32


StreamName = Literal["public", "desk"]


class Recent(NamedTuple):
    logged: LoggedEvent
    raw: Raw
    size: int


class Replica:
    """Belongs to one thread at a time. epoch and seq are its position; state is the fold of all events up to it."""

    def __init__(self, name: StreamName, epoch: str, chat_session_id: UUID | None = None) -> None:
        self._chat_session_id = chat_session_id
        empty, self._fold = FOLDS[name]
        self.name = name
        self.epoch = epoch
        self.seq = 0
        self.state = empty()
        self.counts: wire.Counts | None = None
        self.counts_version = 0
        self._recent: deque[Recent] = deque()
        self._recent_bytes = 0
        self._folded_bytes = 0
        self._notes: dict[UUID, deque[tuple[int, Prepared]]] = {}
        self._forgotten_notes: dict[UUID, int] = {}
        self._frames: dict[tuple[int, bool], Prepared] = {}
        self._state_json: bytes | None = None

    def apply(self, events: Iterable[LoggedEvent]) -> None:
        """Take the next events of the log, in order and without a gap."""
        for event in events:
            try:
                self._take(event)
            except UNREADABLE_ERRORS:
                self._take(stand_in(event, self._chat_session_id))
        self._frames.clear()
        self._state_json = None

    def _take(self, logged: LoggedEvent) -> None:
        note = make_note(logged) if logged.note_to is not None else None
        self._fold(self.state, logged)
        self.seq = logged.seq
        raw = msgspec.json.encode(logged.as_wire())
        self._folded_bytes += len(raw)
        if isinstance(logged.event, QuestionRemoved):
            self._forget_words_of(logged.event.id)
        self._remember(Recent(logged, Raw(raw), len(raw)), note)

    def set_counts(self, counts: wire.Counts) -> None:
        """Take new latest values, under a higher version."""
        self.counts = counts
        self.counts_version += 1
        self._frames.clear()

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes: the state's objects are some four times as large as their JSON."""
        return 4 * self._folded_bytes + 2 * self._recent_bytes

    def copy_state(self) -> dict[str, Any]:
        """The state with its counts, for a thread that this replica does not belong to: encoded in one instruction."""
        state: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self.state))
        return state | {"counts": {"backing": self.counts.backing if self.counts is not None else {}}}

    def can_replay(self, seq: int) -> bool:
        """Whether every event after seq is still here. A position beyond the end is none of ours."""
        first = self._recent[0].logged.seq if self._recent else self.seq + 1
        return first - 1 <= seq <= self.seq

    def frame_since(self, seq: int, *, with_counts: bool) -> Prepared:
        """The frame that brings somebody from seq to the end.

        The missing events, complete or not at all (none, where only the counts are missing), else a snapshot.
        """
        key = (seq, with_counts) if self.can_replay(seq) else (NOWHERE, True)
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) >= MAX_FRAMES:
                self._frames.clear()
            frame = self._frames[key] = self._snapshot() if key[0] == NOWHERE else self._replay(seq, with_counts)
        return frame

    def notes_since(self, person: UUID, seq: int) -> list[tuple[int, Prepared]] | None:
        """The notes to one person after seq, each with its number; None where some are gone already."""
        if self._forgotten_notes.get(person, 0) > seq:
            return None
        return [note for note in self._notes.get(person, ()) if note[0] > seq]

    def noted_since(self, seq: int) -> set[UUID] | None:
        """Who was sent notes after seq; None where that is known no more."""
        if not self.can_replay(seq):
            return None
        after = takewhile(lambda recent: recent.logged.seq > seq, reversed(self._recent))
        return {recent.logged.note_to for recent in after if recent.logged.note_to is not None}

    def _remember(self, recent: Recent, note: wire.Frame | None) -> None:
        self._recent.append(recent)
        self._recent_bytes += recent.size
        person = recent.logged.note_to
        if person is not None and note is not None:
            prepared = Prepared(msgspec.json.encode(note))
            self._notes.setdefault(person, deque()).append((recent.logged.seq, prepared))
        while len(self._recent) > MAX_REPLAY_EVENTS or self._recent_bytes > MAX_REPLAY_BYTES:
            self._forget(self._recent.popleft())

    def _forget_words_of(self, question_id: str) -> None:
        """Nobody who comes back is sent the words of a question that was removed meanwhile."""
        for place, recent in enumerate(self._recent):
            if brings_words_of(recent.logged, {question_id}):
                logged = without_words(recent.logged)
                raw = msgspec.json.encode(logged.as_wire())
                self._recent_bytes += len(raw) - recent.size
                self._recent[place] = Recent(logged, Raw(raw), len(raw))

    def _forget(self, oldest: Recent) -> None:
        self._recent_bytes -= oldest.size
        person = oldest.logged.note_to
        if person in self._notes:
            notes = self._notes[person]
            self._forgotten_notes[person], _note = notes.popleft()
            if not notes:
                del self._notes[person]

    def _replay(self, seq: int, with_counts: bool) -> Prepared:
        missing = [recent.raw for recent in self._recent if recent.logged.seq > seq]
        counts = self.counts if with_counts and self.counts is not None else UNSET
        frame = wire.Events(
            stream=self.name, epoch=self.epoch, first=seq + 1, seq=self.seq, events=missing, counts=counts
        )
        return Prepared(msgspec.json.encode(frame))

    def _snapshot(self) -> Prepared:
        if self._state_json is None:
            shown = first_piece(self.state) if self.name == "desk" else self.state
            self._state_json = msgspec.json.encode(shown)
        state = self._state_json
        if self.counts is not None:
            state = state[:-1] + b',"counts":' + msgspec.json.encode(self.counts) + b"}"
        frame = wire.Snapshot(stream=self.name, epoch=self.epoch, seq=self.seq, state=Raw(state))
        return Prepared(msgspec.json.encode(frame))


def make_note(logged: LoggedEvent) -> wire.Note | wire.CallNote:
    """What one person alone is told of an event at the desk: the author of a question, or an official who is called.

    Never words, and never who did it. Raises LookupError for an event of which nobody is told.
    """
    match logged.event:
        case DeskAsked() as asked:
            return wire.Note(question=asked.id, state="waiting", version=asked.version, receipt=asked.receipt)
        case DeskChange() as change:
            return wire.Note(
                question=change.id,
                state=change.state,
                version=change.version,
                reason=_told(change, "reason"),
                note=_told(change, "note"),
                into=_told(change, "into"),
                due_on=_told(change, "due_on"),
                in_place_of=getattr(change, "in_place_of", UNSET),
            )
        case OfficialCalled(question=question_id):
            return wire.CallNote(question=question_id, state="called")
        case OfficialSentBack(question=question_id):
            return wire.CallNote(question=question_id, state="sent_back")
        case _:
            raise LookupError(logged.type)


def _told(change: DeskChange, name: str) -> str | None:
    value: str | UnsetType | None = getattr(change, name, None)
    return None if isinstance(value, UnsetType) else value


FOLDS: dict[str, tuple[Callable[[], State], Callable[[State, LoggedEvent], None]]] = {
    "public": (empty_public, apply_public),
    "desk": (empty_desk, apply_desk),
}
