"""What one reader is sent next: whatever it lacks of the streams, of the counts and of the notes meant for it."""

from enum import Enum, auto

from chatserver.live.feed import Feed
from chatserver.live.news import Feeds
from chatserver.live.reader import Reader


class Delivery(Enum):
    NOTHING = auto()
    """It lacked nothing."""
    SENT = auto()
    BEHIND = auto()
    """It has no credit for all that it lacks; its positions say where it was left."""
    LOST = auto()
    """Notes to it are gone from memory. Whoever joins again is told how their questions stand."""


def bring_up(reader: Reader, feeds: Feeds, now: float) -> Delivery:
    """Bring a reader to the end of the streams as far as its credit goes."""
    public, desk = feeds
    delivery = Delivery.NOTHING
    if reader.public_seq != public.seq or reader.counts_version != public.counts_version:
        delivery = _send_public(reader, public, now)
    if reader.desk_seq != desk.seq and delivery is not Delivery.BEHIND:
        delivery = _send_desk(reader, desk, now) if reader.is_desk else _send_notes(reader, desk, now, delivery)
    if delivery is Delivery.BEHIND and reader.behind_since is None:
        reader.behind_since = now
    elif delivery is Delivery.SENT:
        reader.behind_since = None
    return delivery


def _send_public(reader: Reader, public: Feed, now: float) -> Delivery:
    if not reader.has_credit():
        return Delivery.BEHIND
    before, reader.public_seq = reader.public_seq, public.seq
    lacks_counts = reader.counts_version != public.counts_version
    reader.counts_version = public.counts_version
    return _send_frame(reader, public, before, now, with_counts=lacks_counts)


def _send_desk(reader: Reader, desk: Feed, now: float) -> Delivery:
    if not reader.has_credit():
        return Delivery.BEHIND
    before, reader.desk_seq = reader.desk_seq, desk.seq
    return _send_frame(reader, desk, before, now, with_counts=False)


def _send_frame(reader: Reader, feed: Feed, before: int, now: float, *, with_counts: bool) -> Delivery:
    """Events go on credit. A snapshot does not: it is what remains to be sent to whoever is far behind."""
    frame = feed.frame_since(before, with_counts=with_counts)
    if feed.can_replay(before):
        reader.write_on_credit(frame, now)
    else:
        reader.write(frame, now)
    return Delivery.SENT


def _send_notes(reader: Reader, desk: Feed, now: float, delivery: Delivery) -> Delivery:
    """Tell a person what became of their own questions; others pass over the desk's stream in silence."""
    notes = desk.notes_since(reader.public_id, reader.desk_seq) if reader.public_id else []
    if notes is None:
        return Delivery.LOST
    for seq, note in notes:
        if not reader.has_credit():
            return Delivery.BEHIND
        reader.write(note, now)
        reader.desk_seq = seq
        delivery = Delivery.SENT
    reader.desk_seq = desk.seq
    return delivery
