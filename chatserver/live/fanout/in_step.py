"""The subscribers of a room that are told the same, frame by frame; no input or output.

Nearly everybody is at the end of the streams and lacks the same next frame. To note it at each of thousands would cost
a fifth of what sending it costs. So the frames are noted once for all of them, and of each only which ones it has
confirmed.
"""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from chatserver.live.fanout.subscribers import NO_POSITION, SentPosition, Subscriber, UnconfirmedFrame
from chatserver.live.wire.frames import Prepared
from sessions.contract.limits import MAX_UNCONFIRMED_BYTES, MAX_UNCONFIRMED_FRAMES

type Offer = Callable[[bytes], bool]
"""The frame port's own method: see FramePort.offer."""


class CatchUp(NamedTuple):
    """One frame of events that brings all subscribers in step from one position to the next.

    It holds no notes to single people: a subscriber that has notes is brought up alone.
    """

    frame: Prepared
    starts_at: SentPosition
    ends_at: SentPosition


class SendBatch(NamedTuple):
    """Subscribers, and in the same order the functions that send a frame to each."""

    subscribers: tuple[Subscriber, ...]
    offers: tuple[Offer, ...]


class InStep:
    """Belongs to the event loop's thread. apart: the room's other subscribers, each with a position of its own.

    Only sockets with a frame port are in step, never the desk's: they also follow another stream. position: that of all
    subscribers in step between two rounds of the fan-out.
    """

    def __init__(self) -> None:
        self.apart: set[Subscriber] = set()
        self.position: SentPosition = NO_POSITION
        self._told_at = 0.0
        self._told = 0
        self._recent_frames: deque[UnconfirmedFrame] = deque(maxlen=MAX_UNCONFIRMED_FRAMES)
        self._confirmed: dict[Subscriber, int] = {}
        """How many of the frames told so far each has confirmed."""
        self._fewest = 0
        """No subscriber in step has confirmed fewer."""
        self._send_batch: SendBatch | None = None
        """Kept until a subscriber comes or goes."""

    def __contains__(self, subscriber: Subscriber) -> bool:
        return subscriber in self._confirmed

    def admit(self, subscriber: Subscriber) -> None:
        """Take in a subscriber that is apart, if from now on it needs the same as those in step."""
        unconfirmed = subscriber.unconfirmed
        if (
            subscriber not in self.apart
            or subscriber.position != self.position
            or subscriber.is_desk
            or subscriber.behind_since is not None
            or subscriber.outbound.port is None
            or unconfirmed != self._newest(len(unconfirmed))
        ):
            return
        self.apart.remove(subscriber)
        confirmed = self._confirmed[subscriber] = self._told - len(unconfirmed)
        self._fewest = min(self._fewest, confirmed)
        self._send_batch = None

    def drop(self, subscriber: Subscriber) -> None:
        """Forget a subscriber that has left the room or is taken out of step."""
        self.apart.discard(subscriber)
        if self._confirmed.pop(subscriber, None) is not None:
            self._send_batch = None

    def confirm(self, subscriber: Subscriber, public_seq: int) -> bool:
        """Take a `pos`, as Subscriber.confirm; answers whether this subscriber is in step."""
        confirmed = self._confirmed.get(subscriber)
        if confirmed is None:
            return False
        subscriber.confirmations += 1
        newest = self._told
        if public_seq < self.position[0]:
            newest -= sum(seq > public_seq for seq, _size in self._recent_frames)
        if newest > confirmed:
            self._confirmed[subscriber] = newest
        return True

    def quiet_for(self, seconds: float, now: float) -> list[Subscriber]:
        """Subscribers in step that were sent nothing for this long. Looks at each only if the last frame is old."""
        if now - self._told_at < seconds:
            return []
        return [subscriber for subscriber in self._confirmed if now - subscriber.sent_at >= seconds]

    def begin(self, step: CatchUp, now: float) -> SendBatch:
        """Note that all subscribers in step get this next frame; the caller sends it to the batch that is returned.

        Subscribers without credit for it are apart from now on. For one that cannot take it, call put_back().
        """
        self._release_without_credit()
        self._recent_frames.append((step.ends_at[0], step.frame.size))
        self._told += 1
        self.position, self._told_at = step.ends_at, now
        if self._send_batch is None:
            subscribers = tuple(self._confirmed)
            self._send_batch = SendBatch(subscribers, tuple(map(_offer_of, subscribers)))
        return self._send_batch

    def put_back(self, subscriber: Subscriber, step: CatchUp) -> None:
        """The subscriber was not sent the frame of the last step: it is apart, at its position before that."""
        if subscriber in self._confirmed:
            unconfirmed = self._unconfirmed_by(subscriber)[:-1]
            self._release(subscriber, step.starts_at, unconfirmed)

    def release(self, subscriber: Subscriber) -> None:
        """Take the subscriber out of step, at its position."""
        if subscriber in self._confirmed:
            self._release(subscriber, self.position, self._unconfirmed_by(subscriber))

    def release_all(self) -> None:
        for subscriber in tuple(self._confirmed):
            self.release(subscriber)
        self._recent_frames.clear()

    def _release(self, subscriber: Subscriber, position: SentPosition, unconfirmed: list[UnconfirmedFrame]) -> None:
        self.drop(subscriber)
        self.apart.add(subscriber)
        subscriber.go_on_from(position, unconfirmed, self._told_at)

    def _release_without_credit(self) -> None:
        """Looks at each subscriber only if one may lack credit: most confirm every fourth frame."""
        needed = self._told - self._most_unconfirmed()
        if self._fewest >= needed:
            return
        for subscriber in [each for each, confirmed in self._confirmed.items() if confirmed < needed]:
            self.release(subscriber)
        self._fewest = min(self._confirmed.values(), default=self._told)

    def _most_unconfirmed(self) -> int:
        """How many of the newest frames a subscriber may have left unconfirmed and still be sent one more."""
        size = 0
        for count, (_seq, bytes_of_frame) in enumerate(reversed(self._recent_frames)):
            size += bytes_of_frame
            if count + 1 >= MAX_UNCONFIRMED_FRAMES or size >= MAX_UNCONFIRMED_BYTES:
                return count
        return len(self._recent_frames)

    def _unconfirmed_by(self, subscriber: Subscriber) -> list[UnconfirmedFrame]:
        return self._newest(self._told - self._confirmed[subscriber])

    def _newest(self, count: int) -> list[UnconfirmedFrame]:
        """The last frames, as many as count, or fewer if there were fewer."""
        return list(self._recent_frames)[-count:] if count else []


def _offer_of(subscriber: Subscriber) -> Offer:
    port = subscriber.outbound.port
    assert port is not None, "without a frame port, nobody is in step"
    return port.offer
