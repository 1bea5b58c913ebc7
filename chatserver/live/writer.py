"""Gather the commands of each chat session while the batch before them is being written, and keep their order."""

import asyncio
import time
from uuid import UUID

from chatserver.live.commands import Order, Verdict, carry_out_together, later
from chatserver.live.pools import DatabasePool

MAX_TOGETHER = 200
MAX_WAITING = 2000
REST = 2
"""Where commands come faster than they are written, how long a lane gathers more, by how long the last batch took.

A batch costs much and a command in it little; so the database's threads leave most of the process to the sockets.
"""

MAX_REST_S = 0.1

type Waiting = tuple[Order, asyncio.Future[Verdict]]
"""An order and the answer that somebody waits for."""


class Writer:
    """One lane for each chat session. Belongs to one event loop."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._lanes: dict[UUID, list[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._is_closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    def close(self) -> None:
        """Take no more orders: whoever has one is to send it again, to another process."""
        self._is_closed = True

    async def wait_idle(self) -> None:
        """Wait until everything that was taken is answered."""
        await self._idle.wait()

    async def submit(self, order: Order) -> Verdict:
        """Have an order carried out. Whoever stops waiting before its turn has not sent it."""
        if self._is_closed or self._waiting >= MAX_WAITING:
            return later("busy", order)
        answer: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        lane = self._lanes.get(order.chat_session_id)
        if lane is None:
            lane = self._lanes[order.chat_session_id] = []
            task = asyncio.create_task(self._work(order.chat_session_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        lane.append((order, answer))
        self._waiting += 1
        self._idle.clear()
        try:
            return await answer
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()

    async def _work(self, chat_session_id: UUID) -> None:
        """Empty one lane, batch by batch."""
        lane = self._lanes[chat_session_id]
        try:
            while lane:
                batch = lane[:MAX_TOGETHER]
                del lane[:MAX_TOGETHER]
                began_at = time.monotonic()
                verdicts = await self._pool.run(_carry_out_wanted, batch)
                for (_order, answer), verdict in zip(batch, verdicts, strict=True):
                    if not answer.done() and verdict is not None:
                        answer.set_result(verdict)
                if 0 < len(lane) < MAX_TOGETHER:
                    await asyncio.sleep(min(REST * (time.monotonic() - began_at), MAX_REST_S))
        finally:
            del self._lanes[chat_session_id]


def _carry_out_wanted(batch: list[Waiting]) -> list[Verdict | None]:
    """Carry out what somebody still waits for when the turn has come, perhaps after a long wait for the database."""
    wanted = [not answer.done() for _order, answer in batch]
    orders = [order for (order, _answer), is_wanted in zip(batch, wanted, strict=True) if is_wanted]
    verdicts = iter(carry_out_together(orders) if orders else [])
    return [next(verdicts) if is_wanted else None for is_wanted in wanted]
