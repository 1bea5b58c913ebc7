"""Queue commands while the ones before them are being written, and keep the order of each chat session."""

import asyncio
import time
from itertools import chain
from uuid import UUID

from chatserver.database.pools import DatabasePool
from chatserver.live.commands.orders import Order
from chatserver.live.commands.replies import Reply, later
from chatserver.live.commands.shared_operations import SHARED_OPERATIONS
from chatserver.live.commands.transaction import carry_out_free, carry_out_together
from chatserver.metrics import ACK_SECONDS, BUSY_COMMANDS, NACK_SECONDS

MAX_TOGETHER = 128
WEIGHT_ALONE = 32
"""A command that is decided alone takes as long as so many that are decided together: a round of many of those would
hold its rooms, and what has been said in them, for half a second.
"""

MAX_WAITING = 2000
SHARE = 1 / 4
"""The share of one core that writing may take while no full round waits: a round costs much and a command in it little,
and the sockets of this process need the rest. Commands that come meanwhile make the next round larger.
"""

MAX_REST_S = 0.03
PATIENCE_S = 0.5
"""After that, the other rooms no longer wait for a round that stands before a slow query."""

HELD_S = 0.1
"""For so long, a room that another transaction holds is tried again with the others; then a round of its own waits."""

TRY_AGAIN_S = 0.01
"""Before the next round, where all rooms of one were held."""

type Waiting = tuple[Order, asyncio.Future[Reply]]
"""An order and the future of its reply."""

type Lanes = dict[UUID, list[Waiting]]
"""The waiting orders of each chat session, in their order."""


