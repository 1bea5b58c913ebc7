"""One chat session's sockets in this process: its subscribers, each of whom is brought to the end of the streams.

What a subscriber lacks follows from its own positions. So nothing is sent twice or out of order, and a slow one costs
the others nothing: it is skipped until it has confirmed what it got.
"""

import asyncio
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import partial
from uuid import UUID

import msgspec
from django.utils import timezone
from msgspec import UNSET

from chatserver.live.cluster.presence import Attendance, Presence
from chatserver.live.fanout.fan_out import YIELD_EVERY, Delivery, FanOut, bring_up
from chatserver.live.fanout.stream_frames import Streams
from chatserver.live.fanout.subscribers import Subscriber, Subscribers
from chatserver.live.fanout.tailer import Tailer
from chatserver.live.timing.jitter import after_flood_ms, spread_ms, within_ms
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.decoding import read_pos
from chatserver.live.wire.frames import Prepared
from chatserver.live.wire.messages import close_reason
from chatserver.live.wire.resume import NOWHERE, ResumePosition
from sessions.contract.limits import MAX_CONFIRMATIONS_A_SECOND, MAX_TABS
from sessions.log.logged_event import wire_time

BEAT_AFTER_S = 25.0
BEHIND_AT_MOST_S = 30.0
BEHIND_OTHERS_S = 1.0
UNUSED_AFTER_S = 60.0
RESYNC_WITHIN_MS = 3000
COUNTS_WAIT_S = 5.0


