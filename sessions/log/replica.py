"""One stream in this process's memory: its position, its folded state, and its recent events; no input or output."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw

from sessions.log.events.desk import DeskAsked, DeskChange, DeskRedacted
from sessions.log.events.room import QuestionQueued, QuestionRedacted, QuestionRemoved
from sessions.log.folding.desk_folding import apply_desk, empty_desk
from sessions.log.folding.folding import State, apply_public, empty_public
from sessions.log.logged_event import LoggedEvent
from sessions.log.redactable_desk_fields import without_desk_texts
from sessions.log.removed_words import (
    brings_answers_to,
    brings_common_words_of,
    brings_words_of,
    without_texts,
    without_words,
)
from sessions.log.unreadable import ERRORS as UNREADABLE_ERRORS
from sessions.log.unreadable import stand_in

MAX_REPLAY_EVENTS = 300
MAX_REPLAY_BYTES = 256 * 1024

ChatStreamName = Literal["public", "desk"]
"""Names of a chat's streams; sessions.models.StreamName also has those of a ward's month."""


class RecentEvent(NamedTuple):
    """An event that a replica still holds. raw: the event as clients see it, as JSON."""

    logged: LoggedEvent
    raw: Raw
    size: int


class Replica:
    """Threads may share it. A caller that needs several answers of the same moment takes the lock.

    state is the fold of all events up to seq. It belongs to the replica: no other code changes it.
    """

    def __init__(self, name: ChatStreamName, epoch: str, chat_session_id: UUID | None = None) -> None:
        empty, self._fold = FOLDS[name]
        self.name = name
        self.epoch = epoch
        self.seq = 0
        self.state = empty()
        self.lock = threading.RLock()
        self._chat_session_id = chat_session_id
        self._recent: deque[RecentEvent] = deque()
        self._recent_bytes = 0
        self._folded_bytes = 0
        self._state_json: bytes | None = None

    def apply(self, events: Iterable[LoggedEvent]) -> list[LoggedEvent]:
        """Take the next events of the log, in order. Known ones are skipped.

        Answers the events taken: for one that cannot be read, the event that is shown in its place.
        """
        with self.lock:
            return [self._take_or_stand_in(event) for event in events if event.seq > self.seq]

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes: objects are some four times as large as their JSON.

        Recent events are kept as both.
        """
        return 4 * self._folded_bytes + 5 * self._recent_bytes

    def state_as_json(self) -> bytes:
        """Encoded once for all who ask before the next event."""
        with self.lock:
            if self._state_json is None:
                self._state_json = msgspec.json.encode(self.state)
            return self._state_json

    def copy(self) -> "Replica":
        """Another replica at the same position, with the same recent events, which the caller may advance."""
        with self.lock:
            other = Replica(self.name, self.epoch, self._chat_session_id)
            other.seq, other.state = self.seq, self.copy_state()
            other._recent = self._recent.copy()
            other._recent_bytes, other._folded_bytes = self._recent_bytes, self._folded_bytes
        return other

    def copy_state(self) -> State:
        """A copy of the state that the caller may change."""
        state: dict[str, Any] = msgspec.json.decode(self.state_as_json())
        return state

    def can_replay(self, seq: int) -> bool:
        """Whether every event after seq is still here. A position beyond the end is not one of this stream."""
        return self.first_recent - 1 <= seq <= self.seq

    @property
    def first_recent(self) -> int:
        """The seq of the oldest event that is still in memory; if there is none, of the next event."""
        return self._recent[0].logged.seq if self._recent else self.seq + 1

    def recent_after(self, seq: int) -> list[RecentEvent]:
        """The recent events after seq, oldest first."""
        with self.lock:
            after = list(takewhile(lambda recent: recent.logged.seq > seq, reversed(self._recent)))
        return after[::-1]

    def _take_or_stand_in(self, logged: LoggedEvent) -> LoggedEvent:
        try:
            self._take(logged)
        except UNREADABLE_ERRORS:
            logged = stand_in(logged, self._chat_session_id)
            self._take(logged)
        return logged

    def _take(self, logged: LoggedEvent) -> None:
        self._fold(self.state, logged)
        self.seq, self._state_json = logged.seq, None
        raw = msgspec.json.encode(logged.as_wire())
        self._folded_bytes += len(raw)
        if isinstance(logged.event, QuestionRemoved):
            self._forget_words_of(logged.event.id, with_answers=logged.event.answers is True)
        elif isinstance(logged.event, QuestionRedacted | DeskRedacted):
            self._forget_redacted(logged.event)
        self._remember(RecentEvent(logged, Raw(raw), len(raw)))

    def _remember(self, recent: RecentEvent) -> None:
        self._recent.append(recent)
        self._recent_bytes += recent.size
        while len(self._recent) > MAX_REPLAY_EVENTS or self._recent_bytes > MAX_REPLAY_BYTES:
            self._recent_bytes -= self._recent.popleft().size

    def _forget_words_of(self, question_id: str, *, with_answers: bool) -> None:
        """Drop a removed question's words from the recent events: clients that reconnect must not get them."""
        same_words = self._with_predecessors(question_id)
        for place, recent in enumerate(self._recent):
            is_answer = with_answers and brings_answers_to(recent.logged, {question_id})
            is_common = brings_common_words_of(recent.logged, same_words)
            if is_answer or is_common or brings_words_of(recent.logged, {question_id}):
                self._replace_recent(place, without_words(recent.logged))

    def _forget_redacted(self, redacted: QuestionRedacted | DeskRedacted) -> None:
        for place, recent in enumerate(self._recent):
            event = recent.logged.event
            if isinstance(redacted, QuestionRedacted):
                if recent.logged.seq == redacted.of:
                    self._replace_recent(place, without_texts(recent.logged, redacted.texts))
            elif isinstance(event, DeskChange | DeskAsked) and event.id == redacted.id:
                self._replace_recent(place, without_desk_texts(recent.logged, redacted.texts))

    def _replace_recent(self, place: int, logged: LoggedEvent) -> None:
        raw = msgspec.json.encode(logged.as_wire())
        self._recent_bytes += len(raw) - self._recent[place].size
        self._recent[place] = RecentEvent(logged, Raw(raw), len(raw))

    def _with_predecessors(self, question_id: str) -> set[str]:
        """Return the id and those of the questions whose place it took: it has a moderator's common words from them."""
        places = {
            event.id: event.in_place_of
            for event in (recent.logged.event for recent in self._recent)
            if isinstance(event, QuestionQueued) and event.in_place_of is not UNSET
        }
        found = {question_id}
        while (question_id := places.get(question_id, "")) and question_id not in found:
            found.add(question_id)
        return found


FOLDS: dict[str, tuple[Callable[[], State], Callable[[State, LoggedEvent], None]]] = {
    "public": (empty_public, apply_public),
    "desk": (empty_desk, apply_desk),
}
