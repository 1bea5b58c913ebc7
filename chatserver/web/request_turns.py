"""Fair queueing of page requests: only so many run at once, and a client that sends many waits behind its own.

Each page takes a thread, and a computing thread delays the event loop and the writers by the interpreter's lock. So
few requests run at a time, and fewer of them from strangers; the others wait here, where they cost nothing.

Turns go around among the regions of strangers, in each among its networks, and in each of these among its addresses.
Of three turns, two go first to those who had nothing waiting before: people ask for one page after the other, and a
flood always has more waiting. The third keeps a crowd behind one address from waiting for ever.
Where no more may wait, the newest request of those who have the most waiting makes room for one of those with fewer.
"""

import asyncio
from collections import deque
from enum import Enum, auto
from itertools import chain, count
from typing import NamedTuple

from sessions.contract.limits import (
    KNOWN_AT_ONCE,
    KNOWN_WAITING,
    LANE_AT_ONCE,
    LANE_WAITING,
    MARKED_AT_ONCE,
    MARKED_WAITING,
    REQUESTS_AT_ONCE,
    STRANGERS_AT_ONCE,
    STRANGERS_WAITING,
)

ROUND_EVERY = 3
"""Number of turns of which one goes around without regard to who has just come."""


class Priority(Enum):
    """The priorities, in the order of their turns."""

    KNOWN = auto()
    """This process has seen who is signed in there."""

    MARKED = auto()
    """The key of the cookie session is signed: somebody signed in with it, though this process does not know who."""

    STRANGER = auto()


class RequestLane(NamedTuple):
    """A queue of requests. path: its name, after those of the larger queues that it is a part of."""

    priority: Priority
    path: tuple[str, ...]


class Bounds(NamedTuple):
    """Limits of all requests of a priority, then of each part of them that the path names, from the widest on."""

    at_once: tuple[int, ...]
    waiting: tuple[int, ...]


BOUNDS = {
    Priority.KNOWN: Bounds((KNOWN_AT_ONCE, LANE_AT_ONCE), (KNOWN_WAITING, LANE_WAITING)),
    Priority.MARKED: Bounds(
        (MARKED_AT_ONCE, MARKED_AT_ONCE, LANE_AT_ONCE), (MARKED_WAITING, MARKED_WAITING, LANE_WAITING)
    ),
    Priority.STRANGER: Bounds(
        (STRANGERS_AT_ONCE, STRANGERS_AT_ONCE, LANE_AT_ONCE, LANE_AT_ONCE),
        (STRANGERS_WAITING, STRANGERS_WAITING, LANE_WAITING, LANE_WAITING),
    ),
}
"""The path of a known lane is the account; of a marked one its network and its key; of a stranger's the region, the
network and the address."""


class QueueFull(Exception):
    """Too many requests wait already."""


class Turns:
    """Use it in the event loop's thread only."""

    def __init__(self) -> None:
        self._rooms = {priority: WaitingRoom(bounds) for priority, bounds in BOUNDS.items()}

    async def take(self, lane: RequestLane) -> None:
        """Wait for this lane's turn; give_back() has to follow. Raises QueueFull, at once or while it waits."""
        self._rooms[lane.priority].make_place(lane.path)
        await self._wait(lane, may_be_refused=True)

    async def take_again(self, lane: RequestLane) -> None:
        """Wait for another turn of a request whose answer has begun: it can no longer be refused. See take()."""
        await self._wait(lane, may_be_refused=False)

    def give_back(self, lane: RequestLane) -> None:
        self._rooms[lane.priority].give_back(lane.path)
        self._let_next_begin()

    async def _wait(self, lane: RequestLane, *, may_be_refused: bool) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._rooms[lane.priority].enter(lane.path, turn, may_be_refused=may_be_refused)
        self._let_next_begin()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.give_back(lane)
            raise

    def _let_next_begin(self) -> None:
        known, marked, strangers = self._rooms.values()
        while (residents := known.at_work + marked.at_work) + strangers.at_work < REQUESTS_AT_ONCE:
            is_turn_theirs = residents < KNOWN_AT_ONCE and (known.let_next_begin() or marked.let_next_begin())
            if not is_turn_theirs and not strangers.let_next_begin():
                return


