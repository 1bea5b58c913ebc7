"""What changes above a reader moves nothing that they read, and takes no scrolling out of their hand."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

CHANGE = """
async ({ keepPlace, keptBy }, { from, steps, focus }) => {
  const main = document.querySelector("main");
  const items = Array.from({ length: 40 }, (_, n) => `<p data-id="${n}" style="height: 100px; margin: 0">${n}</p>`);
  main.innerHTML = items.join("");
  document.documentElement.style.overflowAnchor = "none";
  const item = (id) => main.querySelector(`[data-id="${id}"]`);
  const frame = () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
  scrollTo(0, from);
  if (focus) main.innerHTML = `<section tabindex="-1">${main.innerHTML}</section>`;
  main.querySelector("section")?.focus({ preventScroll: true });
  await frame();
  const read = document.elementFromPoint(innerWidth / 2, innerHeight / 3).dataset.id;
  const before = item(read).getBoundingClientRect().top;
  const keptBefore = keptBy();
  const acts = { remove: () => item(0).remove(), grow: () => { item(1).style.height = "150px"; }, hand: null };
  let byHand = 0;
  const scroll = (to) => {
    const at = scrollY;
    scrollTo(0, to);
    byHand += scrollY - at;
  };
  for (const step of steps) {
    if (step === "hand") scroll(scrollY + 30);
    else if (step === "end") scroll(100000);
    else keepPlace(acts[step]);
  }
  await frame();
  const moved = Math.round(item(read).getBoundingClientRect().top - before + byHand);
  return { moved, byHand, kept: keptBy() - keptBefore };
}
"""


@pytest.mark.parametrize(
    ("steps", "by_hand", "kept"),
    [
        (["remove"], 0, -100),
        (["grow"], 0, 50),
        (["remove", "grow"], 0, -50),
        (["remove", "hand"], 30, -100),
        (["hand", "grow"], 30, 50),
    ],
)
async def test_what_is_read_stays_where_it_is(
    shared_modules: Modules, steps: list[str], by_hand: int, kept: int
) -> None:
    found = await shared_modules.run("ui/lists/keep_place.js", CHANGE, {"from": 1500, "steps": steps})
    assert found == {"moved": 0, "byHand": by_hand, "kept": kept}


async def test_a_scroll_to_the_end_of_the_page_stays_a_scroll(shared_modules: Modules) -> None:
    found = await shared_modules.run("ui/lists/keep_place.js", CHANGE, {"from": 1500, "steps": ["remove", "end"]})
    assert found["byHand"] > 1000
    assert (found["moved"], found["kept"]) == (0, -100)


async def test_at_the_end_of_a_page_that_grows_shorter_the_browsers_own_scrolling_counts(
    shared_modules: Modules,
) -> None:
    found = await shared_modules.run("ui/lists/keep_place.js", CHANGE, {"from": 100_000, "steps": ["remove"]})
    assert found == {"moved": 0, "byHand": 0, "kept": 0}


async def test_at_the_top_of_the_page_nothing_is_scrolled(shared_modules: Modules) -> None:
    found = await shared_modules.run("ui/lists/keep_place.js", CHANGE, {"from": 0, "steps": ["grow"]})
    assert found["kept"] == 0


async def test_in_a_long_section_that_has_the_focus_what_is_read_stays(shared_modules: Modules) -> None:
    steps = {"from": 1500, "steps": ["remove", "grow"], "focus": True}
    found = await shared_modules.run("ui/lists/keep_place.js", CHANGE, steps)
    assert found == {"moved": 0, "byHand": 0, "kept": -50}


FOOTER = """
async ({ keepPlace }) => {
  const main = document.querySelector("main");
  main.innerHTML = '<p data-id="0" style="height: 3000px">0</p><p data-id="1" style="height: 10px">1</p>';
  main.insertAdjacentHTML("afterend", '<footer style="padding-bottom: 200px"><a href="/">Home</a></footer>');
  document.documentElement.style.overflowAnchor = "none";
  scrollTo(0, 100000);
  const link = document.querySelector("footer a");
  link.focus({ preventScroll: true });
  const before = link.getBoundingClientRect().top;
  keepPlace(() => { main.querySelector('[data-id="1"]').style.height = "900px"; });
  await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
  const moved = Math.round(link.getBoundingClientRect().top - before);
  document.querySelector("footer").remove();
  return moved;
}
"""


async def test_a_link_of_the_footer_that_has_the_focus_stays_in_sight(shared_modules: Modules) -> None:
    """The list above it grows below what stands at reading height, as a queue does that comes late."""
    assert await shared_modules.run("ui/lists/keep_place.js", FOOTER) == 0
