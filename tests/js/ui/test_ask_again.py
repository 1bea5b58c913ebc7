"""What did not come is asked for again, a few times, and only while there is a network."""

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

ASK = """
async ({ askAgain }, [answers, onLine]) => {
  Object.defineProperty(navigator, "onLine", { configurable: true, get: () => onLine });
  let asked = 0;
  const answer = await askAgain(async () => answers[asked++] ?? null);
  return [answer, asked];
}
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("answers", "answer", "asked"),
    [(["here"], "here", 1), ([None, "here"], "here", 2), ([None, None, "here"], "here", 3), ([], None, 3)],
)
async def test_it_is_asked_for_until_it_comes_and_three_times_at_most(
    shared_modules: Modules, answers: list[str | None], answer: str | None, asked: int
) -> None:
    assert await shared_modules.run("ui/ask_again.js", ASK, [answers, True]) == [answer, asked]


async def test_without_a_network_it_is_asked_for_once(shared_modules: Modules) -> None:
    assert await shared_modules.run("ui/ask_again.js", ASK, [[None, "here"], False]) == [None, 1]
