"""Pages in an old engine on a phone of 240 × 320: readable, nothing over another, all of it reached by keys."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.demo_addresses import address_of
from tests.browser.old_engine import SMALL_PHONE, use_old_engine
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

PAGES = (
    "/chat/CHAT/",
    "/chat/CHAT/read/",
    "/",
    "/wards/95/",
    "/calendar/",
    "/me/",
    "/records/",
    "RECORD",
    "/about/",
    "/boroughs/X/",
    "/search/?q=water",
    "/matters/",
    "/matters/95-YEAR-0002/",
    "/matters/95-YEAR-0004/also-here/",
    "/matters/map/?ward=95",
    "/matters/new/",
    "/matters/receipt/",
    "/me/matters/95-YEAR-0001/",
    "/matters/figures/?ward=95",
    "/promises/",
    "/promises/98-P-YEAR-2/",
    "/promises/98-P-YEAR-2/verdict/",
    "/promises/receipt/",
    "/promises/figures/",
    "/activities/",
    "/activities/95-A-YEAR-1/",
    "/figures/",
    "/wards/98/figures/",
    "/wards/95/digests/LAST/",
    "RECEIPT",
)

SHOWN = """
  for (const details of document.querySelectorAll("details")) details.open = true;
  const isShown = (element) =>
    element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
"""

LOOK = """
() => {
  SHOWN
  const rgb = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const [red, green, blue, alpha = 1] = rgb(getComputedStyle(each).backgroundColor);
      if (alpha > 0) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const light = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (element) => {
    const both = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    const [darker, lighter] = both.sort((one, other) => one - other);
    return (lighter + 0.05) / (darker + 0.05);
  };
  const name = (element) => `${element.tagName} ${element.textContent.trim().slice(0, 30)}`;
  const texts = [...document.querySelectorAll("body *")].filter(isShown)
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const pressed = [...document.querySelectorAll(CONTROLS)]
    .filter((element) => isShown(element) && !element.matches(".skip-link"));
  const over = (a, b) => {
    const [one, other] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return wide > 2 && high > 2 && !a.contains(b) && !b.contains(a);
  };
  const tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return {
    tooWide,
    faint: texts.filter((element) => contrast(element) < 4.5).map(name),
    overlapping: pressed.flatMap((one, index) =>
      pressed.slice(index + 1).filter((other) => over(one, other)).map((other) => `${name(one)} / ${name(other)}`)),
    cutOff: pressed.filter((element) => element.getBoundingClientRect().right > innerWidth + 1).map(name),
  };
}
""".replace("SHOWN", SHOWN)

KEYS = """
() => {
  SHOWN
  const radios = new Set();
  const isFirstOfItsName = ({ type, name }) => type !== "radio" || (!radios.has(name) && radios.add(name));
  return [...document.querySelectorAll(CONTROLS)]
    .filter((element) => isShown(element) && !element.disabled && isFirstOfItsName(element)).length;
}
""".replace("SHOWN", SHOWN)

FOCUSED = """
() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  element.dataset.seen ??= String(Math.random());
  return [element.dataset.seen, outlineStyle !== "none" && parseFloat(outlineWidth) >= 1];
}
"""


@pytest.mark.takes(40)
@pytest.mark.variants("language")
@pytest.mark.parametrize("language", ["en", "bn"])
async def test_pages_are_read_and_used_on_a_small_phone(demo: Server, chromium: Browser, language: str) -> None:
    page = await open_old(demo, chromium, language)
    found = {}
    for address in PAGES:
        await page.goto(demo.base_url + await address_of(demo, address))
        assert await page.evaluate("getComputedStyle(document.body).getPropertyValue('--ink')") == ""
        found[address] = await page.evaluate(LOOK)
    nothing: dict[str, Any] = {"tooWide": 0, "faint": [], "overlapping": [], "cutOff": []}
    assert found == dict.fromkeys(PAGES, nothing)


async def test_keys_reach_everything_and_show_where_they_are(demo: Server, chromium: Browser) -> None:
    page = await open_old(demo, chromium, "en")
    for path in (f"/chat/{demo.demo['chat_session']}/", f"/chat/{demo.demo['chat_session']}/read/", "/"):
        await page.goto(demo.base_url + path)
        there = await page.evaluate(KEYS)
        reached = {}
        for _ in range(2 * there):
            await page.keyboard.press("Tab")
            focused = await page.evaluate(FOCUSED)
            if focused is None:
                break
            reached[focused[0]] = focused[1]
        assert (path, len(reached), set(reached.values())) == (path, there, {True})


async def test_a_question_is_asked_and_withdrawn_by_an_old_engine(demo: Server, chromium: Browser) -> None:
    page = await open_old(demo, chromium, "en")
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await page.get_by_label("Your words").fill("Who repairs the lamp at the pond?")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("#yours")).to_contain_text("Who repairs the lamp at the pond?")
    await page.get_by_role("link", name="Read along").click()
    await expect(page.locator("main")).to_contain_text("Who repairs the lamp at the pond?")
    await page.get_by_role("link", name="Ask and support in the chat").click()
    await page.get_by_role("button", name=re.compile(r"Withdraw.*lamp at the pond")).click()
    await expect(page.locator("#yours")).to_contain_text("Your question is withdrawn.")


async def test_an_engine_without_modules_asks_for_the_other_stylesheet(demo: Server, chromium: Browser) -> None:
    """KaiOS runs scripts, and knows neither `nomodule` nor modules."""
    context = await chromium.new_context(viewport=SMALL_PHONE)

    async def without_modules(route: Any) -> None:
        response = await route.fetch()
        text = re.sub(r'<script type="module"[^>]*></script>', "", await response.text())
        await route.fulfill(response=response, body=text.replace("<script nomodule", "<script"))

    await context.route("**/chat/*/", without_modules)
    page = await context.new_page()
    async with page.expect_response(re.compile(r"/static/css/site\.")) as fetched:
        await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    assert (await fetched.value).ok
    await context.close()


async def open_old(demo: Server, chromium: Browser, language: str) -> Page:
    """The first resident's phone, without scripts."""
    context = await chromium.new_context(java_script_enabled=False, viewport=SMALL_PHONE)
    await use_old_engine(context)
    await context.request.get(demo.demo["residents"][0]["sign_in"])
    await context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])
    return await context.new_page()
