"""The replicas of this process, one for each stream: for sockets, for polls and for pages.

A replica with a follower is advanced by this follower alone (chatserver/live/fanout/tailer.py), step by step, so that
each step fits into one frame. No other code advances it: a page or a poll reads the missing events into a copy. A
replica without a follower is advanced to the end of the log by each request.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from sessions.log import log
from sessions.log.folding.folding import State
from sessions.log.log import Position
from sessions.log.replica import ChatStreamName, Replica
from sessions.models import Stream

MAX_KNOWN_BYTES = 256 * 1024 * 1024
"""Bytes for all replicas without a follower. A city's evening of 144 rooms with 60 questions each needs a quarter of
that."""

UNUSED_S = 600.0
"""A replica that nobody has asked about for so long is dropped."""


@dataclass(frozen=True, slots=True)
class Current:
    """A stream's state, and the position that it is the fold of. The state is a copy, which the caller may change."""

    epoch: str
    seq: int
    state: State


class KnownStream:
    """One stream, shared by the threads of this process."""

    def __init__(self, chat_session_id: UUID, name: ChatStreamName) -> None:
        self.asked_at = 0.0
        self.is_followed = False
        self._chat_session_id = chat_session_id
        self._name: ChatStreamName = name
        self._replica = Replica(name, "", chat_session_id)
        self._reading = threading.Lock()

    @property
    def size(self) -> int:
        return self._replica.size

    def follow(self, end: Position) -> Replica:
        """The replica at this end of the log, or at a later one; from now on the caller advances it.

        A second follower, for example of another event loop, gets its own replica.
        """
        with self._reading:
            if not self.is_followed or self._replica.epoch != end.epoch or self._replica.seq > end.seq:
                if self._replica.seq > end.seq:  # the log has lost events
                    self._replica = Replica(self._name, end.epoch, self._chat_session_id)
                replica = self._read_to(end)
                self.is_followed = True
                return replica
        own = Replica(self._name, end.epoch, self._chat_session_id)
        _read_on(own, self._chat_session_id)
        return own

    def stop_following(self, replica: Replica) -> None:
        if replica is self._replica:
            self.is_followed = False

    def replica_at(self, end: Position) -> Replica:
        """The replica of the stream, at this end of the log or at a later one.

        The shared one, or a copy if its follower is not that far.
        """
        with self._reading:
            if not self.is_followed or self._replica.epoch != end.epoch:
                return self._read_to(end)
            replica = self._replica
        if replica.seq >= end.seq:
            return replica
        ahead = replica.copy()
        _read_on(ahead, self._chat_session_id)
        return ahead

    def state_at(self, end: Position) -> Current:
        """The state at this end of the log, or at a later one."""
        replica = self.replica_at(end)
        with replica.lock:
            return Current(replica.epoch, replica.seq, replica.copy_state())

    def _read_to(self, end: Position) -> Replica:
        """Read the log up to an event. If reading fails, the known part stays correct."""
        if self._replica.epoch != end.epoch:
            self._replica, self.is_followed = Replica(self._name, end.epoch, self._chat_session_id), False
        if self._replica.seq < end.seq:
            _read_on(self._replica, self._chat_session_id)
        return self._replica


def _read_on(replica: Replica, chat_session_id: UUID) -> None:
    for page in log.read_pages(chat_session_id=chat_session_id, stream=replica.name, seq=replica.seq):
        replica.apply(page)


def current_state(chat_session_id: UUID, stream: ChatStreamName) -> Current:
    """The fold of all events up to now: one query, and one or two more if there are new events.

    Raises Stream.DoesNotExist for an unknown chat session.
    """
    end = log.position(chat_session_id=chat_session_id, stream=stream)
    current = _known(chat_session_id, stream).state_at(end)
    forget_unused_replicas()
    return current


def latest_replica(chat_session_id: UUID, stream: ChatStreamName) -> Replica:
    """This process's replica, for reading only; see KnownStream.replica_at.

    Raises Stream.DoesNotExist for an unknown chat session.
    """
    end = log.position(chat_session_id=chat_session_id, stream=stream)
    replica = _known(chat_session_id, stream).replica_at(end)
    forget_unused_replicas()
    return replica


def follow_replicas(chat_session_id: UUID) -> tuple[Replica, Replica]:
    """The replicas of the public and the desk's stream, which the caller advances until it calls stop_following.

    Raises Stream.DoesNotExist for an unknown chat session.
    """
    ends = log.positions(chat_session_id=chat_session_id)
    if not ends:
        raise Stream.DoesNotExist
    public, desk = _known(chat_session_id, "public"), _known(chat_session_id, "desk")
    followed = public.follow(ends["public"])
    try:
        return followed, desk.follow(ends["desk"])
    except Exception:
        public.stop_following(followed)
        raise


def stop_following_replicas(chat_session_id: UUID, *replicas: Replica) -> None:
    for replica in replicas:
        _known(chat_session_id, replica.name).stop_following(replica)


def forget_unused_replicas() -> None:
    """Drop replicas that nobody follows or has asked about for long, and beyond the bound the oldest ones."""
    now = time.monotonic()
    with _knowing:
        unfollowed = {key: known for key, known in _streams.items() if not known.is_followed}
        size = sum(known.size for known in unfollowed.values())
        for key, known in unfollowed.items():
            if size <= MAX_KNOWN_BYTES and now - known.asked_at <= UNUSED_S:
                break
            size -= known.size
            del _streams[key]


def forget_unfollowed(chat_session_id: UUID) -> None:
    """Drop the replicas of one chat that nobody follows: they are read again when somebody asks."""
    with _knowing:
        for key in [key for key, known in _streams.items() if key[0] == chat_session_id and not known.is_followed]:
            del _streams[key]


def _known(chat_session_id: UUID, stream: ChatStreamName) -> KnownStream:
    """The stream of this process."""
    key = (chat_session_id, stream)
    with _knowing:
        known = _streams.pop(key, None) or KnownStream(chat_session_id, stream)
        known.asked_at = time.monotonic()
        _streams[key] = known
    return known


_streams: OrderedDict[tuple[UUID, str], KnownStream] = OrderedDict()
_knowing = threading.Lock()
