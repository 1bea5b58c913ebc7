"""The next frames for one subscriber: the events, counts and notes that it lacks."""

from enum import Enum, auto

from chatserver.live.fanout.stream_frames import StreamFrames, Streams
from chatserver.live.fanout.subscriber import Subscriber


class Delivery(Enum):
    NOTHING = auto()
    """It lacked nothing."""
    SENT = auto()
    BEHIND = auto()
    """Its credit did not suffice; its positions say how far it got."""
    LOST = auto()
    """Notes to it have left the memory. A client that joins again is told the state of its questions."""


def bring_up(subscriber: Subscriber, streams: Streams, now: float) -> Delivery:
    """Bring a subscriber to the end of the streams as far as its credit goes."""
    public, desk = streams
    delivery = Delivery.NOTHING
    if subscriber.public_seq != public.seq or subscriber.counts_version != public.counts_version:
        delivery = _send_public(subscriber, public, now)
    if subscriber.desk_seq != desk.seq and delivery is not Delivery.BEHIND:
        delivery = (
            _send_desk(subscriber, desk, now) if subscriber.is_desk else _send_notes(subscriber, desk, now, delivery)
        )
    if delivery is Delivery.BEHIND and subscriber.behind_since is None:
        subscriber.behind_since = now
    elif delivery is Delivery.SENT:
        subscriber.behind_since = None
    return delivery


def _send_public(subscriber: Subscriber, public: StreamFrames, now: float) -> Delivery:
    if not subscriber.has_credit():
        return Delivery.BEHIND
    before, subscriber.public_seq = subscriber.public_seq, public.seq
    lacks_counts = subscriber.counts_version != public.counts_version
    subscriber.counts_version = public.counts_version
    return _send_frame(subscriber, public, before, now, with_counts=lacks_counts)


def _send_desk(subscriber: Subscriber, desk: StreamFrames, now: float) -> Delivery:
    if not subscriber.has_credit():
        return Delivery.BEHIND
    before, subscriber.desk_seq = subscriber.desk_seq, desk.seq
    return _send_frame(subscriber, desk, before, now, with_counts=False)


def _send_frame(
    subscriber: Subscriber, stream: StreamFrames, before: int, now: float, *, with_counts: bool
) -> Delivery:
    """Events need credit. A snapshot does not: it is all that remains to send to a subscriber far behind."""
    frame = stream.frame_since(before, with_counts=with_counts)
    if stream.can_replay(before):
        subscriber.write_on_credit(frame, now)
    else:
        subscriber.write(frame, now)
    return Delivery.SENT


def _send_notes(subscriber: Subscriber, desk: StreamFrames, now: float, delivery: Delivery) -> Delivery:
    """Tell a person what happened to their own questions; for all others, skip the desk's stream."""
    notes = desk.notes_since(subscriber.public_id, subscriber.desk_seq) if subscriber.public_id else []
    if notes is None:
        return Delivery.LOST
    for seq, note in notes:
        if not subscriber.has_credit():
            return Delivery.BEHIND
        subscriber.write(note, now)
        subscriber.desk_seq = seq
        delivery = Delivery.SENT
    subscriber.desk_seq = desk.seq
    return delivery
