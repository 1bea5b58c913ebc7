"""The subscribers of a room that are told the same, frame by frame; no input or output.

Nearly everybody is at the end of the streams and lacks the same next frame. To note it at each of thousands would cost
a fifth of what sending it costs. So the frames are noted once for all of them, and of each only which ones it has
confirmed.
"""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from chatserver.live.fanout.subscribers import (
    MAX_UNCONFIRMED_BYTES,
    MAX_UNCONFIRMED_FRAMES,
    NO_PLACE,
    Place,
    Receipt,
    Subscriber,
)
from chatserver.live.wire.frames import Prepared

type Offer = Callable[[bytes], bool]
"""The frame port's own method: see FramePort.offer."""


class CatchUp(NamedTuple):
    """A step from one place to another by one frame of events: what all subscribers lack that are up to date.

    It skips the notes on the way, too: a subscriber that has notes is brought up alone.
    """

    frame: Prepared
    starts_at: Place
    ends_at: Place


class Line(NamedTuple):
    """Subscribers, and in the same order what sends a frame to each."""

    subscribers: tuple[Subscriber, ...]
    offers: tuple[Offer, ...]


class InStep:
    """Belongs to the event loop's thread. apart: the room's other subscribers, whose own places say how far they are.

    Only sockets with a frame port are in step, never the desk's: they also follow another stream. place: where all are
    between two rounds of the fan-out.
    """

    def __init__(self) -> None:
        self.apart: set[Subscriber] = set()
        self.place: Place = NO_PLACE
        self._told_at = 0.0
        self._told = 0
        self._receipts: deque[Receipt] = deque(maxlen=MAX_UNCONFIRMED_FRAMES)
        self._confirmed: dict[Subscriber, int] = {}
        """How many of the frames told so far each has confirmed."""
        self._fewest = 0
        """Nobody has confirmed fewer."""
        self._line: Line | None = None
        """Kept until somebody comes or goes."""

    def __contains__(self, subscriber: Subscriber) -> bool:
        return subscriber in self._confirmed

    def admit(self, subscriber: Subscriber) -> None:
        """Take in a subscriber that stands apart, if from now on it needs the same as those in step."""
        unconfirmed = subscriber.unconfirmed
        if (
            subscriber not in self.apart
            or subscriber.place != self.place
            or subscriber.is_desk
            or subscriber.behind_since is not None
            or subscriber.outbound.port is None
            or unconfirmed != self._newest(len(unconfirmed))
        ):
            return
        self.apart.remove(subscriber)
        confirmed = self._confirmed[subscriber] = self._told - len(unconfirmed)
        self._fewest = min(self._fewest, confirmed)
        self._line = None

    def drop(self, subscriber: Subscriber) -> None:
        """It has left the room."""
        self.apart.discard(subscriber)
        if self._confirmed.pop(subscriber, None) is not None:
            self._line = None

    def confirm(self, subscriber: Subscriber, public_seq: int) -> bool:
        """Take a `pos`, as Subscriber.confirm; answers whether this subscriber is in step."""
        confirmed = self._confirmed.get(subscriber)
        if confirmed is None:
            return False
        subscriber.reports += 1
        newest = self._told
        if public_seq < self.place[0]:
            newest -= sum(seq > public_seq for seq, _size in self._receipts)
        if newest > confirmed:
            self._confirmed[subscriber] = newest
        return True

    def quiet_for(self, seconds: float, now: float) -> list[Subscriber]:
        """Those in step that were sent nothing for so long; looks at each only where the last frame is that old."""
        if now - self._told_at < seconds:
            return []
        return [subscriber for subscriber in self._confirmed if now - subscriber.sent_at >= seconds]

    def begin(self, step: CatchUp, now: float) -> Line:
        """Note that all of them are told this next frame, which the caller sends to those answered.

        Those without credit for it stand apart from now on. A subscriber that cannot take it goes to put_back().
        """
        self._release_without_credit()
        self._receipts.append((step.ends_at[0], step.frame.size))
        self._told += 1
        self.place, self._told_at = step.ends_at, now
        if self._line is None:
            subscribers = tuple(self._confirmed)
            self._line = Line(subscribers, tuple(map(_offer_of, subscribers)))
        return self._line

    def put_back(self, subscriber: Subscriber, step: CatchUp) -> None:
        """It was not sent the frame of this step, which was the last: it stands apart, where it was before."""
        if subscriber in self._confirmed:
            unconfirmed = self._unconfirmed_by(subscriber)[:-1]
            self._release(subscriber, step.starts_at, unconfirmed)

    def release(self, subscriber: Subscriber) -> None:
        """Let it stand apart, where it is."""
        if subscriber in self._confirmed:
            self._release(subscriber, self.place, self._unconfirmed_by(subscriber))

    def release_all(self) -> None:
        for subscriber in tuple(self._confirmed):
            self.release(subscriber)
        self._receipts.clear()

    def _release(self, subscriber: Subscriber, place: Place, unconfirmed: list[Receipt]) -> None:
        self.drop(subscriber)
        self.apart.add(subscriber)
        subscriber.go_on_from(place, unconfirmed, self._told_at)

    def _release_without_credit(self) -> None:
        """Looks at each of them only where somebody may be concerned: most confirm every fourth frame."""
        needed = self._told - self._most_unconfirmed()
        if self._fewest >= needed:
            return
        for subscriber in [each for each, confirmed in self._confirmed.items() if confirmed < needed]:
            self.release(subscriber)
        self._fewest = min(self._confirmed.values(), default=self._told)

    def _most_unconfirmed(self) -> int:
        """How many of the newest frames a subscriber may not have confirmed yet, so that it is told one more."""
        size = 0
        for count, (_seq, bytes_of_frame) in enumerate(reversed(self._receipts)):
            size += bytes_of_frame
            if count + 1 >= MAX_UNCONFIRMED_FRAMES or size >= MAX_UNCONFIRMED_BYTES:
                return count
        return len(self._receipts)

    def _unconfirmed_by(self, subscriber: Subscriber) -> list[Receipt]:
        return self._newest(self._told - self._confirmed[subscriber])

    def _newest(self, count: int) -> list[Receipt]:
        """So many of the last frames, or fewer where there were not as many."""
        return list(self._receipts)[-count:] if count else []


def _offer_of(subscriber: Subscriber) -> Offer:
    port = subscriber.outbound.port
    assert port is not None, "without a frame port, nobody is in step"
    return port.offer
