"""Residents of many rooms on an evening: some ask from time to time, and more of them back a question."""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.load.receiving.received import Told
from tests.bench.load.receiving.seen import SeenStreams, look_at
from tests.bench.load.residents import Residents
from tests.bench.load.worker import Tell

ANSWERED_WITHIN_S = 10.0
LEAVES_QUEUE = frozenset({"question.taken", "question.withdrawn", "question.merged", "question.on_notice"})


@dataclass
class Doings:
    """ack_ms: how long each acked command took; refusals: how many were refused, by code."""

    ack_ms: Counter[int] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)


@dataclass
class Ends:
    """The final state of a crowd. ends: how many residents ended at each place, by room, epoch and seq.

    frames: events frames. On a smooth evening lines_lost is 0, and snapshots is one for each resident.
    """

    ends: Counter[tuple[int, str, int]]
    faults: int
    frames: int = 0
    snapshots: int = 0
    lines_lost: int = 0


class EveningResidents(Residents):
    def __init__(self, process: int, tell: Tell) -> None:
        super().__init__(process, tell)
        self.received.on_new = self._learn
        self._queues: dict[str, list[str]] = defaultdict(list)
        self._under_way: set[asyncio.Task[None]] = set()

    async def live(self, seconds: float, asks_per_s: float, taps_per_s: float) -> Doings:
        """Ask and back at random moments, at these average rates."""
        doings = Doings()
        await asyncio.gather(
            self._now_and_then(asks_per_s, seconds, lambda: self._ask(doings)),
            self._now_and_then(taps_per_s, seconds, lambda: self._back(doings)),
        )
        await asyncio.gather(*self._under_way)
        return doings

    async def until_at(self, ends: dict[str, int], within_s: float) -> None:
        """Wait until everybody has reached the end of their room's stream, or the time is over."""
        deadline = time.monotonic() + within_s
        for resident in self.residents:
            while resident.seq < ends.get(resident.epoch, 0) and time.monotonic() < deadline:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def tell_ends(self) -> Ends:
        return Ends(
            ends=Counter((resident.room, resident.epoch, resident.seq) for resident in self.residents),
            faults=sum(resident.faults for resident in self.residents) + self.turned_away,
            frames=sum(resident.frames for resident in self.residents),
            snapshots=sum(resident.snapshots for resident in self.residents),
            lines_lost=self.lines_lost,
        )

    async def tell_seen(self) -> SeenStreams:
        return look_at(self.received.told, clock_offset_s=time.time() - time.monotonic())

    async def _now_and_then(self, per_s: float, seconds: float, act: Callable[[], Any]) -> None:
        ends_at = time.monotonic() + seconds
        while (pause_s := random.expovariate(per_s)) < ends_at - time.monotonic():
            await asyncio.sleep(pause_s)
            task = asyncio.create_task(act())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _ask(self, doings: Doings) -> None:
        text = f"How long until the lamps in lane {random.randint(1, 999)} are mended? They have been dark for weeks."
        await self._send("question.ask", {"text": text, "kind": "complaint"}, doings, random.choice(self.residents))

    async def _back(self, doings: Doings) -> None:
        resident = random.choice(self.residents)
        queue = self._queues[resident.epoch]
        if queue:
            fields = {"question": random.choice(queue), "on": True}
            await self._send("question.back", fields, doings, resident)

    async def _send(self, op: str, fields: dict[str, Any], doings: Doings, resident: Any) -> None:
        if not resident.is_caught_up:
            doings.refusals["not connected"] += 1
            return
        sent_at = time.monotonic()
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                heard = await resident.send(op, fields)
        except TimeoutError:
            doings.refusals["no answer"] += 1
            return
        if heard.type == "ack":
            doings.ack_ms[round((time.monotonic() - sent_at) * 1000)] += 1
        else:
            doings.refusals[str(heard.code)] += 1

    def _learn(self, told: Told) -> None:
        """Remember which questions are in each room's queue."""
        queue = self._queues[told.heard.epoch]
        if told.heard.type == "snapshot":
            queue[:] = [card["id"] for card in json.loads(bytes(told.heard.state))["queue"]]
        for raw in told.heard.events:
            event = json.loads(bytes(raw))
            if event["type"] == "question.queued" and event["id"] not in queue:
                queue.append(event["id"])
            elif event["type"] in LEAVES_QUEUE and event.get("id") in queue:
                queue.remove(event["id"])
