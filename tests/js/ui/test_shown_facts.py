"""What a node of a list shows is filled in again only where it changed, or where words came that it may wait for."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

FILL = """
({ fillOnce }) => {
  const [node, filled] = [document.createElement("li"), []];
  const card = { text: "Drains?", answers: [] };
  const draw = (name, facts = [card, true, undefined]) => fillOnce(node, facts, () => filled.push(name));
  draw("first");
  draw("again");
  card.answers.push({ text: "Soon." });
  draw("changed in place");
  draw("again");
  draw("another fact", [card, false, undefined]);
  document.dispatchEvent(new Event("words"));
  draw("words came", [card, false, undefined]);
  draw("again", [{ ...card }, false, undefined]);
  return filled;
}
"""


async def test_only_what_changed_is_filled_in(shared_modules: Modules) -> None:
    filled = await shared_modules.run("ui/lists/shown_facts.js", FILL)
    assert filled == ["first", "changed in place", "another fact", "words came"]
