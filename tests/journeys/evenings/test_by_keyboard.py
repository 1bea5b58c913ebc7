"""An evening with the keys alone, on a phone: after each act the focus is in sight, and where the person goes on."""

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.journeys.pages.test_every_page import open_phone, people, speak
from tests.journeys.pages.test_focus import FOCUS, FOLLOWS_NOTHING
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PHONE: ViewportSize = {"width": 360, "height": 640}
MOST_TABS = 120
FOCUS_AS_SHOWN = f"""() => new Promise((seen) => requestAnimationFrame(() => {{
  const observer = new ResizeObserver(() => {{
    observer.disconnect();
    seen(({FOCUS})());
  }});
  observer.observe(document.body);
}}))"""
"""The next moment of a frame as it is shown: laid out, and after all that the callbacks of the frame have scrolled."""

REACHED = "(selector) => document.activeElement.matches(selector)"
BEGINS_IN_SIGHT = """() => {
  const words = document.querySelector("#detail [data-part=text]").getBoundingClientRect();
  return words.top >= document.querySelector(".statusbar").getBoundingClientRect().bottom && words.top < innerHeight;
}"""


async def tab_to(page: Page, selector: str, *, key: str = "Tab") -> None:
    for _tab in range(MOST_TABS):
        await page.keyboard.press(key)
        if await page.evaluate(REACHED, selector):
            return
    pytest.fail(f"{key} does not lead to {selector}.")


async def assert_is_at(page: Page, selector: str) -> None:
    """The focus is there, and can be seen."""
    await expect(page.locator(selector).first).to_be_focused()
    assert (await page.evaluate(FOCUS_AS_SHOWN))[1] == ""


async def open_live(chromium: Browser, demo: Server, path: str, who: str, language: str) -> Page:
    page = await open_phone(chromium, demo, people(demo)[who], viewport=PHONE)
    await speak(page, demo, language)
    await page.add_init_script(FOLLOWS_NOTHING)
    await page.goto(f"{demo.base_url}/{path}/{demo.demo['chat_session']}/")
    await expect(page.locator("[data-connection=on]")).to_be_visible()
    return page


@pytest.mark.parametrize("language", ["ur", "bn"])
async def test_a_resident_asks_supports_reports_and_withdraws(demo: Server, chromium: Browser, language: str) -> None:
    page = await open_live(chromium, demo, "chat", "resident", language)
    await tab_to(page, "#ask-text")
    await page.keyboard.type("Who opens the park?")
    await tab_to(page, "#ask-form .button")
    await page.keyboard.press("Enter")
    await expect(page.locator("#yours")).to_contain_text("Who opens the park?")
    await assert_is_at(page, "#ask-form .button")
    await tab_to(page, "#queue [data-part=back]")
    await page.keyboard.press("Space")
    await expect(page.locator("#queue [data-part=back][aria-pressed=true]")).to_be_focused()
    await tab_to(page, "#queue [data-part=report]")
    await page.keyboard.press("Enter")
    await expect(page.locator("#report-dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await assert_is_at(page, "#queue [data-part=report]")
    await tab_to(page, "#yours [data-part=withdraw]", key="Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#yours [data-state=withdrawn]")).to_have_count(1)
    await assert_is_at(page, "#yours li:has([data-state=withdrawn]) [data-part=receipt]")


async def test_a_moderator_declines_with_a_reason_and_undoes_it(demo: Server, chromium: Browser) -> None:
    page = await open_live(chromium, demo, "desk", "moderator", "ur")
    words = page.locator("#detail [data-part=text]")
    first = await words.inner_text()
    await page.keyboard.press("d")
    await page.keyboard.press("4")
    await tab_to(page, "#detail details[open] button:not([type=button])")
    await page.keyboard.press("Enter")
    await expect(words).not_to_have_text(first)
    await expect(page.locator("[data-key=z]")).to_be_visible()
    await assert_is_at(page, "#detail")
    await page.evaluate("document.getElementById('detail').scrollIntoView({ block: 'end' })")
    await page.keyboard.press("z")  # it has ten seconds
    await expect(words).to_have_text(first)
    await assert_is_at(page, "#detail")
    await page.wait_for_function(BEGINS_IN_SIGHT)
