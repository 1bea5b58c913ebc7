"""The pages compute the declared order as the server does, and fast enough for every tick."""

import random
from dataclasses import asdict
from typing import Any

import pytest

from sessions.ordering.policies import POLICIES
from sessions.ordering.queue_order import queue_in_order
from sessions.ordering.queue_places import queue_places
from tests.browser.modules import Modules
from tests.measuring.timing import best_measured
from tests.sessions.ordering.full_queue import full_queue
from tests.sessions.ordering.order_cases import CASES, state_of

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

ORDER = "({ queueInOrder }, states) => states.map((state) => queueInOrder(state).map(({ id }) => id))"
PLACES = "({ placesOf }, states) => states.map((state) => Object.fromEntries(placesOf(state)))"
MOST_MS = 16
"""One frame."""


def expected_places(state: dict[str, Any]) -> dict[str, Any]:
    places, why = queue_places(state)
    return {key: {"place": place, "why": why.get(key, [])} for key, place in places.items()}


@pytest.mark.long
async def test_the_numbers_of_the_policies(shared_modules: Modules) -> None:
    found = await shared_modules.run("ordering/policies.js", "({ POLICIES }) => POLICIES")
    assert found == {name: numbers_for_pages(asdict(policy)) for name, policy in POLICIES.items()}


def numbers_for_pages(policy: dict[str, Any]) -> dict[str, Any]:
    """Leave out a policy's name and whose seed its lots have: no page draws lots, and the room has to be light."""
    of_the_server = {"name", "is_mixed"}
    return {name: policy[name] for name in policy.keys() - of_the_server} | {"support": list(policy["support"])}


async def test_the_shared_cases(shared_modules: Modules) -> None:
    states = [state_of(case) for case in CASES]
    assert await shared_modules.run("ordering/queue_order.js", ORDER, states) == [list(case.order) for case in CASES]
    assert await shared_modules.run("ordering/places.js", PLACES, states) == [
        expected_places(state) for state in states
    ]


@pytest.mark.long
async def test_random_queues(shared_modules: Modules) -> None:
    states = [full_queue(random.Random(seed), number) for seed, number in enumerate((1, 2, 7, 40, 300))]
    states.append(states[-1] | {"session": {"order": "backing"}})
    found = await shared_modules.run("ordering/queue_order.js", ORDER, states)
    assert found == [[card["id"] for card in queue_in_order(state)] for state in states]
    assert await shared_modules.run("ordering/places.js", PLACES, states) == [
        expected_places(state) for state in states
    ]


async def test_only_what_was_removed_from_the_queue_leaves_a_line_there(shared_modules: Modules) -> None:
    state = full_queue(random.Random(5), 3)
    first, second, third = (card | {"backing": 0} for card in state["queue"])
    state |= {"queue": [first], "removed": [second, third | {"after": None}]}
    script = "({ insertRemoved, queueInOrder }, state) => insertRemoved(queueInOrder(state), state).map(({ id }) => id)"
    found = await shared_modules.run("ordering/queue_order.js", script, state)
    assert sorted(found) == sorted([first["id"], second["id"]])


@pytest.mark.long
async def test_three_thousand_questions_are_ordered_within_a_frame(shared_modules: Modules) -> None:
    script = """({ queueInOrder }, state) => {
      const took = [];
      for (let round = 0; round < 30; round += 1) {
        const before = performance.now();
        queueInOrder(state);
        took.push(performance.now() - before);
      }
      return took.sort((a, b) => a - b)[15];
    }"""
    queue = full_queue(random.Random(3000), 3000)
    took = await best_measured(lambda: shared_modules.run("ordering/queue_order.js", script, queue), wanted=MOST_MS)
    assert took <= MOST_MS
