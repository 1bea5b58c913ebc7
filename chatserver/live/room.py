"""One chat session's sockets in this process: who is in, and bringing each of them to the end of the streams.

What a reader lacks follows from its own positions. So nothing is sent twice or out of order, whoever else writes to it,
and a slow one costs the others nothing: it is passed by until it has confirmed what it got.
"""

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.utils import timezone
from msgspec import UNSET

from chatserver.live import protocol as wire
from chatserver.live.decoding import read_pos
from chatserver.live.delivery import Delivery, bring_up
from chatserver.live.feed import NOWHERE
from chatserver.live.follower import Follower
from chatserver.live.frames import Prepared
from chatserver.live.jitter import after_flood_ms, spread_ms, within_ms
from chatserver.live.news import Feeds
from chatserver.live.presence import Attendance, Presence
from chatserver.live.reader import Reader, Step
from chatserver.live.resume import Standing
from chatserver.live.seats import Seats
from chatserver.live.wording import farewell
from sessions.log import wire_time

YIELD_EVERY = 200
BEAT_AFTER_S = 25.0
BEHIND_AT_MOST_S = 30.0
BEHIND_OTHERS_S = 1.0
FORGET_AFTER_S = 60.0
RESYNC_WITHIN_MS = 3000
MAX_TABS = 8

MAX_REPORTS_A_SECOND = 100
"""Positions of one socket. An honest client sends two, and some more when it wakes."""


class _Told(NamedTuple):
    """Where the feeds were when everybody was last looked at."""

    epoch: str = ""
    public_seq: int = NOWHERE
    counts_version: int = NOWHERE
    desk_seq: int = NOWHERE


