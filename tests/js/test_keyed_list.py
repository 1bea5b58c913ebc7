"""A list that the server rendered is updated to its items at the first draw, without duplicates."""

import pytest

from tests.js.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

DRAW = """
({ renderList }, { before, items }) => {
  const list = document.querySelector("main");
  list.innerHTML = before;
  const make = () => document.createElement("p");
  const fill = (node, { text }) => { node.textContent = text; };
  renderList(list, items, { make, fill });
  return [...list.children].map((node) => `${node.dataset.id} ${node.textContent}`);
}
"""


@pytest.mark.parametrize(
    "before",
    ["", "<p>x</p><p>y</p><p>z</p>", '<p data-id="1">old</p><p data-id="9">gone</p>', '<p>x</p><p data-id="0">old</p>'],
)
async def test_only_the_items_remain_in_the_list(shared_modules: Modules, before: str) -> None:
    items = [{"id": 0, "text": "first"}, {"id": 1, "text": "second"}]
    shown = await shared_modules.run("ui/lists/keyed_list.js", DRAW, {"before": before, "items": items})
    assert shown == ["0 first", "1 second"]


DRAW_LONG = """
({ renderList }, items) => {
  const list = document.querySelector("main");
  list.innerHTML = "";
  const rest = () => [...list.querySelectorAll(".rest")].map((node) => node.dataset.id);
  const how = { make: () => document.createElement("p"), fill: () => {}, first: 2 };
  renderList(list, items, how);
  const before = rest();
  renderList(list, items.slice(1), how);
  return [before, rest()];
}
"""


async def test_behind_the_first_each_is_marked_as_the_rest(shared_modules: Modules) -> None:
    items = [{"id": number} for number in range(5)]
    assert await shared_modules.run("ui/lists/keyed_list.js", DRAW_LONG, items) == [["2", "3", "4"], ["3", "4"]]