class WaitingRoom:
    """Requests of one priority, as a tree: the lanes are its leaves."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._all = _Branch()
        self._numbers = count(1)
        self._turns_given = 0

    @property
    def at_work(self) -> int:
        return self._all.at_work

    def make_place(self, path: tuple[str, ...]) -> None:
        """Raises QueueFull where nobody has more waiting than this lane; else drops a request if no more may wait."""
        branch: _Branch | None = self._all
        full: tuple[int, _Branch] | None = None
        for depth, at_most in enumerate(self._bounds.waiting):
            if branch is not None and branch.refusable >= at_most:
                full = depth, branch  # the narrowest one: what is dropped there leaves room in the wider ones
            if branch is not None and depth < len(path):
                branch = branch.parts.get(path[depth])
        if full is not None:
            self._drop_newest(*full, path)

    def enter(self, path: tuple[str, ...], turn: asyncio.Future[None], *, may_be_refused: bool) -> None:
        branches, number = self._way(path), next(self._numbers)
        for parent, name, branch in zip(branches[:-1], path, branches[1:], strict=True):
            if not branch.waiting:
                parent.fresh[name] = None
        for branch in branches:
            branch.newest = number
            branch.waiting += 1
            branch.refusable += may_be_refused
        branches[-1].queue.append((turn, may_be_refused))

    def let_next_begin(self) -> bool:
        """Answers whether there was one."""
        path = self._find_next(self._all, 0) if self._all.waiting else None
        if path is None:
            return False
        self._turns_given += 1
        branches = self._way(tuple(path))
        turn, may_be_refused = branches[-1].queue.popleft()
        is_there = not turn.done()
        for branch in branches:
            branch.waiting -= 1
            branch.refusable -= may_be_refused
            branch.at_work += is_there
        _remove_empty(branches, path)
        if is_there:
            turn.set_result(None)
        return True

    def give_back(self, path: tuple[str, ...]) -> None:
        branches = self._way(path)
        for branch in branches:
            branch.at_work -= 1
        _remove_empty(branches, path)

    def _way(self, path: tuple[str, ...]) -> "list[_Branch]":
        """The branches from all to the lane; made where they are not there."""
        branches = [self._all]
        for name in path:
            parts = branches[-1].parts
            if name not in parts:
                parts[name] = _Branch()
            branches.append(parts[name])
        return branches

    def _find_next(self, branch: "_Branch", depth: int) -> list[str] | None:
        """The path to the lane whose turn is next; each part of a branch that has had one goes behind the others."""
        if not branch.waiting or branch.at_work >= self._bounds.at_once[depth]:
            return None
        if depth == len(self._bounds.at_once) - 1:
            return []
        fresh = branch.fresh if self._turns_given % ROUND_EVERY else ()
        for name in chain(fresh, branch.parts):
            rest = self._find_next(branch.parts[name], depth + 1)
            if rest is not None:
                branch.fresh.pop(name, None)
                branch.parts[name] = branch.parts.pop(name)
                return [name, *rest]
        return None

    def _drop_newest(self, depth: int, branch: "_Branch", path: tuple[str, ...]) -> None:
        """Refuse the newest of those with the most waiting in this branch. Raises QueueFull if that is the newcomer.

        Who has none waiting is not let in for somebody who has one: else the last would always be the first.
        """
        own: _Branch | None = branch
        way = list(path[:depth])
        while branch.parts:
            name, most = max(branch.parts.items(), key=_how_long)
            if own is branch:
                own = branch.parts.get(path[len(way)])
                if (own.refusable if own is not None else 0) + 1 >= most.refusable:
                    if own is None:
                        raise QueueFull
                    name = path[len(way)]
            branch = branch.parts[name]
            way.append(name)
        if own is branch:
            raise QueueFull
        branches = self._way(tuple(way))
        turn = branch.drop_newest()
        for each in branches:
            each.waiting -= 1
            each.refusable -= 1
        _remove_empty(branches, way)
        if not turn.done():
            turn.set_exception(QueueFull())


class _Branch:
    """All requests of a priority, or a part of them: that of a region, of a network, of a lane. A lane has a queue,
    and any other branch has parts, in the order of their turns.

    at_work: those whose turn it is; waiting: the others; refusable: those of the waiting that may be refused; newest:
    the number of the one that came last; fresh: the parts that had nothing waiting before, and no turn since.
    """

    __slots__ = ("at_work", "fresh", "newest", "parts", "queue", "refusable", "waiting")

    def __init__(self) -> None:
        self.at_work = self.waiting = self.refusable = self.newest = 0
        self.parts: dict[str, _Branch] = {}
        self.fresh: dict[str, None] = {}
        self.queue: deque[tuple[asyncio.Future[None], bool]] = deque()

    def drop_newest(self) -> asyncio.Future[None]:
        """Drop the newest request that may be refused; there has to be one."""
        place = next(place for place in reversed(range(len(self.queue))) if self.queue[place][1])
        turn, _may_be_refused = self.queue[place]
        del self.queue[place]
        return turn


def _how_long(named: tuple[str, _Branch]) -> tuple[int, int]:
    return named[1].refusable, named[1].newest


def _remove_empty(branches: list[_Branch], path: "list[str] | tuple[str, ...]") -> None:
    for parent, name in zip(reversed(branches[:-1]), reversed(path), strict=True):
        branch = parent.parts[name]
        if not branch.waiting:
            parent.fresh.pop(name, None)
            if not branch.at_work:
                del parent.parts[name]


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
