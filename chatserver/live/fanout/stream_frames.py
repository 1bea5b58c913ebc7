"""The frames of one stream's replica, each encoded once and shared by all that need the same; no input or output.

A client at any position is brought to the stream's end in the same way: by the missing events if all of them are still
here, else by a snapshot.
"""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw, UnsetType, structs

from chatserver.live.cluster.presence import Attendance
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.frames import Prepared
from chatserver.live.wire.resume import NOWHERE
from sessions.log.events.desk import AppealDecided, AppealMade, DeskAsked, DeskChange, OfficialCalled, OfficialSentBack
from sessions.log.folding.desk_pieces import first_piece
from sessions.log.folding.folding import State
from sessions.log.known_streams import stop_following_replicas
from sessions.log.logged_event import LoggedEvent
from sessions.log.queries import Support
from sessions.log.replica import ChatStreamName, Replica

MAX_FRAMES = 32


class StreamFrames:
    """Belongs to one thread at a time. counts are latest values, sent with the frames under their own version.

    checkpoint: the chat's newest signed one, which is sent with the counts to all who have none since
    checkpoint_version.
    """

    def __init__(self, replica: Replica, counts: wire.Counts | None = None, checkpoint: str = "") -> None:
        self.counts = counts
        self.counts_version = 0
        self.checkpoint = checkpoint
        self.checkpoint_version = 0
        self._replica = replica
        self._frames: dict[tuple[int, bool, bool], Prepared] = {}
        self._state_json: bytes | None = None
        self._notes: dict[UUID, deque[tuple[int, Prepared]]] = {}
        self._noted: deque[tuple[int, UUID]] = deque()
        self._no_notes_before = replica.seq
        self._forgotten_notes: dict[UUID, int] = {}

    @property
    def name(self) -> ChatStreamName:
        return self._replica.name

    @property
    def epoch(self) -> str:
        return self._replica.epoch

    @property
    def seq(self) -> int:
        return self._replica.seq

    @property
    def state(self) -> State:
        return self._replica.state

    def apply(self, events: Iterable[LoggedEvent]) -> None:
        """Take the next events of the log, in order and without a gap."""
        self._take_notes(self._replica.apply(events))
        self._frames.clear()
        self._state_json = None

    def set_counts(self, counts: wire.Counts, checkpoint: str = "") -> None:
        """Take new latest values, under a higher version."""
        self.counts = counts
        self.counts_version += 1
        if checkpoint != self.checkpoint:
            self.checkpoint, self.checkpoint_version = checkpoint, self.counts_version
        self._frames.clear()

    def copy_state(self) -> State:
        """A copy of the state with its counts; any thread may call it."""
        return self._replica.copy_state() | {"counts": {"backing": self.counts.backing if self.counts else {}}}

    def stop_following(self, chat_session_id: UUID) -> None:
        """The follower calls it in the end; pages and polls advance the replica from now on."""
        stop_following_replicas(chat_session_id, self._replica)

    def can_replay(self, seq: int) -> bool:
        """Whether every event after seq is still here. A position beyond the end is not one of this stream."""
        return self._replica.can_replay(seq)

    def frame_since(self, seq: int, *, with_counts: bool, with_checkpoint: bool = False) -> Prepared:
        """The frame that brings a client from seq to the end.

        All missing events (none, if only the counts are missing) or, if some have gone, a snapshot.
        """
        key = (seq, with_counts, with_checkpoint) if self.can_replay(seq) else (NOWHERE, True, True)
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) >= MAX_FRAMES:
                self._frames.clear()
            frame = self._frames[key] = self._snapshot() if key[0] == NOWHERE else self._replay(*key)
        return frame

    def notes_since(self, person: UUID, seq: int) -> list[tuple[int, Prepared]] | None:
        """The notes to one person after seq, each with its number; None if some are gone already."""
        if seq < self._no_notes_before or self._forgotten_notes.get(person, 0) > seq:
            return None
        return [note for note in self._notes.get(person, ()) if note[0] > seq]

    def noted_since(self, seq: int) -> set[UUID] | None:
        """The people who were sent notes after seq; None if that is no longer known."""
        if not self.can_replay(seq):
            return None
        recent = self._replica.recent_after(seq)
        return {each.logged.note_to for each in recent if each.logged.note_to is not None}

    def _take_notes(self, events: Iterable[LoggedEvent]) -> None:
        for logged in events:
            person, note = logged.note_to, make_note(logged)
            if person is not None and note is not None:
                prepared = Prepared(msgspec.json.encode(note))
                self._notes.setdefault(person, deque()).append((logged.seq, prepared))
                self._noted.append((logged.seq, person))
        while self._noted and self._noted[0][0] < self._replica.first_recent:
            self._forget_note(*self._noted.popleft())

    def _forget_note(self, seq: int, person: UUID) -> None:
        notes = self._notes[person]
        notes.popleft()
        self._forgotten_notes[person] = seq
        if not notes:
            del self._notes[person]

    def _replay(self, seq: int, with_counts: bool, with_checkpoint: bool) -> Prepared:
        missing = [recent.raw for recent in self._replica.recent_after(seq)]
        counts = self._counts(with_checkpoint=with_checkpoint) if with_counts else None
        frame = wire.Events(
            stream=self.name, epoch=self.epoch, first=seq + 1, seq=self.seq, events=missing, counts=counts or UNSET
        )
        return Prepared(msgspec.json.encode(frame))

    def _snapshot(self) -> Prepared:
        state = self._shown_state()
        counts = self._counts(with_checkpoint=True)
        if counts is not None:
            state = state[:-1] + b',"counts":' + msgspec.json.encode(counts) + b"}"
        frame = wire.Snapshot(stream=self.name, epoch=self.epoch, seq=self.seq, state=Raw(state))
        return Prepared(msgspec.json.encode(frame))

    def _counts(self, *, with_checkpoint: bool) -> wire.Counts | None:
        if self.counts is None or not self.checkpoint or not with_checkpoint:
            return self.counts
        return structs.replace(self.counts, checkpoint=self.checkpoint)

    def _shown_state(self) -> bytes:
        if self.name == "public":
            return self._replica.state_as_json()
        if self._state_json is None:
            self._state_json = msgspec.json.encode(first_piece(self.state))
        return self._state_json


