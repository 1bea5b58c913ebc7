"""By the keyboard alone, on a phone: what has the focus is never behind a bar that stays in sight (WCAG 2.4.11).

With forced colours and reduced motion, which must neither hide the focus nor leave anything moving.
"""

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from tests.browser.demo_addresses import address_of
from tests.journeys.pages.test_every_page import WHOLE, open_phone, people, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

PAGES = {"/chat/CHAT/": "resident", "/desk/CHAT/": "moderator", "/floor/CHAT/": "councillor", "RECORD": ""}
PHONE: ViewportSize = {"width": 360, "height": 640}
WALKED_THROUGH = {
    "/chat/CHAT/": "resident",
    "/matters/new/?ward=95": "resident",
    "/desk/CHAT/": "moderator",
    "/floor/CHAT/": "councillor",
    "/office/enter/": "clerk",
    "/planning/": "clerk",
    "/planning/YEAR/": "clerk",
    "/planning/wards/95/": "clerk",
    "/planning/announce/": "clerk",
    "/planning/closed/": "clerk",
    "/planning/people/": "clerk",
    "/planning/posts/wards/95/": "clerk",
    "PLANNED": "clerk",
}
MOST_STEPS = 70
"""Enough to pass everything that comes before the middle of the longest list."""

FOLLOWS_NOTHING = "if (location.protocol === 'http:') localStorage.setItem('follow', 'false');"
"""The page does not scroll to what is being answered between a key and the look at what it has focused."""

FOCUS = """() => {
  const node = document.activeElement;
  if (node === document.body) return ["", ""];
  const shown = [node, ...(node.labels ?? [])].filter((each) => each.getBoundingClientRect().width > 1);
  const inWindow = ({ left, right, top, bottom }) =>
    ({ left, right, top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight) });
  const isIn = (x, y) => shown.some((each) => each.contains(document.elementFromPoint(x, y)));
  const isSeen = shown.some((each) => {
    const { left, right, top, bottom } = inWindow(each.getBoundingClientRect());
    const along = (from, to) => [0.1, 0.5, 0.9].map((part) => from + (to - from) * part);
    return along(left, right).some((x) => along(top, bottom).some((y) => isIn(x, y)));
  });
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  const faults = [isSeen ? "" : "hidden", outlineStyle === "none" || outlineWidth === "0px" ? "without a ring" : ""];
  return [node.outerHTML.slice(0, 140), faults.join(" ").trim()];
}"""

LONGEST_PAGE = 500
"""Steps within which Tab has to leave a page at its end."""

PLACE = """() => {
  const node = document.activeElement;
  const isBar = (each) => ["fixed", "sticky"].includes(getComputedStyle(each).position);
  const stays = (each) => each && (isBar(each) || stays(each.parentElement));
  const boxes = [node, ...(node.labels ?? [])].map((each) => each.getBoundingClientRect());
  const box = boxes.find((each) => each.width > 1);
  return box && !stays(node) ? box.top + scrollY : undefined;
}"""
"""From the top of the page, in pixels; nothing for what stays in sight, which is in no line of it."""

LINE = 60
"""Pixels: what stands beside each other, on a line."""


async def test_what_has_the_focus_is_in_sight(demo: Server, chromium: Browser) -> None:
    found = {}
    for name, who in PAGES.items():
        page = await open_phone(
            chromium, demo, people(demo)[who], forced_colors="active", reduced_motion="reduce", viewport=PHONE
        )
        await speak(page, demo, "bn")
        await page.add_init_script(FOLLOWS_NOTHING)
        await page.goto(demo.base_url + await address_of(demo, name))
        await page.evaluate(WHOLE)  # a part that comes late would push what has the focus out of sight
        found[name] = await walk(page)
        assert await page.evaluate("document.getAnimations().length") == 0
    assert {name: faults for name, faults in found.items() if faults} == {}


async def walk(page: Page) -> list[tuple[str, str]]:
    """Forwards, and back again, where a bar at the top would hide what comes."""
    faults = []
    for key in ("Tab", "Shift+Tab"):
        for _step in range(MOST_STEPS):
            await page.keyboard.press(key)
            node, fault = await page.evaluate(FOCUS)
            if fault:
                faults.append((node, fault))
    return faults


@pytest.mark.takes(20)
async def test_tab_goes_downwards_through_a_page_and_leaves_it(demo: Server, chromium: Browser) -> None:
    """On a phone, where one thing stands below the other: in the order in which it is read, and without a trap."""
    found = {}
    pages = {
        who: await open_phone(chromium, demo, people(demo)[who], viewport=PHONE) for who in set(WALKED_THROUGH.values())
    }
    for name, who in WALKED_THROUGH.items():
        page = pages[who]
        await speak(page, demo, "ur")
        await page.add_init_script(FOLLOWS_NOTHING)
        await page.goto(demo.base_url + await address_of(demo, name))
        await page.evaluate(WHOLE)  # a part that comes late would push what has the focus out of sight
        found[name] = await walk_through(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


async def walk_through(page: Page) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    reached, first = 0.0, ""
    for _step in range(LONGEST_PAGE):
        await page.keyboard.press("Tab")
        node, fault = await page.evaluate(FOCUS)
        if not node or node == first:  # after the last one, some pages begin again at once
            return faults
        first = first or node
        place = await page.evaluate(PLACE)
        if place is not None and place < reached - LINE:
            fault = f"{fault} back by {reached - place:.0f} pixels"
        reached = reached if place is None else place
        if fault:
            faults.append((node, fault))
    return [*faults, ("", "a trap")]
