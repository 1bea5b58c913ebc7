import asyncio

import pytest

from chatserver.web.request_turns import (
    AT_ONCE,
    KNOWN_AT_ONCE,
    LANE_AT_ONCE,
    LANE_WAITING,
    STRANGERS_AT_ONCE,
    QueueFull,
    RequestLane,
    Turns,
)


class Crowd:
    """Requests that are at work until they are told to end; begun says whose turn came in which order."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.begun: list[RequestLane] = []
        self.tasks: list[asyncio.Task[None]] = []
        self._ends: list[asyncio.Event] = []

    async def come(self, *lanes: RequestLane) -> None:
        self.tasks += [asyncio.create_task(self._ask(lane)) for lane in lanes]
        await self.settle()

    async def end(self, count: int = 1) -> None:
        """Let those end that began first."""
        for event in self._ends[:count]:
            event.set()
        del self._ends[:count]
        await self.settle()

    async def settle(self) -> None:
        for _turn in range(5):
            await asyncio.sleep(0)

    async def _ask(self, lane: RequestLane) -> None:
        await self.turns.take(lane)
        self.begun.append(lane)
        self._ends.append(asyncio.Event())
        await self._ends[-1].wait()
        self.turns.give_back(lane)


def stranger(name: object) -> RequestLane:
    return RequestLane(is_known=False, name=str(name))


def resident(name: object) -> RequestLane:
    return RequestLane(is_known=True, name=str(name))


async def test_who_sends_many_waits_behind_their_own() -> None:
    crowd = Crowd()
    await crowd.come(*[stranger("flood")] * 50, stranger("other"), stranger("another"))
    assert crowd.begun == [stranger("flood")] * LANE_AT_ONCE + [stranger("other")]
    await crowd.end(2)
    assert crowd.begun[3:] == [stranger("flood"), stranger("another")]


@pytest.mark.row("threat", 38)
async def test_however_many_strangers_come_residents_are_served_at_once() -> None:
    crowd = Crowd()
    await crowd.come(*map(stranger, range(100)))
    assert len(crowd.begun) == STRANGERS_AT_ONCE
    await crowd.come(resident(1))
    assert crowd.begun[-1] == resident(1)


async def test_however_many_residents_come_a_stranger_has_a_turn() -> None:
    crowd = Crowd()
    await crowd.come(*map(resident, range(100)))
    assert len(crowd.begun) == KNOWN_AT_ONCE
    await crowd.come(stranger(1))
    assert (crowd.begun[-1], len(crowd.begun)) == (stranger(1), AT_ONCE)


async def test_where_too_many_wait_a_newcomer_is_refused_and_another_lane_is_not() -> None:
    crowd = Crowd()
    await crowd.come(*[stranger("flood")] * (LANE_AT_ONCE + LANE_WAITING))
    with pytest.raises(QueueFull):
        await crowd.turns.take(stranger("flood"))
    await crowd.come(stranger("other"))
    assert crowd.begun[-1] == stranger("other")


async def test_who_gives_up_leaves_the_turn_to_the_next() -> None:
    crowd = Crowd()
    await crowd.come(*map(stranger, range(STRANGERS_AT_ONCE + 2)))
    crowd.tasks[STRANGERS_AT_ONCE].cancel()
    await crowd.end()
    assert crowd.begun[-1] == stranger(STRANGERS_AT_ONCE + 1)
    await crowd.end(STRANGERS_AT_ONCE)
    await crowd.come(*map(stranger, range(STRANGERS_AT_ONCE)))
    assert len(crowd.begun) == 2 * STRANGERS_AT_ONCE + 1