class CommandQueue:
    """Carries out the orders of all rooms, round by round, each round in one transaction.

    A room is in one round at a time, so that its order is kept. If several threads write, no room waits for another
    room's lock: the orders of a chat session that another transaction holds come again in a later round.
    Belongs to one event loop.
    """

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._lanes: Lanes = {}
        self._held_since: dict[UUID, float] = {}
        self._at_work: set[UUID] = set()
        self._rounds: set[asyncio.Task[None]] = set()
        self._taking_turns: asyncio.Task[None] | None = None
        self._rests_until = 0.0
        self._waiting = 0
        self._is_closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    def close(self) -> None:
        """Refuse orders from now on: their senders have to send them again, to another process."""
        self._is_closed = True

    async def wait_idle(self) -> None:
        """Wait until every accepted order is answered."""
        await self._idle.wait()

    async def submit(self, order: Order) -> Reply:
        """Carry an order out. A caller that stops waiting before its turn has not sent it."""
        if self._is_closed or self._waiting >= MAX_WAITING:
            BUSY_COMMANDS.inc()
            return later("busy", order)
        began_at = time.monotonic()
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._lanes.setdefault(order.chat_session_id, []).append((order, answer))
        self._waiting += 1
        self._idle.clear()
        self._wake()
        try:
            reply = await answer
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()
        (NACK_SECONDS if reply.code else ACK_SECONDS).observe(time.monotonic() - began_at)
        return reply

    @property
    def waiting(self) -> int:
        """How many orders have no reply yet. Any thread may ask."""
        return self._waiting

    def _wake(self) -> None:
        if self._taking_turns is None and self._has_free_lanes():
            self._taking_turns = asyncio.create_task(self._take_turns())

    async def _take_turns(self) -> None:
        """Begin one round after another, as long as there are orders that no running round holds up."""
        try:
            while self._has_free_lanes():
                rest = self._rests_until - time.monotonic()
                if rest > 0 and not self._fills_round():
                    await asyncio.sleep(rest)
                lanes = self._gather()
                going = self._begin(lanes, waits=len(lanes) == 1 and not self._has_free_lanes())
                await asyncio.wait({going}, timeout=PATIENCE_S if self._pool.threads > 1 else None)
        finally:
            self._taking_turns = None

    def _has_free_lanes(self) -> bool:
        return bool(self._free_lanes())

    def _free_lanes(self) -> list[UUID]:
        return [chat_session_id for chat_session_id in self._lanes if chat_session_id not in self._at_work]

    def _fills_round(self) -> bool:
        """Whether so much waits already that what comes meanwhile would be in a later round."""
        return sum(_weight(order) for key in self._free_lanes() for order, _answer in self._lanes[key]) >= MAX_TOGETHER

    def _gather(self) -> Lanes:
        """Take waiting orders from the free lanes, as many as one round may have."""
        taken: Lanes = {}
        room_left = MAX_TOGETHER
        for chat_session_id in self._free_lanes():
            if room_left <= 0:
                break
            lane, count = self._lanes.pop(chat_session_id), 0
            while count < len(lane) and room_left > 0:
                room_left -= _weight(lane[count][0])
                count += 1
            taken[chat_session_id] = lane[:count]
            if lane[count:]:
                self._lanes[chat_session_id] = lane[count:]  # after the others now
        return taken

    def _begin(self, lanes: Lanes, *, waits: bool) -> asyncio.Task[None]:
        """waits: for rooms that another transaction holds, which is right only where no other room waits meanwhile."""
        self._at_work.update(lanes)
        going = asyncio.create_task(self._go_round(lanes, waits=waits or self._pool.threads == 1))
        self._rounds.add(going)
        going.add_done_callback(self._rounds.discard)
        return going

    async def _go_round(self, lanes: Lanes, *, waits: bool) -> None:
        try:
            await self._carry_out(list(chain.from_iterable(lanes.values())), waits=waits)
            held = {pk: still for pk, lane in lanes.items() if (still := [one for one in lane if not one[1].done()])}
            if len(held) == len(lanes):
                await asyncio.sleep(TRY_AGAIN_S)
        finally:
            self._at_work.difference_update(lanes)
        for chat_session_id in lanes.keys() - held.keys():
            self._held_since.pop(chat_session_id, None)
        self._bring_back(held)
        self._wake()

    def _bring_back(self, held: Lanes) -> None:
        """Into the queue, before what has come meanwhile."""
        now = time.monotonic()
        for chat_session_id, lane in held.items():
            if now - self._held_since.setdefault(chat_session_id, now) < HELD_S:
                self._lanes[chat_session_id] = [*lane, *self._lanes.get(chat_session_id, ())]
            else:
                self._begin({chat_session_id: lane}, waits=True)

    async def _carry_out(self, batch: list[Waiting], *, waits: bool) -> None:
        """Answer these, except for the rooms that another transaction holds if none is to be waited for."""
        began_at = time.monotonic()
        replies, busy_s = await self._pool.run(_carry_out_wanted, batch, waits=waits)
        for (_order, answer), reply in zip(batch, replies, strict=True):
            if not answer.done() and reply is not None:
                answer.set_result(reply)
        now = time.monotonic()
        self._rests_until = now + rest_s(busy_s=busy_s, took_s=now - began_at)


def _weight(order: Order) -> int:
    """Of all that it decides: some commands of the desk are about many questions."""
    if order.command.op in SHARED_OPERATIONS:
        return 1
    return WEIGHT_ALONE * len(getattr(order.command.fields, "questions", (None,)))


def rest_s(*, busy_s: float, took_s: float) -> float:
    """How long the next round waits for more orders, so that writing keeps to its share."""
    return min(max(busy_s / SHARE - took_s, 0), MAX_REST_S)


def _carry_out_wanted(batch: list[Waiting], *, waits: bool) -> tuple[list[Reply | None], float]:
    """Carry out the orders that callers still wait for, perhaps after a long wait for the database.

    Also answers the seconds that this thread worked: waiting for the disk costs the sockets nothing.
    """
    began_at = time.thread_time()
    wanted = [not answer.done() for _order, answer in batch]
    orders = [order for (order, _answer), is_wanted in zip(batch, wanted, strict=True) if is_wanted]
    replies = iter((carry_out_together if waits else carry_out_free)(orders) if orders else [])
    return [next(replies) if is_wanted else None for is_wanted in wanted], time.thread_time() - began_at
