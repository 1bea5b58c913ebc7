"""The sockets that follow a room: how far each has been sent the streams, and how much of that it has confirmed."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from chatserver.live.fanout.outbound import Outbound
from chatserver.live.wire.frames import Prepared
from chatserver.live.wire.resume import NOWHERE
from sessions.contract.limits import MAX_UNCONFIRMED_BYTES, MAX_UNCONFIRMED_FRAMES

SentPosition = tuple[int, int, int]
"""How far a subscriber has been sent the streams: public_seq, counts_version, desk_seq."""

NO_POSITION: SentPosition = (NOWHERE, NOWHERE, NOWHERE)

UnconfirmedFrame = tuple[int, int]
"""What is kept of an events frame until it is confirmed: the position that it leads to, and its size in bytes."""


@dataclass(eq=False, slots=True)
class Subscriber:
    """account is None for a visitor; public_id: the id by which notes name the person, if any.

    The positions say what was sent last: nothing is ever sent twice or out of order. desk_seq: the position of the desk
    stream on a desk socket, and of the notes made from it on any other. behind_since: the moment from which it was
    skipped; None while it keeps up. unconfirmed: what it was sent and has not confirmed. confirmations: how many it has
    sent since take_confirmations().

    For a subscriber that is in step with others, InStep knows its position and what it has not confirmed.
    """

    outbound: Outbound
    account: Hashable | None
    public_id: UUID | None
    language: str
    is_desk: bool
    public_seq: int = NOWHERE
    desk_seq: int = NOWHERE
    counts_version: int = NOWHERE
    sent_at: float = 0.0
    behind_since: float | None = None
    unconfirmed: list[UnconfirmedFrame] = field(default_factory=list)
    confirmations: int = 0
    _unconfirmed_bytes: int = 0

    @property
    def position(self) -> SentPosition:
        return self.public_seq, self.counts_version, self.desk_seq

    def has_credit(self) -> bool:
        """Whether it has confirmed enough to be sent more, and its socket can take it."""
        return (
            len(self.unconfirmed) < MAX_UNCONFIRMED_FRAMES
            and self._unconfirmed_bytes < MAX_UNCONFIRMED_BYTES
            and self.outbound.is_free
        )

    def write(self, frame: Prepared, now: float) -> None:
        self.outbound.write(frame)
        self.sent_at = now

    def write_on_credit(self, frame: Prepared, now: float) -> None:
        """Write `events`: they use credit until a position that covers them is confirmed."""
        self.unconfirmed.append((self.public_seq, frame.size))
        self._unconfirmed_bytes += frame.size
        self.write(frame, now)

    def confirm(self, public_seq: int, now: float) -> None:
        """Take a `pos`. A socket delivers in order, so it covers everything that was sent up to that position.

        It names the public stream alone; a frame of the desk stream is covered with the public one before it.
        """
        self.confirmations += 1
        if self.unconfirmed and self.unconfirmed[-1][0] <= public_seq:
            self.unconfirmed.clear()
            self._unconfirmed_bytes = 0
        while self.unconfirmed and self.unconfirmed[0][0] <= public_seq:
            _seq, size = self.unconfirmed.pop(0)
            self._unconfirmed_bytes -= size
        if self.behind_since is not None:
            self.behind_since = now

    def take_confirmations(self) -> int:
        """How many confirmations came since the last call."""
        confirmations, self.confirmations = self.confirmations, 0
        return confirmations

    def go_on_from(self, position: SentPosition, unconfirmed: list[UnconfirmedFrame], sent_at: float) -> None:
        """Take over what InStep knew: the subscriber was in step with others up to here, and is no longer."""
        self.public_seq, self.counts_version, self.desk_seq = position
        self.unconfirmed = unconfirmed
        self._unconfirmed_bytes = sum(size for _seq, size in unconfirmed)
        self.sent_at = max(self.sent_at, sent_at)

    def start_over(self, desk_seq: int) -> None:
        """Begin with a snapshot: the earlier frames belong to streams that no longer exist."""
        self.public_seq, self.desk_seq = NOWHERE, desk_seq
        self.unconfirmed.clear()
        self._unconfirmed_bytes = 0


class Subscribers:
    """The subscribers of a room; also those at the desk, and those of each person.

    Iterating gives the subscribers of this moment, even if some come or go meanwhile.
    """

    def __init__(self) -> None:
        self._subscribers: set[Subscriber] = set()
        self._at_desk: set[Subscriber] = set()
        self._by_person: dict[UUID, set[Subscriber]] = {}

    def __iter__(self) -> Iterator[Subscriber]:
        return iter(tuple(self._subscribers))

    def __contains__(self, subscriber: Subscriber) -> bool:
        return subscriber in self._subscribers

    def __len__(self) -> int:
        return len(self._subscribers)

    def add(self, subscriber: Subscriber) -> None:
        self._subscribers.add(subscriber)
        if subscriber.is_desk:
            self._at_desk.add(subscriber)
        elif subscriber.public_id is not None:
            self._by_person.setdefault(subscriber.public_id, set()).add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        """Raises KeyError for a subscriber that is not in the room."""
        self._subscribers.remove(subscriber)
        self._at_desk.discard(subscriber)
        if not subscriber.is_desk and subscriber.public_id is not None:
            own = self._by_person[subscriber.public_id]
            own.remove(subscriber)
            if not own:
                del self._by_person[subscriber.public_id]

    def at_desk_or_of(self, people: Iterable[UUID]) -> tuple[Subscriber, ...]:
        """The desk's subscribers, and those of these people."""
        return (*self._at_desk, *(subscriber for person in people for subscriber in self._by_person.get(person, ())))
