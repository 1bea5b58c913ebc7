"""The button that shows the whole of a list: a part at a time, and only the first when it is pressed again."""

import pytest

from tests.browser.modules import ORIGIN, Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

PRESS = """
async ({ renderShowAll }, { count, first, growing }) => {
  document.body.insertAdjacentHTML("beforeend", `
    <script id="words" type="application/json">{"all": "Show all {n}"}</script>
    <template id="script-reading"><script type="module"></script></template>
    <section><ol data-part="list"></ol><button form="none" aria-pressed="false"></button></section>`);
  const section = document.querySelector("section");
  const [list, button] = section.children;
  const drawn = [];
  const make = () => document.createElement("li");
  const show = (most) => list.replaceChildren(...Array.from({ length: Math.min(most, count) }, make));
  list.showMore = show;
  new MutationObserver(() => drawn.push(list.children.length)).observe(list, { childList: true });
  const draw = () => show(renderShowAll(section, count, first, draw));
  draw();
  const shown = [button.hidden, button.textContent];
  button.click();
  if (growing) document.dispatchEvent(new CustomEvent("script:reading", { detail: await import(growing) }));
  while (list.children.length < count) {
    if (!growing) document.head.lastElementChild.dispatchEvent(new Event("error")); // also when it is asked for again
    await new Promise((next) => setTimeout(next));
  }
  const pressed = button.getAttribute("aria-pressed");
  button.click();
  await new Promise((next) => setTimeout(next, 100));
  return { shown, pressed, drawn: drawn.filter((most, place) => most !== drawn[place - 1]) };
}
"""
GROWING = f"{ORIGIN}/ui/lists/growing_list.js"


async def test_a_long_list_comes_in_parts_of_four(shared_modules: Modules) -> None:
    """300 questions at once would stop a slow phone."""
    found = await shared_modules.run("ui/lists/show_all.js", PRESS, {"count": 32, "first": 12, "growing": GROWING})
    assert found == {"shown": [False, "Show all 32"], "pressed": "true", "drawn": [12, 16, 20, 24, 28, 32, 12]}


async def test_where_the_script_for_that_does_not_come_it_comes_at_once(shared_modules: Modules) -> None:
    found = await shared_modules.run("ui/lists/show_all.js", PRESS, {"count": 32, "first": 12, "growing": None})
    assert found["drawn"] == [12, 32, 12]


async def test_a_short_list_has_no_button(shared_modules: Modules) -> None:
    found = await shared_modules.run("ui/lists/show_all.js", PRESS, {"count": 3, "first": 12, "growing": None})
    assert found["shown"] == [True, "Show all 3"]
