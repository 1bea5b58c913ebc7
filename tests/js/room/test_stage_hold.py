"""Which question is large in the room and on the wall: an answer stays until a slow reader has read it."""

import random
from typing import Any

import pytest

from sessions.chats.pages.room.stage import last_answered
from sessions.log.folding.folding import empty_public
from tests.browser.modules import Modules
from tests.clients.product_folds import apply_public
from tests.factories.random_evening import RandomEvening

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

RUN = """
  ({ StageHold }, { states, looks }) => {
    const hold = new StageHold();
    return looks.map(([moment, state]) => {
      if (state === "release") return hold.release();
      const card = hold.choose(states[state], moment);
      const { index } = hold.reading(moment);
      return [card && card.id, index, hold.isDue(moment)];
    });
  }
"""
WORDS = " ".join(["word"] * 25)  # read in ten seconds
QUESTION_MS, ANSWER_MS = 5_000, 10_000


def card(name: str, *answers: str, at: str = "10") -> dict[str, Any]:
    parts = [{"text": text, "at": f"{at}:{number:02}"} for number, text in enumerate(answers)]
    return {"id": name, "text": WORDS, "answers": parts}


def state(floor: Any = None, queue: Any = (), answered: Any = ()) -> dict[str, Any]:
    return {"floor": floor, "queue": list(queue), "answered": list(answered)}


@pytest.mark.long
async def test_an_answer_stays_until_it_can_have_been_read_though_the_next_question_is_taken(
    shared_modules: Modules,
) -> None:
    states = [
        state(floor=card("a")),
        state(floor=card("a", WORDS)),
        state(answered=[card("a", WORDS)]),
        state(floor=card("b"), answered=[card("a", WORDS)]),
    ]
    came = 20_000
    read = came + ANSWER_MS
    looks = [[0, 0], [came, 1], [came + 1, 2], [came + 2, 3], [read - 1, 3], [read, 3], [read + 1, 3]]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": looks})
    assert found == [
        ["a", -1, False],
        ["a", 0, False],
        ["a", 0, False],
        ["a", 0, False],
        ["a", 0, False],
        ["b", -1, False],
        ["b", -1, False],
    ]


async def test_parts_are_read_one_after_the_other_from_when_they_came(shared_modules: Modules) -> None:
    states = [state(floor=card("a", WORDS, WORDS))]
    looks = [[0, 0], [QUESTION_MS, 0], [QUESTION_MS + ANSWER_MS, 0], [QUESTION_MS + 3 * ANSWER_MS, 0]]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": looks})
    assert [index for _card, index, _due in found] == [-1, 0, 1, 1]


async def test_a_reader_who_asks_for_the_next_has_it_at_once(shared_modules: Modules) -> None:
    states = [state(floor=card("a", WORDS)), state(floor=card("b"), answered=[card("a", WORDS)])]
    looks = [[0, 0], [1, 1], [2, "release"], [3, 1]]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": looks})
    assert [each and each[0] for each in found] == ["a", "a", None, "b"]


async def test_what_was_answered_meanwhile_comes_in_its_turn(shared_modules: Modules) -> None:
    a, b, c = card("a", WORDS, at="10"), card("b", WORDS, at="11"), card("c", WORDS, at="12")
    states = [
        state(floor=a),
        state(floor=b, answered=[a]),
        state(answered=[a, b]),
        state(floor=c, answered=[a, b]),
        state(answered=[a, b, c]),
    ]
    one = QUESTION_MS + ANSWER_MS
    looks = [[0, 0], [1, 1], [2, 2], [3, 3], [4, 4], [one, 4], [2 * one, 4], [9 * one, 4]]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": looks})
    assert [shown for shown, _index, _due in found] == ["a", "a", "a", "a", "a", "b", "c", "c"]


async def test_what_was_taken_and_answered_between_two_looks_comes_in_its_turn_too(shared_modules: Modules) -> None:
    a, b, c = card("a", WORDS, at="10"), card("b", WORDS, at="11"), card("c", WORDS, at="12")
    one = QUESTION_MS + ANSWER_MS
    looks = [[0, 0], [1, 1], [one, 1], [2 * one, 1], [9 * one, 1]]
    states = [state(floor=a), state(answered=[a, b, c])]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": looks})
    assert [shown for shown, _index, _due in found] == ["a", "a", "b", "c", "c"]


async def test_what_was_taken_and_given_back_meanwhile_is_passed_over(shared_modules: Modules) -> None:
    a, b = card("a", WORDS), card("b")
    states = [state(floor=a), state(floor=b, answered=[a]), state(queue=[b], answered=[a])]
    looks = [[0, 0], [1, 1], [2, 2], [90_000, 2]]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": looks})
    assert [shown for shown, _index, _due in found] == ["a", "a", "a", "a"]


async def test_a_question_that_goes_back_without_a_word_of_an_answer_leaves_at_once(shared_modules: Modules) -> None:
    a, b, c = card("a"), card("b", WORDS), card("c")
    states = [state(floor=a), state(floor=c, queue=[a]), state(answered=[b, a])]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": [[0, 0], [1, 1], [2, 2]]})
    assert [shown for shown, _index, _due in found] == ["a", "c", "b"]


async def test_no_answer_however_long_holds_the_stage_for_more_than_a_minute(shared_modules: Modules) -> None:
    states = [state(floor=card("a", WORDS * 40)), state(floor=card("b"), answered=[card("a", WORDS * 40)])]
    looks = [[0, 0], [1_000, 1], [60_999, 1], [61_000, 1]]
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": states, "looks": looks})
    assert [shown for shown, _index, _due in found] == ["a", "a", "a", "b"]


async def test_what_goes_back_to_the_queue_with_a_part_of_its_answer_is_the_last_answer(
    shared_modules: Modules,
) -> None:
    returned = state(queue=[card("b", WORDS, at="11")], answered=[card("a", WORDS, at="10")])
    found = await shared_modules.run("room/stage_hold.js", RUN, {"states": [returned], "looks": [[0, 0]]})
    assert found == [["b", -1, False]]


async def test_scripts_and_server_find_the_same_last_answer(shared_modules: Modules) -> None:
    states = []
    for seed in range(20):
        folded = empty_public()
        for event in RandomEvening(seed, 60).public:
            apply_public(folded, event)
        states.append(folded)
    assert len([each for each in states if last_answered(each)]) > 10
    random.Random(1).shuffle(states)
    script = "({ lastAnswered }, states) => states.map((state) => lastAnswered(state)?.id ?? null)"
    found = await shared_modules.run("live/own/last_answered.js", script, states)
    assert found == [(last_answered(each) or {"id": None})["id"] for each in states]