class Room:
    """Belongs to the event loop's thread."""

    def __init__(self, chat_session_id: UUID, feeds: Feeds) -> None:
        self.chat_session_id = chat_session_id
        self.follower = Follower(chat_session_id, feeds, self)
        self._presence = Presence()
        self._seats = Seats()
        self._told = _Told()
        self._flushed = asyncio.Event()
        self._used_at = time.monotonic()

    @property
    def attendance(self) -> Attendance:
        return self._presence.attendance

    def expect(self) -> int:
        """Somebody is about to join: stay. Answers the desk's position, to be given back to seat()."""
        self._used_at = time.monotonic()
        return self.follower.feeds.desk.seq

    async def catch_up_with(self, standing: Standing) -> None:
        """Wait for what another process has shown a client already, so that here it does not go back in time.

        For a moment only: after a restore of the database what was seen may never come.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(BEHIND_OTHERS_S):
                while standing.is_ahead_of(*self.follower.feeds):
                    self.follower.hint()
                    await self._flushed.wait()

    def is_full_of(self, reader: Reader) -> bool:
        """Whether this person has as many sockets in here as one may have."""
        return reader.account is not None and self._presence.sockets_of(reader.account) >= MAX_TABS

    def seat(self, reader: Reader, you: wire.You, standing: Standing, notes_from: int) -> None:
        """Welcome a reader and bring it up to date, in one step, so that nothing can fall between the two.

        notes_from is what expect() answered before the reader's own questions were read: later notes are told again.
        """
        self._presence.enter(reader.account)
        if not self._seats:
            self.follower.set_counts()
        self._seats.add(reader)
        public, desk = self.follower.feeds
        reader.public_seq = standing.within(public)
        reader.desk_seq = standing.within(desk) if reader.is_desk else notes_from
        reader.line.on_free = partial(self._bring_up, reader)
        reader.line.hear(partial(self._hear, reader))
        desk_seq = desk.seq if reader.is_desk else UNSET
        welcome = wire.Welcome(epoch=public.epoch, seq=public.seq, desk_seq=desk_seq, you=you)
        reader.write(Prepared(msgspec.json.encode(welcome)), time.monotonic())
        self._bring_up(reader)
        self.follower.change_presence()

    def leave(self, reader: Reader) -> None:
        if reader in self._seats:
            self._seats.remove(reader)
            self._presence.leave(reader.account)
            self._used_at = time.monotonic()
            self.follower.change_presence()

    def confirm(self, reader: Reader, public_seq: int) -> None:
        """A reader says how far it is; one that was passed by is caught up from where it was left."""
        is_behind = reader.behind_since is not None
        reader.confirm(public_seq, time.monotonic())
        if is_behind:
            self._bring_up(reader)

    def is_forgotten(self) -> bool:
        return not self._seats and time.monotonic() - self._used_at > FORGET_AFTER_S

    async def fan_out(self) -> bool:
        """Bring everybody to the end of the streams; answers whether anything was sent.

        Whom the desk's stream tells something comes first. Most of what happens there is nothing to the room, and the
        room is large.
        """
        self._flushed.set()
        self._flushed = asyncio.Event()
        public, desk = self.follower.feeds
        news = _Told(public.epoch, public.seq, public.counts_version, desk.seq)
        noted = desk.noted_since(self._told.desk_seq)
        step = self._step_to(news) if noted is not None else None
        is_for_all = noted is None or news[:-1] != self._told[:-1]
        sent = sum(self._bring_up(reader) is Delivery.SENT for reader in self._seats.at_desk_or_of(noted or ()))
        if is_for_all:
            sent += await self._tell_all(step)
        self._told = news
        return sent > 0

    def start_over(self) -> None:
        """The feeds are others than before: everybody begins with a snapshot.

        What became of a person's own questions stands in no snapshot: those who may have some are sent to join again.
        """
        returning = [reader for reader in self._seats if reader.public_id is not None and not reader.is_desk]
        for reader in returning:
            self._dismiss(reader, wire.Close.RESYNC, after_ms=within_ms(spread_ms(len(returning))))
        for reader in self._seats:
            reader.start_over(NOWHERE if reader.is_desk else self.follower.feeds.desk.seq)

    def keep_house(self, now: float) -> None:
        """Say something on quiet lines, and goodbye to readers that were behind for too long or never stop reporting.

        To one that is behind a beat would name what it has not been sent. Called each second.
        """
        beat: Prepared | None = None
        for reader in self._seats:
            if reader.take_reports() > MAX_REPORTS_A_SECOND:
                self._dismiss(reader, wire.Close.RATE_LIMITED, after_flood_ms())
            elif reader.behind_since is not None:
                if now - reader.behind_since > BEHIND_AT_MOST_S:
                    self._dismiss(reader, wire.Close.TOO_SLOW)
            elif now - reader.sent_at >= BEAT_AFTER_S and reader.line.is_free:
                beat = beat or self._beat()
                reader.write(beat, now)

    async def say_goodbye(self, spread_ms: int) -> None:
        """Send everybody away, to come back at moments spread over so many milliseconds."""
        for index, reader in enumerate(self._seats):
            if index % YIELD_EVERY == YIELD_EVERY - 1:
                await asyncio.sleep(0)
            self._dismiss(reader, wire.Close.GOING_DOWN, after_ms=within_ms(spread_ms))

    def _beat(self) -> Prepared:
        beat = wire.Beat(seq=self.follower.feeds.public.seq, now=wire_time(timezone.now()))
        return Prepared(msgspec.json.encode(beat))

    def _step_to(self, news: _Told) -> Step | None:
        """What most readers lack now, where that is one frame of events."""
        told, public = self._told, self.follower.feeds.public
        if news.epoch != told.epoch or news[:-1] == told[:-1] or not public.can_replay(told.public_seq):
            return None
        frame = public.frame_since(told.public_seq, with_counts=news.counts_version != told.counts_version)
        return Step(frame, told[1:], news[1:])

    async def _tell_all(self, step: Step | None) -> int:
        """Answers to how many readers something was sent."""
        sent, now = 0, time.monotonic()
        for index, reader in enumerate(self._seats):
            if index % YIELD_EVERY == YIELD_EVERY - 1:
                await asyncio.sleep(0)
                now = time.monotonic()
            if (step is not None and reader.advance(step, now)) or self._bring_up(reader) is Delivery.SENT:
                sent += 1
        return sent

    def _hear(self, reader: Reader, message: bytes) -> bool:
        """Take a `pos`, the most frequent message of all, before it is anybody else's work."""
        seq = read_pos(message)
        if seq is None or reader not in self._seats:
            return False
        self.confirm(reader, seq)
        return True

    def _bring_up(self, reader: Reader) -> Delivery:
        if reader not in self._seats or reader.line.is_over:
            return Delivery.NOTHING
        delivery = bring_up(reader, self.follower.feeds, time.monotonic())
        if delivery is Delivery.LOST:
            self._dismiss(reader, wire.Close.RESYNC, after_ms=within_ms(RESYNC_WITHIN_MS))
        return delivery

    def _dismiss(self, reader: Reader, code: wire.Close, after_ms: int | None = None) -> None:
        self.leave(reader)
        reader.line.end(code, farewell(code, reader.language), after_ms)
