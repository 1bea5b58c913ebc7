"""Follows both streams of one chat session for its room: reads news once for all, and says when to send it.

A hint only makes it read sooner. It reads the log every few seconds in any case, so that a lost hint costs time and
never an event.
"""

import asyncio
import logging
import time
from typing import Protocol
from uuid import UUID

import msgspec
from django.core.exceptions import ObjectDoesNotExist

from chatserver.database.pools import readers as read_pool
from chatserver.live.cluster.presence import NOBODY_PRESENT, Attendance
from chatserver.live.fanout.stream_frames import StreamFrames, Streams, counts_frame, support_in
from chatserver.live.fanout.stream_reader import News, StreamBroken, read_news
from chatserver.live.timing.pace import READ_AGAIN_AFTER_S, Pace
from chatserver.live.wire import protocol as wire
from chatserver.monitoring.faults import log_fault
from sessions.log import known_streams
from sessions.log.queries import query_checkpoint, query_support
from sessions.platform.database.read_together import read_together

logger = logging.getLogger(__name__)


class Broadcaster(Protocol):
    @property
    def attendance(self) -> Attendance: ...

    async def fan_out(self) -> bool:
        """Bring all subscribers to the end of the streams; answers whether anything was sent."""

    def start_over(self) -> None:
        """The streams have been replaced: no subscriber's position is valid in the new ones."""


class Tailer:
    """Reads new events of a chat for its room. streams: the newest known state. Belongs to the event loop's thread.

    attendance_elsewhere: how many people other processes have in this chat session.
    """

    def __init__(self, chat_session_id: UUID, streams: Streams, broadcaster: Broadcaster) -> None:
        self.streams = streams
        self.attendance_elsewhere = NOBODY_PRESENT
        self._chat_session_id = chat_session_id
        self._broadcaster = broadcaster
        self._support = support_in(streams.public.counts)
        self._checkpoint = streams.public.checkpoint
        self._pace = Pace(time.monotonic())
        self._woken = asyncio.Event()

    def hint(self) -> None:
        """A stream grew."""
        self._pace.hint(time.monotonic())
        self._woken.set()

    def change_backing(self) -> None:
        self._pace.change_backing(time.monotonic())
        self._woken.set()

    def change_presence(self) -> None:
        self._pace.change_presence(time.monotonic())
        self._woken.set()

    def change_presence_elsewhere(self, attendance: Attendance) -> None:
        self.attendance_elsewhere = attendance
        self.change_presence()

    def poll_every(self, seconds: float) -> None:
        """Read the log this often, though no hint comes."""
        self._pace.poll_every(seconds, time.monotonic())
        self._woken.set()

    def set_listeners(self, people: int) -> None:
        """Tell the tailer about its listeners. people: how many have sockets in all rooms of this process."""
        self._pace.set_listeners(people)

    def set_counts(self) -> int:
        """Put the current counts into the next frames; answers their size in bytes."""
        counts = self._count()
        self.streams.public.set_counts(counts, self._checkpoint)
        return len(msgspec.json.encode(counts))

    def stop(self) -> None:
        """Stop following the streams."""
        for stream in self.streams:
            stream.stop_following(self._chat_session_id)

    async def follow(self) -> None:
        """Flush whenever it is due, until cancelled. A failed flush is tried again a second later."""
        while True:
            await self._until_due()
            try:
                await self._flush()
            except Exception as error:  # noqa: BLE001 -- after any error, the room goes on
                log_fault(logger, "Updating a room failed; the server will retry.", error)
                self._pace.fail_reading(time.monotonic())
                await asyncio.sleep(READ_AGAIN_AFTER_S)

    async def _until_due(self) -> None:
        while (wait_s := self._pace.next_at() - time.monotonic()) > 0:
            self._woken.clear()
            try:
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _flush(self) -> None:
        began = time.monotonic()
        are_counts_due, before = self._pace.are_counts_due(began), self.streams.public.seq
        if self._pace.is_reading_due(began):
            await self._read(began)
        is_grown = self.streams.public.seq != before
        self._tell_counts(began, may=are_counts_due or (is_grown and self._pace.may_add_counts(began)))
        began = time.monotonic()
        if await self._broadcaster.fan_out():
            self._pace.flush(began, time.monotonic())

    async def _read(self, now: float) -> None:
        public, desk = self.streams
        with_backing = self._pace.begin_reading(now)
        try:
            news = await read_pool.run(
                read_news, self._chat_session_id, public.epoch, public.seq, desk.seq, with_backing=with_backing
            )
        except StreamBroken:
            await self._start_over()
        else:
            self._take(news)

    def _take(self, news: News) -> None:
        self.streams.public.apply(news.public)
        self.streams.desk.apply(news.desk)
        if news.support is not None:
            self._support = news.support
        self._checkpoint = news.checkpoint or self._checkpoint
        if news.is_more:
            self._pace.hint(time.monotonic())

    async def _start_over(self) -> None:
        """The log was replaced, or has lost events: all subscribers begin with a new snapshot."""
        logger.warning("The log of chat session %s was replaced; clients get a new snapshot.", self._chat_session_id)
        streams = await read_pool.run(follow_streams, self._chat_session_id)
        if streams is None:
            raise StreamBroken
        self.stop()  # only now: until then, nobody else may advance what the subscribers are sent from
        self.streams = streams
        self._support = support_in(streams.public.counts)
        self._checkpoint = streams.public.checkpoint
        self.set_counts()
        self._broadcaster.start_over()

    def _tell_counts(self, now: float, *, may: bool) -> None:
        told = self.streams.public.counts
        if told == self._count() and self.streams.public.checkpoint == self._checkpoint:
            self._pace.settle_counts()
        elif may:
            self._pace.tell_counts(now, self.set_counts())
        elif told is not None and support_in(told) != self._support:
            self._pace.change_backing(now)
        else:
            self._pace.change_presence(now)

    def _count(self) -> wire.Counts:
        return counts_frame(self._broadcaster.attendance.plus(self.attendance_elsewhere), self._support)


def follow_streams(chat_session_id: UUID) -> Streams | None:
    """This process's replicas of both streams at the end of the log, with counts. None without such a chat session.

    The caller advances them, and calls stop_following in the end.
    """
    support, checkpoint = read_together(query_support(chat_session_id), query_checkpoint(chat_session_id))
    counts = counts_frame(NOBODY_PRESENT, support)
    try:
        public, desk = known_streams.follow_replicas(chat_session_id)
    except ObjectDoesNotExist:
        return None
    return Streams(StreamFrames(public, counts, checkpoint), StreamFrames(desk))
