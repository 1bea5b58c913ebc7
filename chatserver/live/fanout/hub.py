"""All rooms of this process: opens a room for its first client, and closes it after its last."""

import asyncio
import logging
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from typing import Any
from uuid import UUID

from django.conf import settings

from chatserver.database.pools import readers, writers
from chatserver.live.admission.join_queue import JoinQueue
from chatserver.live.admission.revalidation_task import RevalidationTask
from chatserver.live.cluster import hints
from chatserver.live.cluster.presence import NOBODY_PRESENT, Attendance
from chatserver.live.commands.command_queue import CommandQueue
from chatserver.live.fanout.peers import Peers
from chatserver.live.fanout.room import Room
from chatserver.live.fanout.tailer import follow_streams
from chatserver.live.timing.jitter import spread_ms
from chatserver.monitoring.faults import log_fault
from sessions.log import known_streams
from sessions.log.queries import OVER_CHAT_STATES, state_of

logger = logging.getLogger(__name__)

CHECK_EVERY_S = 1.0
FINISH_WITHIN_S = 10.0

MAX_OVER_ROOMS = 128
"""Rooms of chats that were over when the room was opened. Everybody finds the ids of thousands of them in the calendar,
and each room has its whole log in memory: without a bound, one reader of all old chats would fill it."""

OVER_STAYS_S = 12.0
"""How long such a room is kept without any client, though another room needs its place: a client may be joining."""


class TooManyRooms(Exception):
    """There are MAX_OVER_ROOMS rooms of chats that are over. Chats that are open or to come have no limit."""


@dataclass(frozen=True, slots=True)
class ProcessLoad:
    """What a process does at a moment. people: those who follow its rooms, once in each."""

    rooms: int
    people: int
    waiting_commands: int


class Hub:
    """Belongs to one event loop and its thread; hints may come from any thread."""

    def __init__(self) -> None:
        self.command_queue = CommandQueue(writers)
        self.join_queue = JoinQueue(readers)
        self.revalidation = RevalidationTask(readers)
        self._rooms: dict[UUID, Room] = {}
        self._opening: dict[UUID, asyncio.Task[Room | None]] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._over: set[UUID] = set()
        self._missing = MissingChats()
        self._is_leaving = False
        self._peers = Peers(self._rooms)
        self._checking = asyncio.create_task(self._check_periodically())
        hints.listen(asyncio.get_running_loop(), self._peers.hear_commit)

    async def open_room(self, chat_session_id: UUID) -> Room | None:
        """The room of a chat session, loaded once however many wait for it; None if there is no such chat session.

        Raises TooManyRooms.
        """
        room = self._rooms.get(chat_session_id)
        if room is not None or self.is_missing(chat_session_id):
            return room
        opening = self._opening.get(chat_session_id)
        if opening is None:
            opening = self._opening[chat_session_id] = asyncio.create_task(self._load(chat_session_id))
            opening.add_done_callback(lambda _task: self._opening.pop(chat_session_id))
        return await asyncio.shield(opening)

    def is_missing(self, chat_session_id: UUID) -> bool:
        """Whether there was no such chat session a moment ago; no query."""
        return self._missing.holds(chat_session_id, time.monotonic())

    def attendance_in(self, chat_session_id: UUID) -> Attendance:
        """How many people have sockets in a chat session, in all processes. Any thread may call it."""
        room = self._rooms.get(chat_session_id)
        here = room.attendance if room is not None else NOBODY_PRESENT
        return here.plus(self._peers.attendance_in(chat_session_id))

    def last_known(self, chat_session_id: UUID) -> dict[str, Any] | None:
        """A copy of a room's current state, with its counts; None if it is not open. Any thread may call it."""
        room = self._rooms.get(chat_session_id)
        return room.tailer.streams.public.copy_state() if room is not None else None

    @property
    def load(self) -> ProcessLoad:
        """Any thread may call it."""
        rooms = tuple(self._rooms.values())
        people = sum(sum(room.attendance) for room in rooms)
        return ProcessLoad(rooms=len(rooms), people=people, waiting_commands=self.command_queue.waiting)

    @property
    def hints_health(self) -> str:
        """Answers "ok", "down" or "off". Any thread may call it."""
        return self._peers.health

    async def close_sockets(self) -> None:
        """Finish all accepted commands, then close all sockets; clients come back spread over up to twenty seconds.

        Clients have to send later commands again. The socket of a client that still joins is closed a moment later.
        Hints are still sent and received: plain requests are still answered.
        """
        self.command_queue.close()
        with suppress(TimeoutError):  # a client without a reply by then sends the command again, and it is done once
            async with asyncio.timeout(FINISH_WITHIN_S):
                await self.command_queue.wait_idle()
        self._is_leaving = True
        longest_ms = spread_ms(sum(sum(room.attendance) for room in self._rooms.values()))
        for room in tuple(self._rooms.values()):
            await room.close_sockets(longest_ms)

    async def close(self) -> None:
        """Send the remaining hints to other processes. Await it last, when nothing more can be committed."""
        await self._peers.close()

    async def _load(self, chat_session_id: UUID) -> Room | None:
        state = await readers.run(state_of, chat_session_id)
        if state is None:
            self._missing.note(chat_session_id, time.monotonic())
            return None
        if state in OVER_CHAT_STATES:
            self._make_room_for_over_chat(chat_session_id)
        try:
            streams = await readers.run(follow_streams, chat_session_id)
        except BaseException:
            self._over.discard(chat_session_id)
            raise
        if streams is None:
            self._over.discard(chat_session_id)
            return None
        room = self._rooms[chat_session_id] = Room(chat_session_id, streams)
        self._peers.initialise_room(room)
        room.tailer.hint()  # an event may have come since it was read
        self._tasks[chat_session_id] = asyncio.create_task(room.tailer.follow())
        return room

    def _make_room_for_over_chat(self, chat_session_id: UUID) -> None:
        """Count this chat as one that is over; if there are too many, close the room that is unused for longest.

        Raises TooManyRooms if none is unused.
        """
        if len(self._over) >= MAX_OVER_ROOMS:
            rooms = [self._rooms[each] for each in self._over if each in self._rooms]
            empty = [room for room in rooms if room.is_unused(after_s=OVER_STAYS_S)]
            if not empty:
                raise TooManyRooms
            self._close(min(empty, key=lambda room: room.used_at))
        self._over.add(chat_session_id)

    async def _check_periodically(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            self._peers.check(time.monotonic())
            known_streams.forget_unused_replicas()
            await self._check_rooms()

    async def _check_rooms(self) -> None:
        """Separate from the endless loop, whose variables would keep the last room in memory for good."""
        rooms = tuple(self._rooms.items())
        people = sum(sum(room.attendance) for _pk, room in rooms)
        for chat_session_id, room in rooms:
            room.tailer.set_listeners(people)
            try:
                await self._check_room(chat_session_id, room)
            except Exception as error:  # noqa: BLE001 -- after any error, the other rooms are checked
                log_fault(logger, "Checking a room failed; the server will retry.", error)

    async def _check_room(self, chat_session_id: UUID, room: Room) -> None:
        if self._is_leaving:
            await room.close_sockets(spread_ms(sum(room.attendance)))
        elif room.is_unused():
            self._close(room)
        else:
            room.check_subscribers(time.monotonic())

    def _close(self, room: Room) -> None:
        del self._rooms[room.chat_session_id]
        self._over.discard(room.chat_session_id)
        self._tasks.pop(room.chat_session_id).cancel()
        room.tailer.stop()


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}
"""One hub, unless a process runs several event loops."""


