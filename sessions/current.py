"""The folded state of a stream as this process last knew it, brought up to date by what has come since.

So a page costs the same at the end of a long evening as at its beginning.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from sessions import folding, log
from sessions.models import StreamName

MAX_KNOWN = 64

FOLDS = {
    StreamName.PUBLIC: (folding.empty_public, folding.apply_public),
    StreamName.DESK: (folding.empty_desk, folding.apply_desk),
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
    return _known_stream(chat_session_id, stream).at(end)


class _KnownStream:
    """One stream, shared by the threads of this process. What is handed out is a copy, made from its JSON."""

    def __init__(self, chat_session_id: UUID, stream: StreamName) -> None:
        self._chat_session_id = chat_session_id
        self._stream = stream
        self._lock = threading.Lock()
        self._begin("")

    def at(self, end: log.Position) -> Current:
        """The state at this end of the log, or at a later one."""
        with self._lock:
            if end.epoch != self._epoch:
                self._begin(end.epoch)
            if end.seq > self._seq:
                self._read_to(end.seq)
            return Current(self._epoch, self._seq, msgspec.json.decode(self._json))

    def _begin(self, epoch: str) -> None:
        empty, self._apply = FOLDS[self._stream]
        self._epoch, self._seq, self._state = epoch, 0, empty()
        self._json = msgspec.json.encode(self._state)

    def _read_to(self, seq: int) -> None:
        while self._seq < seq and (events := self._read_page()):
            for event in events:
                self._apply(self._state, event.as_wire())
                self._seq = event.seq
        self._json = msgspec.json.encode(self._state)

    def _read_page(self) -> list[log.LoggedEvent]:
        return log.read_since(chat_session_id=self._chat_session_id, stream=self._stream, seq=self._seq)


_known: OrderedDict[tuple[UUID, StreamName], _KnownStream] = OrderedDict()
_knowing = threading.Lock()


def _known_stream(chat_session_id: UUID, stream: StreamName) -> _KnownStream:
    """That of this process; the ones that nobody asked about for longest are forgotten."""
    key = (chat_session_id, stream)
    with _knowing:
        known = _known.pop(key, None) or _KnownStream(chat_session_id, stream)
        _known[key] = known
        while len(_known) > MAX_KNOWN:
            _known.popitem(last=False)
        return known
