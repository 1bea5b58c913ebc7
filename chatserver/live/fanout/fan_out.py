"""Bring all subscribers of a room to the end of its streams: most by one shared frame, the others one by one."""

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from chatserver.live.fanout.delivery import Delivery
from chatserver.live.fanout.stream_frames import Streams
from chatserver.live.fanout.subscriber import CatchUp, Subscriber
from chatserver.live.fanout.subscribers import Subscribers
from chatserver.live.wire.resume import NOWHERE

YIELD_EVERY = 200
"""Subscribers in one go, before other tasks of the event loop have their turn."""


class _Told(NamedTuple):
    """The ends of the streams at the last round over all subscribers."""

    epoch: str = ""
    public_seq: int = NOWHERE
    counts_version: int = NOWHERE
    desk_seq: int = NOWHERE


class FanOut:
    """Belongs to the event loop's thread. bring_up sends one subscriber what it lacks."""

    def __init__(self, subscribers: Subscribers, bring_up: Callable[[Subscriber], Delivery]) -> None:
        self._subscribers = subscribers
        self._bring_up = bring_up
        self._told = _Told()
        self._begun = asyncio.Event()

    async def until_next(self) -> None:
        """Wait until the next round begins."""
        await self._begun.wait()

    def wake(self) -> None:
        """Let all go on that wait for the next round."""
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
        sent = sum(
            self._bring_up(subscriber) is Delivery.SENT for subscriber in self._subscribers.at_desk_or_of(noted or ())
        )
        if is_for_all:
            sent += await self._tell_all(step)
        self._told = news
        return sent > 0

    def _step_to(self, news: _Told, streams: Streams) -> CatchUp | None:
        """What most subscribers lack now, if that is one frame of events."""
        told, public = self._told, streams.public
        if news.epoch != told.epoch or news[:-1] == told[:-1] or not public.can_replay(told.public_seq):
            return None
        frame = public.frame_since(told.public_seq, with_counts=news.counts_version != told.counts_version)
        return CatchUp(frame, told[1:], news[1:])

    async def _tell_all(self, step: CatchUp | None) -> int:
        """Answers the number of subscribers to which something was sent."""
        sent, now = 0, time.monotonic()
        for index, subscriber in enumerate(self._subscribers):
            if index % YIELD_EVERY == YIELD_EVERY - 1:
                await asyncio.sleep(0)
                now = time.monotonic()
            if (step is not None and subscriber.advance(step, now)) or self._bring_up(subscriber) is Delivery.SENT:
                sent += 1
        return sent
