"""In whose turn requests begin, and who is refused where too many wait."""

import asyncio
from collections import Counter
from random import Random

import pytest

from chatserver.web.request_turns import Priority, QueueFull, RequestLane, Turns
from sessions.contract.limits import (
    KNOWN_AT_ONCE,
    LANE_AT_ONCE,
    LANE_WAITING,
    MARKED_AT_ONCE,
    REQUESTS_AT_ONCE,
    STRANGERS_AT_ONCE,
    STRANGERS_WAITING,
)


class Crowd:
    """Requests that are at work until they are told to end; begun says whose turn came in which order, and refused
    who was sent away."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.begun: list[RequestLane] = []
        self.refused: Counter[RequestLane] = Counter()
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
        try:
            await self.turns.take(lane)
        except QueueFull:
            self.refused[lane] += 1
            return
        self.begun.append(lane)
        self._ends.append(asyncio.Event())
        await self._ends[-1].wait()
        self.turns.give_back(lane)


def stranger(network: object, address: object = 1, *, region: object = None) -> RequestLane:
    """A stranger of a region of its own, unless one is given."""
    return RequestLane(Priority.STRANGER, (str(region or network), str(network), str(address)))


def marked(key: object, network: object = 1) -> RequestLane:
    return RequestLane(Priority.MARKED, (str(network), str(key)))


def resident(account: object) -> RequestLane:
    return RequestLane(Priority.KNOWN, (str(account),))


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
    assert (crowd.begun[-1], len(crowd.begun)) == (stranger(1), REQUESTS_AT_ONCE)


async def test_where_too_many_wait_a_newcomer_is_refused_and_another_lane_is_not() -> None:
    crowd = Crowd()
    await crowd.come(*[stranger("flood")] * (LANE_AT_ONCE + LANE_WAITING + 1))
    await crowd.come(stranger("other"))
    assert (crowd.begun[-1], crowd.refused) == (stranger("other"), {stranger("flood"): 1})


async def test_who_gives_up_leaves_the_turn_to_the_next() -> None:
    crowd = Crowd()
    await crowd.come(*map(stranger, range(STRANGERS_AT_ONCE + 2)))
    crowd.tasks[STRANGERS_AT_ONCE].cancel()
    await crowd.end()
    assert crowd.begun[-1] == stranger(STRANGERS_AT_ONCE + 1)
    await crowd.end(STRANGERS_AT_ONCE)
    await crowd.come(*map(stranger, range(STRANGERS_AT_ONCE)))
    assert len(crowd.begun) == 2 * STRANGERS_AT_ONCE + 1


def flood_of(network: object, count: int, **more: object) -> list[RequestLane]:
    """Each from another address."""
    return [stranger(network, address, **more) for address in range(count)]


@pytest.mark.row("threat", 39)
async def test_a_network_with_many_addresses_has_one_turn_among_networks() -> None:
    crowd = Crowd()
    await crowd.come(*flood_of("flood", 100), *flood_of("other", 2))
    assert crowd.begun == [stranger("flood", 0), stranger("flood", 1), stranger("other", 0)]
    await crowd.end(2)
    assert crowd.begun[3:] == [stranger("flood", 2), stranger("other", 1)]


@pytest.mark.row("threat", 39)
async def test_a_region_with_many_networks_has_one_turn_among_regions() -> None:
    crowd = Crowd()
    await crowd.come(*[stranger(network, region="flood") for network in range(100)], *flood_of("other", 2))
    await crowd.end(2)
    assert crowd.begun[3:] == [stranger(3, region="flood"), stranger("other", 0)]


@pytest.mark.row("threat", 39)
async def test_one_network_has_a_tenth_of_the_room_and_in_it_the_address_with_the_most_makes_room() -> None:
    crowd, loud = Crowd(), stranger("hall", "loud")
    await crowd.come(*[loud] * (LANE_AT_ONCE + LANE_WAITING))
    assert (crowd.refused.total(), LANE_WAITING * 10) == (0, STRANGERS_WAITING)
    await crowd.come(*flood_of("hall", 100))
    assert crowd.refused == {loud: 100}
    await crowd.end(2)
    assert crowd.begun[-2:] == [loud, stranger("hall", 0)]


@pytest.mark.row("threat", 39)
@pytest.mark.parametrize("networks", [10, 12, 500])
async def test_a_newcomer_is_let_in_for_the_newest_of_who_has_the_most_waiting(networks: int) -> None:
    """However the flood is spread: over ten networks, over twelve, over hundreds with a few addresses each."""
    crowd = Crowd()
    each = -(-STRANGERS_WAITING // networks) + 2
    await crowd.come(*[lane for network in range(networks) for lane in flood_of(network, each)])
    refused = crowd.refused.copy()
    await crowd.come(*[stranger(f"short {number}") for number in range(100)])
    assert (crowd.refused - refused).total() == 100
    newest = range(each - 5 - 100 // networks, each)
    assert {int(lane.path[2]) for lane in crowd.refused - refused} <= set(newest)
    for _turn in range(networks + 2 * 100):
        await crowd.end()
    assert sum(lane.path[0].startswith("short") for lane in crowd.begun) == 100


async def test_where_all_have_one_waiting_who_came_first_stays() -> None:
    crowd = Crowd()
    await crowd.come(*map(stranger, range(STRANGERS_AT_ONCE + STRANGERS_WAITING)))
    await crowd.come(stranger("late"))
    assert crowd.refused == {stranger("late"): 1}


async def test_an_answer_that_has_begun_is_never_refused() -> None:
    crowd, export = Crowd(), stranger("hall", "export")
    await crowd.come(*flood_of("hall", LANE_AT_ONCE))
    pieces = [asyncio.create_task(crowd.turns.take_again(export)) for _piece in range(5)]
    await crowd.come(*[export] * LANE_WAITING, stranger("hall", "other"))
    assert (crowd.refused, [piece.done() for piece in pieces]) == ({export: 1}, [False] * 5)
    for piece in pieces:
        await crowd.end()
        await piece
        crowd.turns.give_back(export)


async def test_a_browser_with_a_mark_waits_for_residents_and_not_for_strangers() -> None:
    crowd = Crowd()
    await crowd.come(*map(stranger, range(100)), *map(marked, range(100)), *map(resident, range(100)))
    assert Counter(lane.priority for lane in crowd.begun) == {
        Priority.STRANGER: STRANGERS_AT_ONCE,
        Priority.MARKED: MARKED_AT_ONCE,
        Priority.KNOWN: REQUESTS_AT_ONCE - STRANGERS_AT_ONCE - MARKED_AT_ONCE,
    }
    begun = len(crowd.begun)
    for _each in range(STRANGERS_AT_ONCE + MARKED_AT_ONCE):
        await crowd.end()
    assert Counter(lane.priority for lane in crowd.begun[begun:]) == {Priority.KNOWN: 5, Priority.STRANGER: 1}


@pytest.mark.row("threat", 39)
async def test_who_had_nothing_waiting_goes_before_a_flood_of_many_networks_which_keeps_one_turn_of_three() -> None:
    crowd, visits = Crowd(), 20
    await crowd.come(*[lane for network in range(100) for lane in flood_of(network, 10)])
    for _turn in range(200):  # until each network has had one
        await crowd.end()
    newcomers = [stranger(f"newcomer {number}") for number in range(visits)]
    begun = len(crowd.begun)
    await crowd.come(*newcomers)
    for _turn in range(visits * 3 // 2):
        await crowd.end()
    assert set(newcomers) <= set(crowd.begun[begun:])
    assert len([lane for lane in crowd.begun[begun:] if lane not in newcomers]) == visits // 2


@pytest.mark.costly
async def test_whatever_comes_ends_or_gives_up_each_room_is_empty_in_the_end() -> None:
    crowd, chance = Crowd(), Random(7)
    for _step in range(3_000):
        many = chance.choice([1, 1, 1, 60])
        lanes = (
            stranger(chance.randrange(60), chance.randrange(9), region=chance.randrange(5)),
            resident(1),
            marked(1),
        )
        await crowd.come(*[chance.choices(lanes, (8, 1, 1))[0]] * many)
        if chance.random() < 0.2:
            chance.choice(crowd.tasks).cancel()
        await crowd.end(chance.choice([0, 1, 5, 20]))
    while not all(task.done() for task in crowd.tasks):
        await crowd.end(20)
    again = len(crowd.begun)
    await crowd.come(
        *map(stranger, range(STRANGERS_AT_ONCE)), *map(resident, range(REQUESTS_AT_ONCE - STRANGERS_AT_ONCE))
    )
    assert len(crowd.begun) == again + REQUESTS_AT_ONCE
