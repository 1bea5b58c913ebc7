"""The other processes, as the hub sees them: what they tell, whom they have, and whether they can be heard."""

import time
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings

from chatserver.live.bulletin import Bulletin, Hints
from chatserver.live.layers import layer_makers
from chatserver.live.pace import POLL_EVERY_S, POLL_WITHOUT_HINTS_EVERY_S
from chatserver.live.presence import Attendance, PresenceElsewhere
from chatserver.live.pulse import Health
from chatserver.live.relay import Relay
from chatserver.live.room import Room


class Neighbours:
    """Belongs to the event loop's thread. rooms are the hub's own."""

    def __init__(self, rooms: Mapping[UUID, Room]) -> None:
        self._rooms = rooms
        self._elsewhere = PresenceElsewhere()
        makers = layer_makers()
        self._relay = Relay(makers, self) if makers else None

    @property
    def health(self) -> str:
        """ "ok", "down" where hints do not come through, or "off" where there is nobody to send them through."""
        if self._relay is None:
            return "off"
        return "down" if self._relay.health is Health.DOWN else "ok"

    def attendance_in(self, chat_session_id: UUID) -> Attendance:
        """How many people other processes have in a chat session. May be asked from any thread."""
        return self._elsewhere.attendance_in(chat_session_id)

    def tell(self, hints: Hints) -> None:
        """What was committed in this process, for the others."""
        if self._relay is not None:
            self._relay.tell(hints)

    def introduce(self, room: Room) -> None:
        """Tell a new room what its neighbours are like."""
        room.follower.attendance_elsewhere = self._elsewhere.attendance_in(room.chat_session_id)
        room.follower.poll_every(self._poll_every_s(time.monotonic()))

    def look_after(self, now: float) -> None:
        """To be called now and then."""
        if self._relay is None:
            return
        if self._relay.health is Health.OK:
            self._tell_presence(self._elsewhere.expire(now))
        else:
            self._elsewhere.hold(now)
        self._set_pace(now)

    async def close(self) -> None:
        """Say goodbye to them."""
        if self._relay is not None:
            await self._relay.close()

    def count_attendance(self) -> Mapping[UUID, Attendance]:
        here = {chat_session_id: room.attendance for chat_session_id, room in self._rooms.items()}
        return {chat_session_id: attendance for chat_session_id, attendance in here.items() if any(attendance)}

    def hear_bulletin(self, bulletin: Bulletin) -> None:
        pass_on(self._rooms, bulletin.hints)
        if bulletin.is_last:
            self._tell_presence(self._elsewhere.forget(bulletin.process))
        else:
            self._tell_presence(self._elsewhere.hear(bulletin.process, bulletin.attendance, time.monotonic()))

    def change_health(self) -> None:
        now = time.monotonic()
        self._elsewhere.hold(now)
        self._set_pace(now)

    def _tell_presence(self, changed: Iterable[UUID]) -> None:
        for chat_session_id in changed:
            room = self._rooms.get(chat_session_id)
            if room is not None:
                room.follower.change_presence_elsewhere(self._elsewhere.attendance_in(chat_session_id))

    def _set_pace(self, now: float) -> None:
        poll_every_s = self._poll_every_s(now)
        for room in tuple(self._rooms.values()):
            room.follower.poll_every(poll_every_s)

    def _poll_every_s(self, now: float) -> float:
        """Often where hints may be lost: for want of a way, or because a neighbour has fallen silent."""
        if self._relay is None:
            return POLL_WITHOUT_HINTS_EVERY_S if settings.SEVERAL_PROCESSES else POLL_EVERY_S
        is_relied_on = self._relay.health is Health.OK and not self._elsewhere.is_anybody_missing(now)
        return POLL_EVERY_S if is_relied_on else POLL_WITHOUT_HINTS_EVERY_S


def pass_on(rooms: Mapping[UUID, Room], hints: Hints) -> None:
    """Let the rooms that hints are about look for news."""
    for chat_session_id in hints.grew:
        if chat_session_id in rooms:
            rooms[chat_session_id].follower.hint()
    for chat_session_id in hints.backed:
        if chat_session_id in rooms:
            rooms[chat_session_id].follower.change_backing()
