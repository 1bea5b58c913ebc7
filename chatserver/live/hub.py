"""All rooms of this process: opens them when somebody comes, forgets them when nobody is left, passes hints on."""

import asyncio
import logging
import time
from uuid import UUID

from chatserver.faults import log_fault
from chatserver.live import hints
from chatserver.live.commands import Writer
from chatserver.live.jitter import spread_ms
from chatserver.live.news import load_feeds
from chatserver.live.pools import readers, writers
from chatserver.live.room import Room

logger = logging.getLogger(__name__)

HOUSEKEEPING_EVERY_S = 1.0


class Hub:
    """Belongs to one event loop and its thread; hints may come from any thread.

    asking_again is held while somebody's right to stay is asked for: by one at a time, so that newcomers never wait for
    those who are in.
    """

    def __init__(self) -> None:
        self.writer = Writer(writers)
        self.asking_again = asyncio.Semaphore(1)
        self._rooms: dict[UUID, Room] = {}
        self._opening: dict[UUID, asyncio.Task[Room | None]] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._housekeeping = asyncio.create_task(self._keep_house())
        hints.listen(asyncio.get_running_loop(), self._stream_grew, self._backing_changed)

    async def open_room(self, chat_session_id: UUID) -> Room | None:
        """The room of a chat session, loaded once however many wait for it; None where there is no such one."""
        room = self._rooms.get(chat_session_id)
        if room is not None:
            return room
        opening = self._opening.get(chat_session_id)
        if opening is None:
            opening = self._opening[chat_session_id] = asyncio.create_task(self._load(chat_session_id))
            opening.add_done_callback(lambda _task: self._opening.pop(chat_session_id))
        return await asyncio.shield(opening)

    def present_in(self, chat_session_id: UUID) -> int:
        """How many people have sockets in a chat session. May be asked from any thread."""
        room = self._rooms.get(chat_session_id)
        return room.present if room is not None else 0

    async def say_goodbye(self) -> None:
        """Send everybody away before the server goes down, to come back spread over up to twenty seconds."""
        longest_ms = spread_ms(sum(room.present for room in self._rooms.values()))
        for room in tuple(self._rooms.values()):
            await room.say_goodbye(longest_ms)

    async def _load(self, chat_session_id: UUID) -> Room | None:
        feeds = await readers.run(load_feeds, chat_session_id)
        if feeds is None:
            return None
        room = self._rooms[chat_session_id] = Room(chat_session_id, feeds)
        room.follower.hint()  # something may have happened since it was read
        self._tasks[chat_session_id] = asyncio.create_task(room.follower.follow())
        return room

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(HOUSEKEEPING_EVERY_S)
            for chat_session_id, room in tuple(self._rooms.items()):
                try:
                    self._look_after(chat_session_id, room)
                except Exception as error:  # noqa: BLE001 -- whatever it is, the other rooms are looked after
                    log_fault(logger, "A room could not be looked after; it is tried again.", error)

    def _look_after(self, chat_session_id: UUID, room: Room) -> None:
        if room.is_forgotten():
            del self._rooms[chat_session_id]
            self._tasks.pop(chat_session_id).cancel()
        else:
            room.keep_house(time.monotonic())

    def _stream_grew(self, chat_session_id: UUID) -> None:
        room = self._rooms.get(chat_session_id)
        if room is not None:
            room.follower.hint()

    def _backing_changed(self, chat_session_id: UUID) -> None:
        room = self._rooms.get(chat_session_id)
        if room is not None:
            room.follower.change_backing()


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}
"""One, unless somebody runs several event loops."""


def hub_here() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        for closed in [other for other in _hubs if other.is_closed()]:
            del _hubs[closed]
        hub = _hubs[loop] = Hub()
    return hub


def present_in(chat_session_id: UUID) -> int:
    """How many people have sockets in a chat session, in this process. May be asked from any thread."""
    return sum(hub.present_in(chat_session_id) for hub in tuple(_hubs.values()))


async def say_goodbye() -> None:
    """To be awaited in the server's event loop before it stops."""
    await hub_here().say_goodbye()
