"""Fair queueing of page requests: only so many run at once, and a client that sends many waits behind its own.

Each page takes a thread, and a computing thread delays the event loop and the writers by the interpreter's lock. So
few requests run at a time, and fewer of them from strangers; the others wait here, where they cost nothing.
"""

import asyncio
from collections import Counter, deque
from typing import NamedTuple

AT_ONCE = 8
KNOWN_AT_ONCE = 7
STRANGERS_AT_ONCE = 3
LANE_AT_ONCE = 2

KNOWN_WAITING = 4_000
STRANGERS_WAITING = 1_000
LANE_WAITING = 300
"""How many requests of one lane may wait."""


class RequestLane(NamedTuple):
    """A queue of requests: those of one person who is signed in, or those of all strangers at one address."""

    is_known: bool
    name: str


class QueueFull(Exception):
    """Too many requests wait already."""


class Turns:
    """Use it in the event loop's thread only."""

    def __init__(self) -> None:
        self._at_work: Counter[RequestLane] = Counter()
        self._at_work_by_kind: Counter[bool] = Counter()
        self._waiting: dict[bool, dict[RequestLane, deque[asyncio.Future[None]]]] = {True: {}, False: {}}
        self._waiting_by_kind: Counter[bool] = Counter()

    async def take(self, lane: RequestLane) -> None:
        """Wait for this lane's turn; give_back() has to follow. Raises QueueFull."""
        lanes, at_most = self._waiting[lane.is_known], KNOWN_WAITING if lane.is_known else STRANGERS_WAITING
        if self._waiting_by_kind[lane.is_known] >= at_most or len(lanes.get(lane, ())) >= LANE_WAITING:
            raise QueueFull
        await self.take_again(lane)

    async def take_again(self, lane: RequestLane) -> None:
        """As take(), for a request whose answer has begun: it cannot be refused any longer."""
        lanes = self._waiting[lane.is_known]
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lanes.setdefault(lane, deque()).append(turn)
        self._waiting_by_kind[lane.is_known] += 1
        self._let_next_begin()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back(lane)
            raise

    def give_back(self, lane: RequestLane) -> None:
        self._at_work_by_kind[lane.is_known] -= 1
        self._at_work[lane] -= 1
        if not self._at_work[lane]:
            del self._at_work[lane]
        self._let_next_begin()

    def _let_next_begin(self) -> None:
        while self._at_work_by_kind.total() < AT_ONCE and (self._begin(is_known=True) or self._begin(is_known=False)):
            pass

    def _begin(self, *, is_known: bool) -> bool:
        """Let one request of the next lane of that kind begin; answers whether there was one."""
        if self._at_work_by_kind[is_known] >= (KNOWN_AT_ONCE if is_known else STRANGERS_AT_ONCE):
            return False
        lanes = self._waiting[is_known]
        lane = next((lane for lane in lanes if self._at_work[lane] < LANE_AT_ONCE), None)
        if lane is None:
            return False
        queue = lanes.pop(lane)
        turn = queue.popleft()
        self._waiting_by_kind[is_known] -= 1
        if queue:
            lanes[lane] = queue  # the lane goes behind the others
        if not turn.done():
            self._at_work[lane] += 1
            self._at_work_by_kind[is_known] += 1
            turn.set_result(None)
        return True


class PageTurn:
    """The turn of one request, which it may give back early and take again. give_back() may be called at any time."""

    def __init__(self, turns: Turns, lane: RequestLane) -> None:
        self._turns, self._lane = turns, lane
        self._is_held = False

    async def take(self) -> None:
        """Raises QueueFull."""
        await self._turns.take(self._lane)
        self._is_held = True

    async def take_again(self) -> None:
        await self._turns.take_again(self._lane)
        self._is_held = True

    def give_back(self) -> None:
        if self._is_held:
            self._is_held = False
            self._turns.give_back(self._lane)