def hub_here() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        for closed in [other for other in _hubs if other.is_closed()]:
            del _hubs[closed]
        hub = _hubs[loop] = Hub()
    return hub


def attendance_in(chat_session_id: UUID) -> Attendance:
    """How many people have sockets in a chat session, in all processes. Any thread may call it."""
    return reduce(
        Attendance.plus, (hub.attendance_in(chat_session_id) for hub in tuple(_hubs.values())), NOBODY_PRESENT
    )


def last_known(chat_session_id: UUID) -> dict[str, Any] | None:
    """A room's state in this process, without a query; None if nobody has it open."""
    found = (hub.last_known(chat_session_id) for hub in tuple(_hubs.values()))
    return next((state for state in found if state is not None), None)


def process_load() -> ProcessLoad:
    """What all rooms of this process do now. Any thread may call it."""
    seen = [hub.load for loop, hub in tuple(_hubs.items()) if not loop.is_closed()]
    return ProcessLoad(
        rooms=sum(one.rooms for one in seen),
        people=sum(one.people for one in seen),
        waiting_commands=sum(one.waiting_commands for one in seen),
    )


def check_hints() -> str:
    """Answers "ok", "down", or "off" if no hints go between processes. Any thread may call it."""
    healths = {hub.hints_health for loop, hub in tuple(_hubs.items()) if not loop.is_closed()}
    if "ok" in healths:
        return "ok"
    return "down" if settings.CHANNEL_LAYERS else "off"


async def close_sockets() -> None:
    """Finish commands and close all sockets. Await it in the server's event loop once it accepts no new connections."""
    await hub_here().close_sockets()


async def close() -> None:
    """Send the remaining hints. Await it in the server's event loop once the last request has been answered."""
    hub = _hubs.get(asyncio.get_running_loop())
    if hub is not None:
        await hub.close()


# Ids of chat sessions that do not exist, remembered for a moment, bounded in number; pure.
#
# Anybody can invent ids, and ask for the same one again and again.

REMEMBERED_S = 3.0
"""Shorter than a client waits before it comes again: by then the chat session may have been made."""

MOST = 1_000


class MissingChats:
    """Times are monotonic seconds. Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._until: OrderedDict[UUID, float] = OrderedDict()

    def note(self, chat_session_id: UUID, now: float) -> None:
        """There is none with this id now. Beyond MOST the one that was noted longest ago is dropped."""
        self._until.pop(chat_session_id, None)
        self._until[chat_session_id] = now + REMEMBERED_S
        if len(self._until) > MOST:
            self._until.popitem(last=False)

    def holds(self, chat_session_id: UUID, now: float) -> bool:
        return self._until.get(chat_session_id, 0.0) > now

    def __len__(self) -> int:
        return len(self._until)