class Room:
    """Belongs to the event loop's thread."""

    def __init__(self, chat_session_id: UUID, streams: Streams) -> None:
        self.chat_session_id = chat_session_id
        self.tailer = Tailer(chat_session_id, streams, self)
        self._presence = Presence()
        self._subscribers = Subscribers()
        self._fan_out = FanOut(self._subscribers, self._bring_up)
        self._in_step = self._fan_out.in_step
        self.used_at = time.monotonic()
        self._is_leaving = False

    @property
    def attendance(self) -> Attendance:
        return self._presence.attendance

    def expect(self) -> int:
        """A client is about to join: stay open. Answers the desk's position, which the caller passes to subscribe()."""
        self.used_at = time.monotonic()
        return self.tailer.streams.desk.seq

    async def catch_up_with(self, resume_from: ResumePosition) -> None:
        """Wait for events that another process has shown a client already, so that it does not go back in time here.

        Only for a moment: after a restore of the database those events may never come.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(BEHIND_OTHERS_S):
                while resume_from.is_ahead_of(*self.tailer.streams):
                    self.tailer.hint()
                    await self._fan_out.until_next()

    def is_full_of(self, subscriber: Subscriber) -> bool:
        """Whether this person has the greatest allowed number of sockets here."""
        return subscriber.account is not None and self._presence.sockets_of(subscriber.account) >= MAX_TABS

    def subscribe(self, subscriber: Subscriber, you: wire.You, resume_from: ResumePosition, notes_from: int) -> None:
        """Welcome a subscriber and bring it up to date, in one step, so that nothing is lost between the two.

        notes_from: expect()'s answer, from before the client's own questions were read; later notes are told again.
        """
        self._presence.enter(subscriber.account)
        if not self._subscribers:
            self.tailer.set_counts()
        self._subscribers.add(subscriber)
        self._in_step.apart.add(subscriber)
        public, desk = self.tailer.streams
        subscriber.public_seq = resume_from.within(public)
        subscriber.desk_seq = resume_from.within(desk) if subscriber.is_desk else notes_from
        subscriber.outbound.on_free = partial(self._bring_up, subscriber)
        subscriber.outbound.hear(partial(self._hear, subscriber))
        desk_seq = desk.seq if subscriber.is_desk else UNSET
        welcome = wire.Welcome(epoch=public.epoch, seq=public.seq, desk_seq=desk_seq, you=you)
        subscriber.write(Prepared(msgspec.json.encode(welcome)), time.monotonic())
        self._bring_up(subscriber)
        self.tailer.change_presence()

    def leave(self, subscriber: Subscriber) -> None:
        if subscriber in self._subscribers:
            self._subscribers.remove(subscriber)
            self._in_step.drop(subscriber)
            self._presence.leave(subscriber.account)
            self.used_at = time.monotonic()
            self.tailer.change_presence()

    def count_poller(self, account: Hashable | None) -> Callable[[], None]:
        """Count a client that polls as present, until the function that is returned is called."""
        self._presence.enter(account)
        self.tailer.change_presence()
        return partial(self._uncount_poller, account)

    async def wait_for_news(self, resume_from: ResumePosition, person: UUID | None, notes_from: int) -> bool:
        """Wait until there is news after this position, or a note to this person: True; False once the server stops.

        Support and presence alone are news, too, but only COUNTS_WAIT_S after the beginning.
        """
        counts_version = self.tailer.streams.public.counts_version
        with_counts_at = time.monotonic() + COUNTS_WAIT_S
        while not self._is_leaving:
            has_counts = self.tailer.streams.public.counts_version != counts_version
            if self._has_news(resume_from, person, notes_from) or (has_counts and time.monotonic() >= with_counts_at):
                return True
            with suppress(TimeoutError):
                async with asyncio.timeout(COUNTS_WAIT_S):
                    await self._fan_out.until_next()
        return False

    def confirm(self, subscriber: Subscriber, public_seq: int) -> None:
        """A subscriber confirms a position; one that was skipped gets what it has missed."""
        if self._in_step.confirm(subscriber, public_seq):
            return
        is_behind = subscriber.behind_since is not None
        subscriber.confirm(public_seq, time.monotonic())
        if is_behind:
            self._bring_up(subscriber)

    def is_unused(self, *, after_s: float | None = None) -> bool:
        """Whether nobody is in it, and nobody was for after_s, or without it for UNUSED_AFTER_S."""
        unused_s = time.monotonic() - self.used_at
        return not any(self.attendance) and unused_s > (UNUSED_AFTER_S if after_s is None else after_s)

    async def fan_out(self) -> bool:
        """Bring all subscribers to the end of the streams; answers whether anything was sent."""
        return await self._fan_out.to(self.tailer.streams)

    def start_over(self) -> None:
        """The streams have been replaced: all subscribers begin with a snapshot.

        No snapshot says what happened to a person's own questions: clients that may have some are told to join again.
        """
        returning = [
            subscriber
            for subscriber in self._subscribers
            if subscriber.public_id is not None and not subscriber.is_desk
        ]
        for subscriber in returning:
            self._close(subscriber, wire.Close.RESYNC, after_ms=within_ms(spread_ms(len(returning))))
        self._in_step.release_all()
        for subscriber in self._subscribers:
            subscriber.start_over(NOWHERE if subscriber.is_desk else self.tailer.streams.desk.seq)

    def check_subscribers(self, now: float) -> None:
        """Send a beat on quiet sockets; close those that were behind for too long or confirm far too often.

        A subscriber that is behind gets no beat: it would name events that were not sent. The hub calls it each second.
        In a full room, most subscribers are looked at for their confirmations alone.
        """
        for subscriber in self._subscribers:
            if subscriber.confirmations and subscriber.take_confirmations() > MAX_CONFIRMATIONS_A_SECOND:
                self._close(subscriber, wire.Close.RATE_LIMITED, after_flood_ms())
        beat: Prepared | None = None
        for subscriber in (*self._in_step.apart, *self._in_step.quiet_for(BEAT_AFTER_S, now)):
            if subscriber.behind_since is not None:
                if now - subscriber.behind_since > BEHIND_AT_MOST_S:
                    self._close(subscriber, wire.Close.TOO_SLOW)
            elif now - subscriber.sent_at >= BEAT_AFTER_S and subscriber.outbound.is_free:
                beat = beat or self._beat()
                subscriber.write(beat, now)

    async def close_sockets(self, spread_ms: int) -> None:
        """Close all sockets; their clients come back at moments spread over spread_ms."""
        self._is_leaving = True
        self._fan_out.wake()
        for index, subscriber in enumerate(self._subscribers):
            if index % YIELD_EVERY == YIELD_EVERY - 1:
                await asyncio.sleep(0)
            self._close(subscriber, wire.Close.GOING_DOWN, after_ms=within_ms(spread_ms))

    def _has_news(self, resume_from: ResumePosition, person: UUID | None, notes_from: int) -> bool:
        public, desk = self.tailer.streams
        if resume_from.within(public) != public.seq:
            return True
        return person is not None and desk.notes_since(person, notes_from) != []

    def _uncount_poller(self, account: Hashable | None) -> None:
        self._presence.leave(account)
        self.used_at = time.monotonic()
        self.tailer.change_presence()

    def _beat(self) -> Prepared:
        beat = wire.Beat(seq=self.tailer.streams.public.seq, now=wire_time(timezone.now()))
        return Prepared(msgspec.json.encode(beat))

    def _hear(self, subscriber: Subscriber, message: bytes) -> bool:
        """Handle a `pos`, the most frequent message, before any other code sees it."""
        seq = read_pos(message)
        if seq is None:
            return False
        if not self._in_step.confirm(subscriber, seq):
            if subscriber not in self._subscribers:
                return False
            self.confirm(subscriber, seq)
        return True

    def _bring_up(self, subscriber: Subscriber) -> Delivery:
        """Bring a subscriber up to date, unless it is in step: then it gets everything with the others."""
        if subscriber not in self._in_step.apart or subscriber.outbound.is_closed:
            return Delivery.NOTHING
        delivery = bring_up(subscriber, self.tailer.streams, time.monotonic())
        if delivery is Delivery.LOST:
            self._close(subscriber, wire.Close.RESYNC, after_ms=within_ms(RESYNC_WITHIN_MS))
        return delivery

    def _close(self, subscriber: Subscriber, code: wire.Close, after_ms: int | None = None) -> None:
        self.leave(subscriber)
        subscriber.outbound.start_closing(code, close_reason(code, subscriber.language), after_ms)
