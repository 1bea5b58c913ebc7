"""The sockets that follow a room: how far each has been sent the streams, and how much of that it has confirmed."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from chatserver.live.fanout.outbound import Outbound
from chatserver.live.wire.frames import Prepared
from chatserver.live.wire.resume import NOWHERE

MAX_UNCONFIRMED_FRAMES = 16
MAX_UNCONFIRMED_BYTES = 256 * 1024

Place = tuple[int, int, int]
"""How far a subscriber is: public_seq, counts_version, desk_seq."""


class CatchUp:
    """A step from one place to another by one frame of events: what all subscribers lack that are up to date.

    It skips the notes on the way, too: a subscriber that has notes is brought up alone. receipt: what a subscriber
    keeps until it confirms the frame; all share it.
    """

    __slots__ = ("counts_version", "ends_at", "frame", "public_seq", "receipt")

    def __init__(self, frame: Prepared, starts_at: Place, ends_at: Place) -> None:
        self.frame = frame
        self.public_seq, self.counts_version, _desk_seq = starts_at
        self.ends_at = ends_at
        self.receipt = (ends_at[0], frame.size)


@dataclass(eq=False, slots=True)
class Subscriber:
    """account is None for a visitor; public_id: the id by which notes name the person, if any.

    The positions say what was sent last: nothing is ever sent twice or out of order. desk_seq: the position of the desk
    stream on a desk socket, and of the notes made from it on any other. behind_since: the moment from which it was
    skipped; None while it keeps up.
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
    _unconfirmed: list[tuple[int, int]] = field(default_factory=list)
    _unconfirmed_bytes: int = 0
    _reports: int = 0

    def has_credit(self) -> bool:
        """Whether it has confirmed enough to be sent more, and its socket can take it."""
        return (
            len(self._unconfirmed) < MAX_UNCONFIRMED_FRAMES
            and self._unconfirmed_bytes < MAX_UNCONFIRMED_BYTES
            and self.outbound.is_free
        )

    def write(self, frame: Prepared, now: float) -> None:
        self.outbound.write(frame)
        self.sent_at = now

    def write_on_credit(self, frame: Prepared, now: float) -> None:
        """Write `events`: they use credit until a position that covers them is confirmed."""
        self._unconfirmed.append((self.public_seq, frame.size))
        self._unconfirmed_bytes += frame.size
        self.write(frame, now)

    def advance(self, step: CatchUp, now: float) -> bool:
        """Take the step that most subscribers take, if it is this one's next step and there is credit for it.

        Does the same as bring_up(), in as few instructions as possible. Answers whether it was done.
        """
        if (
            self.public_seq != step.public_seq
            or self.counts_version != step.counts_version
            or self.is_desk
            or self.behind_since is not None
            or len(self._unconfirmed) >= MAX_UNCONFIRMED_FRAMES
            or self._unconfirmed_bytes >= MAX_UNCONFIRMED_BYTES
            or not self.outbound.offer(step.frame)
        ):
            return False
        self.public_seq, self.counts_version, self.desk_seq = step.ends_at
        self._unconfirmed.append(step.receipt)
        self._unconfirmed_bytes += step.frame.size
        self.sent_at = now
        return True

    def confirm(self, public_seq: int, now: float) -> None:
        """Take a `pos`. A socket delivers in order, so it covers everything that was sent up to that position.

        It names the public stream alone; a frame of the desk stream is covered with the public one before it.
        """
        self._reports += 1
        if self._unconfirmed and self._unconfirmed[-1][0] <= public_seq:
            self._unconfirmed.clear()
            self._unconfirmed_bytes = 0
        while self._unconfirmed and self._unconfirmed[0][0] <= public_seq:
            _seq, size = self._unconfirmed.pop(0)
            self._unconfirmed_bytes -= size
        if self.behind_since is not None:
            self.behind_since = now

    def take_reports(self) -> int:
        """How many positions came since the last call."""
        reports, self._reports = self._reports, 0
        return reports

    def start_over(self, desk_seq: int) -> None:
        """Begin with a snapshot: the earlier frames belong to streams that no longer exist."""
        self.public_seq, self.desk_seq = NOWHERE, desk_seq
        self._unconfirmed.clear()
        self._unconfirmed_bytes = 0


class Subscribers:
    """The subscribers of a room, and among them the desk's and those of each person.

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
