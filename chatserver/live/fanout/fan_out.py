"""Bring all subscribers of a room to the end of its streams: most by one shared frame, the others one by one."""

import asyncio
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from chatserver.live.fanout.in_step import CatchUp, InStep
from chatserver.live.fanout.stream_frames import StreamFrames, Streams
from chatserver.live.fanout.subscribers import SentPosition, Subscriber, Subscribers
from chatserver.live.wire.frames import Prepared
from chatserver.live.wire.resume import NOWHERE

YIELD_EVERY = 200
"""Subscribers in one go, before other tasks of the event loop have their turn."""


class Delivery(Enum):
    NOTHING = auto()
    """The subscriber lacked nothing."""
    SENT = auto()
    BEHIND = auto()
    """The subscriber's credit did not suffice; its positions say how far it got."""
    LOST = auto()
    """Notes to the subscriber are no longer in memory. A client that joins again gets the state of its questions."""


class _Told(NamedTuple):
    """The ends of the streams at the last round over all subscribers."""

    epoch: str = ""
    public_seq: int = NOWHERE
    counts_version: int = NOWHERE
    desk_seq: int = NOWHERE

    @property
    def position(self) -> SentPosition:
        return self.public_seq, self.counts_version, self.desk_seq


class FanOut:
    """Belongs to the event loop's thread. bring_up sends one subscriber what it lacks.

    in_step: which subscribers can be sent the same next frame.
    """

    def __init__(self, subscribers: Subscribers, bring_up: Callable[[Subscriber], Delivery]) -> None:
        self._subscribers = subscribers
        self.in_step = InStep()
        self._bring_up = bring_up
        self._told = _Told()
        self._begun = asyncio.Event()

    async def until_next(self) -> None:
        """Wait until the next round begins."""
        await self._begun.wait()

    def wake(self) -> None:
        """Let each task go on that waits in until_next()."""
        self._begun.set()
        self._begun = asyncio.Event()

    async def to(self, streams: Streams) -> bool:
        """Answers whether anything was sent.

        Subscribers with news from the desk's stream come first. Most of it says nothing to the room, which is large.
        """
        self.wake()
        public, desk = streams
        news = _Told(public.epoch, public.seq, public.counts_version, desk.seq)
        noted = desk.noted_since(self._told.desk_seq)
        step = self._step_to(news, streams) if noted is not None else None
        is_for_all = noted is None or news[:-1] != self._told[:-1]
        sent = sum(map(self._bring_up_alone, self._subscribers.at_desk_or_of(noted or ())))
        if step is not None and step.starts_at == self.in_step.position:
            sent += await self._tell_in_step(step)
        elif is_for_all:
            self.in_step.release_all()
        self.in_step.position = news.position
        if is_for_all:
            sent += await self._tell_apart()
        self._told = news
        return sent > 0

    def _step_to(self, news: _Told, streams: Streams) -> CatchUp | None:
        """What most subscribers lack now, if that is one frame of events."""
        told, public = self._told, streams.public
        if news.epoch != told.epoch or news[:-1] == told[:-1] or not public.can_replay(told.public_seq):
            return None
        frame = public.frame_since(
            told.public_seq,
            with_counts=news.counts_version != told.counts_version,
            with_checkpoint=told.counts_version < public.checkpoint_version,
        )
        return CatchUp(frame, told.position, news.position)

    async def _tell_in_step(self, step: CatchUp) -> int:
        """Answers the number of subscribers to which something was sent."""
        subscribers, offers = self.in_step.begin(step, time.monotonic())
        frame, index, missed = step.frame.frame, 0, 0
        try:
            for index, offer in enumerate(offers):
                if index % YIELD_EVERY == YIELD_EVERY - 1:
                    await asyncio.sleep(0)
                if not offer(frame):
                    self.in_step.put_back(subscribers[index], step)
                    missed += 1
        except BaseException:
            for unsent in subscribers[index:]:
                self.in_step.put_back(unsent, step)
            raise
        return len(offers) - missed

    async def _tell_apart(self) -> int:
        """Answers the number of subscribers to which something was sent."""
        sent = 0
        for index, subscriber in enumerate(tuple(self.in_step.apart)):
            if index % YIELD_EVERY == YIELD_EVERY - 1:
                await asyncio.sleep(0)
            sent += self._bring_up(subscriber) is Delivery.SENT
            self.in_step.admit(subscriber)
        return sent

    def _bring_up_alone(self, subscriber: Subscriber) -> bool:
        """Bring one subscriber up to date, for one that lacks more than the others.

        Answers whether something was sent.
        """
        self.in_step.release(subscriber)
        return self._bring_up(subscriber) is Delivery.SENT


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
    lacks_checkpoint = subscriber.counts_version < public.checkpoint_version
    subscriber.counts_version = public.counts_version
    frame = public.frame_since(before, with_counts=lacks_counts, with_checkpoint=lacks_checkpoint)
    return _send_frame(subscriber, public, before, frame, now)


def _send_desk(subscriber: Subscriber, desk: StreamFrames, now: float) -> Delivery:
    if not subscriber.has_credit():
        return Delivery.BEHIND
    before, subscriber.desk_seq = subscriber.desk_seq, desk.seq
    return _send_frame(subscriber, desk, before, desk.frame_since(before, with_counts=False), now)


def _send_frame(subscriber: Subscriber, stream: StreamFrames, before: int, frame: Prepared, now: float) -> Delivery:
    """Events need credit. A snapshot does not: it is all that remains to send to a subscriber far behind."""
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
