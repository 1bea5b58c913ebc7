"""The other processes: passes hints to and from them, counts their people, and says whether they can be heard."""

import time
from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from django.conf import settings

from chatserver.database.identity import database_token
from chatserver.database.pools import readers
from chatserver.live.cluster.bus import ClusterBus
from chatserver.live.cluster.channel_layers import layer_makers
from chatserver.live.cluster.heartbeat import Health
from chatserver.live.cluster.messages import ClusterMessage, Hints
from chatserver.live.cluster.presence import Attendance, PresenceElsewhere
from chatserver.live.fanout.room import Room
from chatserver.live.timing.pace import POLL_EVERY_S, POLL_WITHOUT_HINTS_EVERY_S


class Peers:
    """Belongs to the event loop's thread. rooms: the hub's own."""

    def __init__(self, rooms: Mapping[UUID, Room]) -> None:
        self._rooms = rooms
        self._elsewhere = PresenceElsewhere()
        makers = layer_makers()
        ask = partial(readers.run, database_token)
        self._bus = ClusterBus(makers, self, ask_installation=ask) if makers else None

    @property
    def health(self) -> str:
        """Answers "ok", "down" if hints do not arrive, or "off" without a way to send them."""
        if self._bus is None:
            return "off"
        return "down" if self._bus.health is Health.DOWN else "ok"

    def attendance_in(self, chat_session_id: UUID) -> Attendance:
        """How many people other processes have in a chat session. Any thread may call it."""
        return self._elsewhere.attendance_in(chat_session_id)

    def hear_commit(self, hints: Hints) -> None:
        """This process has committed something: its own rooms look for news, and so do the others' rooms."""
        self._wake_rooms(hints)
        if self._bus is not None:
            self._bus.tell(hints)

    def initialise_room(self, room: Room) -> None:
        """Tell a new room how many people other processes have in it, and how often to poll."""
        room.tailer.attendance_elsewhere = self._elsewhere.attendance_in(room.chat_session_id)
        room.tailer.poll_every(self._poll_every_s(time.monotonic()))

    def check(self, now: float) -> None:
        """Stop counting the people of processes that fell silent, and set how often rooms poll. Call it each second."""
        if self._bus is None:
            return
        if self._bus.health is Health.OK:
            self._tell_presence(self._elsewhere.expire(now))
        else:
            self._elsewhere.hold(now)
        self._set_pace(now)

    async def close(self) -> None:
        """Send the remaining hints, and a last message."""
        if self._bus is not None:
            await self._bus.close()

    def count_attendance(self) -> Mapping[UUID, Attendance]:
        here = {chat_session_id: room.attendance for chat_session_id, room in self._rooms.items()}
        return {chat_session_id: attendance for chat_session_id, attendance in here.items() if any(attendance)}

    def hear_message(self, message: ClusterMessage) -> None:
        self._wake_rooms(message.hints)
        if message.is_last:
            self._tell_presence(self._elsewhere.forget(message.process))
        else:
            self._tell_presence(self._elsewhere.hear(message.process, message.attendance, time.monotonic()))

    def change_health(self) -> None:
        now = time.monotonic()
        self._elsewhere.hold(now)
        self._set_pace(now)

    def _wake_rooms(self, hints: Hints) -> None:
        for chat_session_id in hints.grew:
            if chat_session_id in self._rooms:
                self._rooms[chat_session_id].tailer.hint()
        for chat_session_id in hints.backed:
            if chat_session_id in self._rooms:
                self._rooms[chat_session_id].tailer.change_backing()

    def _tell_presence(self, changed: Iterable[UUID]) -> None:
        for chat_session_id in changed:
            room = self._rooms.get(chat_session_id)
            if room is not None:
                room.tailer.change_presence_elsewhere(self._elsewhere.attendance_in(chat_session_id))

    def _set_pace(self, now: float) -> None:
        poll_every_s = self._poll_every_s(now)
        for room in tuple(self._rooms.values()):
            room.tailer.poll_every(poll_every_s)

    def _poll_every_s(self, now: float) -> float:
        """The seconds between two polls: few if hints may be lost, without a way to send them or with a silent peer."""
        if self._bus is None:
            return POLL_WITHOUT_HINTS_EVERY_S if settings.SEVERAL_PROCESSES else POLL_EVERY_S
        is_relied_on = self._bus.health is Health.OK and not self._elsewhere.is_anybody_missing(now)
        return POLL_EVERY_S if is_relied_on else POLL_WITHOUT_HINTS_EVERY_S
