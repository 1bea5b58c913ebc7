"""The folded state of a stream as this process last knew it, brought up to date by what has come since.

So a page costs the same at the end of a long evening as at its beginning.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from sessions.folding.desk_folding import apply_desk, empty_desk
from sessions.folding.folding import State, apply_public, empty_public
from sessions.log import log, unreadable
from sessions.log.logged_event import LoggedEvent
from sessions.models import StreamName

MAX_KNOWN_BYTES = 96 * 1024 * 1024
"""Of JSON in all. A city's evening of 144 rooms with 300 questions each needs 60 MB, one of a ward 400 KB."""

UNUSED_S = 600.0
"""What nobody has asked about for so long is let go."""

FOLDS = {
    StreamName.PUBLIC: (empty_public, apply_public),
    StreamName.DESK: (empty_desk, apply_desk),
}


@dataclass(frozen=True, slots=True)
class Current:
    """A stream's state, and the position that it is the fold of. The state is a copy, which the caller may change."""

    epoch: str
    seq: int
    state: dict[str, Any]


def current_state(chat_session_id: UUID, stream: StreamName) -> Current:
    """The fold of all events up to now: one query, and one more where something is new.

    Raises Stream.DoesNotExist for an unknown chat session.
    """
    end = log.position(chat_session_id=chat_session_id, stream=stream)
    current = _known_stream(chat_session_id, stream).at(end)
    forget_unused()
    return current


class _KnownStream:
    """One stream, shared by the threads of this process, as JSON: a tenth of what its objects would take.

    What is handed out is a copy, made from that.
    """

    def __init__(self, chat_session_id: UUID, stream: StreamName) -> None:
        self.asked_at = 0.0
        self._chat_session_id = chat_session_id
        self._stream = stream
        self._lock = threading.Lock()
        self._begin("")

    @property
    def size(self) -> int:
        return len(self._json)

    def at(self, end: log.Position) -> Current:
        """The state at this end of the log, or at a later one."""
        with self._lock:
            if end.epoch != self._epoch:
                self._begin(end.epoch)
            state = msgspec.json.decode(self._json)
            if end.seq > self._seq:
                self._read_to(end.seq, state)
            return Current(self._epoch, self._seq, state)

    def _begin(self, epoch: str) -> None:
        empty, self._apply = FOLDS[self._stream]
        self._epoch, self._seq = epoch, 0
        self._json = msgspec.json.encode(empty())

    def _read_to(self, seq: int, state: State) -> None:
        """Where it fails, nothing has changed."""
        known = self._seq
        while known < seq and (events := self._read_after(known)):
            for event in events:
                try:
                    self._apply(state, event)
                except unreadable.ERRORS:
                    self._apply(state, unreadable.stand_in(event, self._chat_session_id))
                known = event.seq
        self._json, self._seq = msgspec.json.encode(state), known

    def _read_after(self, seq: int) -> list[LoggedEvent]:
        return log.read_since(chat_session_id=self._chat_session_id, stream=self._stream, seq=seq)


_known: OrderedDict[tuple[UUID, StreamName], _KnownStream] = OrderedDict()
_knowing = threading.Lock()


def forget_unused() -> None:
    """Let go of what nobody has asked about for long, and beyond the bound of what was asked about longest ago."""
    now = time.monotonic()
    with _knowing:
        size = sum(known.size for known in _known.values())
        while _known:
            oldest = next(iter(_known.values()))
            if size <= MAX_KNOWN_BYTES and now - oldest.asked_at <= UNUSED_S:
                break
            size -= oldest.size
            _known.popitem(last=False)


def _known_stream(chat_session_id: UUID, stream: StreamName) -> _KnownStream:
    """That of this process."""
    key = (chat_session_id, stream)
    with _knowing:
        known = _known.pop(key, None) or _KnownStream(chat_session_id, stream)
        known.asked_at = time.monotonic()
        _known[key] = known
    return known
