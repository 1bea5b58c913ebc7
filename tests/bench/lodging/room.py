"""A live room that is measured: residents ask and back, a moderator posts notices, and everybody hears them."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.load.measured_residents import MeasuredResidents, Served
from tests.bench.load.receiving.seen import look_at
from tests.clients.live_client import LiveClient

NOTICE = "We go on until nine, and answer what is left in writing. ({})"
BETWEEN_NOTICES_S = 0.5


@dataclass
class RoomMeasured:
    """served: the commands; delays_ms: how many receipts of events came how late, by whole milliseconds."""

    served: Served
    delays_ms: Counter[int]


class MeasuredRoom(MeasuredResidents):
    """Residents of one room."""

    async def live_and_hear(
        self, seconds: float, per_s: float, questions: Sequence[str], moderators: Sequence[str]
    ) -> RoomMeasured:
        """moderators: their session cookies; they post notices in turn meanwhile."""
        self.received.forget()
        async with asyncio.TaskGroup() as group:
            notices = group.create_task(self._announce(moderators, seconds))
            served = await self.live(seconds, per_s, questions)
        refused = notices.result()
        served.refusals.update({f"notice: {code}": count for code, count in refused.items()})
        seen = look_at(self.received.told, clock_offset_s=time.time() - time.monotonic())
        return RoomMeasured(served, seen.delays_ms)

    async def _announce(self, moderators: Sequence[str], seconds: float) -> Counter[str]:
        """Answers what was refused."""
        [chat_session] = self.chat_sessions.values()
        desks = [
            LiveClient(self._base_url, chat_session, door="desk", cookie=f"sessionid={cookie}") for cookie in moderators
        ]
        await asyncio.gather(*(desk.join() for desk in desks))
        refused: Counter[str] = Counter()
        began = time.monotonic()
        for number in range(int(seconds / BETWEEN_NOTICES_S)):
            await asyncio.sleep(max(0.0, began + number * BETWEEN_NOTICES_S - time.monotonic()))
            reply = await desks[number % len(desks)].send("notice.post", text=NOTICE.format(number))
            if reply["type"] != "ack":
                refused[str(reply.get("code"))] += 1
        await asyncio.gather(*(desk.leave() for desk in desks))
        return refused
