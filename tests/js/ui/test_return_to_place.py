"""A page that is loaded again is scrolled to where it was read, unless the reader was faster."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

LOAD = """
async ({ returnToPlace }, { kept, hand, seenFor }) => {
  document.querySelector("main").innerHTML = `<p id="read"></p>`;
  sessionStorage.setItem(location.pathname, kept);
  Object.defineProperty(document, "readyState", { value: "interactive", configurable: true });
  const painted = seenFor === null ? [] : [{ startTime: performance.now() - seenFor }];
  Object.defineProperty(performance, "getEntriesByName", { value: () => painted, configurable: true });
  const held = [];
  returnToPlace(null, ([[node, top]]) => held.push([node.id, top]));
  if (hand) dispatchEvent(new Event(hand));
  dispatchEvent(new Event("load"));
  await new Promise((done) => setTimeout(done));
  delete document.readyState;
  delete performance.getEntriesByName;
  return held;
}
"""


@pytest.mark.parametrize(
    ("kept", "hand", "held"),
    [
        ("read,40.5", None, [["read", 40.5]]),
        ("read,40.5", "scroll", [["read", 40.5]]),
        ("read,40.5", "wheel", []),
        ("read,40.5", "touchmove", []),
        ("read,40.5", "pointerdown", []),
        ("gone,40.5", None, []),
        ("", None, []),
    ],
)
async def test_what_was_read_is_held_once_the_page_has_loaded(
    shared_modules: Modules, kept: str, hand: str | None, held: list[object]
) -> None:
    found = await shared_modules.run("ui/lists/return_to_place.js", LOAD, {"kept": kept, "hand": hand, "seenFor": 0})
    assert found == held


@pytest.mark.parametrize(("seen_for_ms", "held"), [(None, [["read", 40.5]]), (1_000, [["read", 40.5]]), (3_000, [])])
async def test_nobody_is_scrolled_back_who_has_seen_the_page_for_long(
    shared_modules: Modules, seen_for_ms: int | None, held: list[object]
) -> None:
    given = {"kept": "read,40.5", "hand": None, "seenFor": seen_for_ms}
    assert await shared_modules.run("ui/lists/return_to_place.js", LOAD, given) == held
