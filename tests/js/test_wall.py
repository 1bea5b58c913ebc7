"""Which question stands on the wall, and for how long: as long as it takes to read what was said."""

from typing import Any

import pytest

from tests.js.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

PLAY = """
({ Choice }, steps) => {
  const choice = new Choice();
  return steps.map(([now, state]) => {
    const { card, isNow, waitMs } = choice.choose({ floor: null, queue: [], answered: [], ...state }, now);
    return [card?.id ?? null, isNow, waitMs];
  });
}
"""


def card(name: str, *answers: str) -> dict[str, Any]:
    return {"id": name, "answers": [{"text": text} for text in answers]}


LONG = "word " * 50  # 250 signs: 20 seconds


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([(0, {})], [[None, False, None]]),
        ([(0, {"floor": card("a")}), (9, {"floor": card("a", "Yes.")})], [["a", True, None], ["a", True, None]]),
        (
            [(0, {"floor": card("a")}), (1000, {"floor": card("b")})],  # went back without a word: nothing to read
            [["a", True, None], ["b", True, None]],
        ),
        (
            [
                (0, {"floor": card("a", "Yes.")}),
                (1000, {"answered": [card("a", "Yes.")]}),
                (90_000, {"answered": [card("a", "Yes.")]}),
            ],
            [["a", True, None], ["a", False, None], ["a", False, None]],
        ),
        (
            [
                (0, {"floor": card("a")}),
                (1000, {"answered": [card("a", LONG)], "floor": card("b")}),
                (20_999, {"answered": [card("a", LONG)], "floor": card("b")}),
                (21_000, {"answered": [card("a", LONG)], "floor": card("b")}),
            ],
            [["a", True, None], ["a", False, 20_000], ["a", False, 1], ["b", True, None]],
        ),
        (
            [
                (0, {"floor": card("a", "A part.")}),
                (1000, {"queue": [card("a", "A part.")], "floor": card("b")}),  # put back: its part is still read
                (6000, {"queue": [card("a", "A part.")], "floor": card("b")}),
            ],
            [["a", True, None], ["a", False, 4000], ["b", True, None]],
        ),
        (
            [(0, {"answered": [card("a", "Yes."), card("later")]}), (1, {"answered": [card("a", "Yes."), card("b")]})],
            [["a", False, None], ["a", False, None]],  # one that is put off from the queue was never answered here
        ),
    ],
)
async def test_what_was_said_stands_for_as_long_as_it_takes_to_read(
    modules: Modules, steps: list[tuple[int, dict[str, Any]]], shown: list[list[Any]]
) -> None:
    assert await modules.run("wall/choice.js", PLAY, steps) == shown
