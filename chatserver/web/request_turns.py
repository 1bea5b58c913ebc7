"""Lets so many page requests be worked on at once, in turns: whoever sends many waits behind their own.

Each page takes a thread, and every thread that computes keeps the event loop and the writers waiting for the
interpreter. So there are few at a time, of strangers fewer still; the others wait here, where they cost nothing.
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
"""Of one cookie session, or of all strangers who share an address."""


class RequestLane(NamedTuple):
    """Whose requests wait behind each other: of a cookie session that is known, or of strangers at one address."""

    is_known: bool
    name: str


class Full(Exception):
    """Too many wait already."""


class Turns:
    """Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._at_work: Counter[RequestLane] = Counter()
        self._at_work_by_kind: Counter[bool] = Counter()
        self._waiting: dict[bool, dict[RequestLane, deque[asyncio.Future[None]]]] = {True: {}, False: {}}
        self._waiting_by_kind: Counter[bool] = Counter()

    async def take(self, lane: RequestLane) -> None:
        """Wait for this lane's turn, which is to be given back. Raises Full."""
        lanes, at_most = self._waiting[lane.is_known], KNOWN_WAITING if lane.is_known else STRANGERS_WAITING
        if self._waiting_by_kind[lane.is_known] >= at_most or len(lanes.get(lane, ())) >= LANE_WAITING:
            raise Full
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
        """Let one request of that kind begin, of the lane whose turn it is; answers whether there was one."""
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
            lanes[lane] = queue  # behind the others now
        if not turn.done():
            self._at_work[lane] += 1
            self._at_work_by_kind[is_known] += 1
            turn.set_result(None)
        return True
