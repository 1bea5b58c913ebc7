"""A list that the server rendered is updated to its items at the first draw, without duplicates."""

import pytest

from tests.browser.modules import Modules

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


@pytest.mark.long
@pytest.mark.parametrize(
    "before",
    ["", "<p>x</p><p>y</p><p>z</p>", '<p data-id="1">old</p><p data-id="9">gone</p>', '<p>x</p><p data-id="0">old</p>'],
)
async def test_only_the_items_remain_in_the_list(shared_modules: Modules, before: str) -> None:
    items = [{"id": 0, "text": "first"}, {"id": 1, "text": "second"}]
    shown = await shared_modules.run("ui/lists/keyed_list.js", DRAW, {"before": before, "items": items})
    assert shown == ["0 first", "1 second"]


DRAW_LONG = """
({ renderList }, { items, read }) => {
  const list = document.querySelector("main");
  list.innerHTML = "";
  const make = () => {
    const node = document.createElement("div");
    node.innerHTML = "<details></details><button></button>";
    return node;
  };
  const draw = (first) => {
    renderList(list, items, { make, fill: () => {}, first });
    return [...list.children].map((node) => node.dataset.id);
  };
  const whole = draw();
  const node = list.children[3];
  if (read === "opened") node.querySelector("details").open = true;
  if (read === "focused") node.querySelector("button").focus();
  if (read === "addressed") location.hash = `q-${items[3].receipt}`;
  const kept = draw(2);
  location.hash = "";
  return [whole, kept];
}
"""


@pytest.mark.parametrize(
    ("read", "kept"), [("", ["0", "1"]), *((read, ["0", "1", "3"]) for read in ("opened", "focused", "addressed"))]
)
async def test_behind_the_first_only_what_is_read_is_in_the_list(
    shared_modules: Modules, read: str, kept: list[str]
) -> None:
    items = [{"id": number, "receipt": f"CODE{number}"} for number in range(5)]
    whole = [str(number) for number in range(5)]
    assert await shared_modules.run("ui/lists/keyed_list.js", DRAW_LONG, {"items": items, "read": read}) == [
        whole,
        kept,
    ]
