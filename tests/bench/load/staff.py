"""The moderators and councillors of all rooms, at a human pace: screen, post a notice, take, answer."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.load.worker import Tell
from tests.clients.live_client import LiveClient

READS_S = (1.0, 4.0)
"""How long a moderator looks at a question."""

DECLINES = 0.1
BETWEEN_NOTICES_S = (20.0, 40.0)
THINKS_S = (3.0, 6.0)
"""How long a councillor waits before taking the next question."""

WRITES_S = (6.0, 10.0)
"""How long a councillor writes at a part of an answer."""


@dataclass(frozen=True)
class StaffCookies:
    """Session cookies of the two who work in a chat session."""

    chat_session: str
    moderator: str
    councillor: str


class Staff:
    """Works in one process for all rooms. troubles counts unexpected outcomes."""

    def __init__(self, process: int, tell: Tell) -> None:
        self._tell = tell
        self._troubles: Counter[str] = Counter()
        self._moderators: list[LiveClient] = []
        self._councillors: list[LiveClient] = []
        self._ends_at = 0.0

    async def join(self, base_url: str, rooms: Sequence[StaffCookies]) -> None:
        for room in rooms:
            for cookie, clients in ((room.moderator, self._moderators), (room.councillor, self._councillors)):
                client = LiveClient(base_url, room.chat_session, door="desk", cookie=f"sessionid={cookie}")
                await client.join()
                clients.append(client)

    async def work(self, seconds: float) -> Counter[str]:
        """Works until the time is over; answers the troubles."""
        self._ends_at = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for moderator in self._moderators:
                group.create_task(self._screen(moderator))
                group.create_task(self._announce(moderator))
            for councillor in self._councillors:
                group.create_task(self._answer(councillor))
            group.create_task(self._count_seconds())
        for client in (*self._moderators, *self._councillors):
            self._troubles.update(client.faults)
        return self._troubles

    async def leave(self) -> None:
        await asyncio.gather(*(client.leave() for client in (*self._moderators, *self._councillors)))

    async def _screen(self, moderator: LiveClient) -> None:
        decided: set[str] = set()  # the desk may not know it yet
        while await self._pause(READS_S):
            cards = (card for card in moderator.desk["questions"] if card["state"] == "waiting")
            card = next((card for card in cards if card["id"] not in decided), None)
            if card is not None:
                decided.add(card["id"])
                await self._decide(moderator, card)

    async def _decide(self, moderator: LiveClient, card: dict[str, Any]) -> None:
        fields = {"question": card["id"], "version": card["version"]}
        if random.random() < DECLINES:
            await self._do(moderator, "question.decline", reason="off_topic", note="", **fields)
        else:
            await self._do(moderator, "question.approve", **fields)

    async def _announce(self, moderator: LiveClient) -> None:
        while await self._pause(BETWEEN_NOTICES_S):
            await self._do(moderator, "notice.post", text="We go on until nine, and answer what is left in writing.")

    async def _answer(self, councillor: LiveClient) -> None:
        while await self._pause(THINKS_S):
            taken = await self._do(councillor, "question.take") if councillor.public["queue"] else {}
            for is_final in (False, True):
                if "question" in taken and await self._pause(WRITES_S):
                    text = "The work was ordered on Monday; it begins next week and takes ten days, weather permitting."
                    await self._do(councillor, "answer.give", question=taken["question"], text=text, final=is_final)

    async def _pause(self, between_s: tuple[float, float]) -> bool:
        """Wait for as long as a person may take; False if the evening ends before."""
        seconds, left = random.uniform(*between_s), self._ends_at - time.monotonic()
        await asyncio.sleep(max(0.0, min(seconds, left)))
        return seconds < left

    async def _do(self, client: LiveClient, op: str, **fields: Any) -> dict[str, Any]:
        """Send a command and answer its result, which is empty after a failure."""
        try:
            reply = await client.send(op, **fields)
        except (TimeoutError, ConnectionError) as error:
            self._troubles[f"{op}: {type(error).__name__}"] += 1
            await client.resume()
            return {}
        if reply["type"] == "nack":
            self._troubles[f"{op}: {reply['code']}"] += 1
            return {}
        result: dict[str, Any] = reply["result"]
        return result

    async def _count_seconds(self) -> None:
        while await self._pause((1.0, 1.0)):
            self._tell(1)
