"""Gather commands while the batch before them is being written, and keep the order of each chat session."""

import asyncio
import time
from uuid import UUID

from chatserver.live.commands import Order, Verdict, carry_out_together, later
from chatserver.live.pools import DatabasePool

MAX_TOGETHER = 200
MAX_WAITING = 2000
SHARE = 1 / 3
"""How much of one core writing may take while more is waiting: a batch costs much and a command in it little, and the
sockets of this process need the rest. What comes meanwhile makes the next batch larger.
"""

MAX_REST_S = 0.1

type Waiting = tuple[Order, asyncio.Future[Verdict]]
"""An order and the answer that somebody waits for."""


class Writer:
    """A lane for each chat session, so that none waits for what another is waiting for.

    Where a single thread writes they would wait for it in any case: one lane for all then, whose commits they share.
    Belongs to one event loop.
    """

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._lanes: dict[UUID | None, list[Waiting]] = {}
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
        key = order.chat_session_id if self._pool.threads > 1 else None
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = []
            task = asyncio.create_task(self._work(key))
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

    async def _work(self, key: UUID | None) -> None:
        """Empty one lane, batch by batch."""
        lane = self._lanes[key]
        try:
            while lane:
                batch = lane[:MAX_TOGETHER]
                del lane[:MAX_TOGETHER]
                began_at = time.monotonic()
                verdicts, busy_s = await self._pool.run(_carry_out_wanted, batch)
                for (_order, answer), verdict in zip(batch, verdicts, strict=True):
                    if not answer.done() and verdict is not None:
                        answer.set_result(verdict)
                if 0 < len(lane) < MAX_TOGETHER:
                    took_s = time.monotonic() - began_at
                    await asyncio.sleep(rest_s(busy_s=busy_s, took_s=took_s, lanes=len(self._lanes)))
        finally:
            del self._lanes[key]


def rest_s(*, busy_s: float, took_s: float, lanes: int) -> float:
    """How long a lane waits before its next batch, so that as many lanes as there are keep to their share."""
    return min(max(busy_s * lanes / SHARE - took_s, 0), MAX_REST_S)


def _carry_out_wanted(batch: list[Waiting]) -> tuple[list[Verdict | None], float]:
    """Carry out what somebody still waits for when the turn has come, perhaps after a long wait for the database.

    Says also for how many seconds this thread was at work: waiting for the disk costs the sockets nothing.
    """
    began_at = time.thread_time()
    wanted = [not answer.done() for _order, answer in batch]
    orders = [order for (order, _answer), is_wanted in zip(batch, wanted, strict=True) if is_wanted]
    verdicts = iter(carry_out_together(orders) if orders else [])
    return [next(verdicts) if is_wanted else None for is_wanted in wanted], time.thread_time() - began_at
