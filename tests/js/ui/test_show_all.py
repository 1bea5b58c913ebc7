"""The button that shows the whole of a list: a part with each frame, and only the first when it is pressed again."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

PRESS = """
async ({ renderShowAll }, { count, first }) => {
  const words = document.createElement("script");
  Object.assign(words, { id: "words", type: "application/json", textContent: '{"all": "Show all {n}"}' });
  const section = document.createElement("section");
  section.innerHTML = `<ol data-part="list"></ol><button form="none" aria-pressed="false"></button>`;
  const [list, button] = section.children;
  document.getElementById("words")?.remove();
  document.body.append(words, section);
  let isAsked = false;
  const drawn = [];
  const draw = () => {
    isAsked = false;
    const most = renderShowAll(section, count, first, () => { isAsked = true; });
    list.replaceChildren(...Array.from({ length: Math.min(most, count) }, () => document.createElement("li")));
    drawn.push(list.children.length);
  };
  draw();
  const shown = [button.hidden, button.textContent];
  button.click();
  while (isAsked) draw();
  const pressed = button.getAttribute("aria-pressed");
  button.click();
  while (isAsked) draw();
  words.remove();
  section.remove();
  return { shown, pressed, drawn };
}
"""


async def test_a_long_list_comes_in_parts_of_six(shared_modules: Modules) -> None:
    """300 questions at once would stop a slow phone."""
    found = await shared_modules.run("ui/lists/show_all.js", PRESS, {"count": 40, "first": 12})
    assert found == {"shown": [False, "Show all 40"], "pressed": "true", "drawn": [12, 18, 24, 30, 36, 40, 12]}


async def test_a_short_list_has_no_button(shared_modules: Modules) -> None:
    found = await shared_modules.run("ui/lists/show_all.js", PRESS, {"count": 3, "first": 12})
    assert found["shown"] == [True, "Show all 3"]