class Streams(NamedTuple):
    """Both streams of one chat session, under one epoch."""

    public: StreamFrames
    desk: StreamFrames


def counts_frame(attendance: Attendance, support: Support) -> wire.Counts:
    """The other counts are left out while all support counts."""
    held, not_counted = support.held or UNSET, support.not_counted or UNSET
    present, visitors = attendance
    return wire.Counts(present=present, visitors=visitors, backing=support.backing, held=held, not_counted=not_counted)


def support_in(counts: wire.Counts | None) -> Support:
    return Support({}) if counts is None else Support(counts.backing, counts.held or {}, counts.not_counted or {})


def make_note(logged: LoggedEvent) -> wire.Note | wire.CallNote | None:
    """What an event at the desk tells one person alone: the author of a question, or an official who is called.

    Never words, and never who did it. None for an event without a note.
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
                appeal=_appeal_after(change),
            )
        case OfficialCalled(question=question_id):
            return wire.CallNote(question=question_id, state="called")
        case OfficialSentBack(question=question_id):
            return wire.CallNote(question=question_id, state="sent_back")
    return None


def _appeal_after(change: DeskChange) -> str | UnsetType:
    """Where the appeal stands, if this event is about it."""
    match change:
        case AppealMade():
            return "made"
        case AppealDecided(appeal=outcome):
            return outcome
    return UNSET


def _told(change: DeskChange, name: str) -> str | None:
    value: str | UnsetType | None = getattr(change, name, None)
    return None if isinstance(value, UnsetType) else value
