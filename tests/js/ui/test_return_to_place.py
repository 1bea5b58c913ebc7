"""A page that is loaded again is scrolled to where it was read, unless the reader was faster."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

LOAD = """
async ({ returnToPlace }, { kept, hand }) => {
  document.querySelector("main").innerHTML = `<p id="read"></p>`;
  sessionStorage.setItem(location.pathname, kept);
  Object.defineProperty(document, "readyState", { value: "interactive", configurable: true });
  const held = [];
  returnToPlace(null, ([[node, top]]) => held.push([node.id, top]));
  if (hand) dispatchEvent(new Event(hand));
  dispatchEvent(new Event("load"));
  await new Promise((done) => setTimeout(done));
  delete document.readyState;
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
        ("gone,40.5", None, []),
        ("", None, []),
    ],
)
async def test_what_was_read_is_held_once_the_page_has_loaded(
    shared_modules: Modules, kept: str, hand: str | None, held: list[object]
) -> None:
    found = await shared_modules.run("ui/lists/return_to_place.js", LOAD, {"kept": kept, "hand": hand})
    assert found == held
