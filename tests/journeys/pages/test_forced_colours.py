"""With forced colours, as of Windows' contrast themes: what is told by a colour elsewhere is told by a form."""

import pytest
from playwright.async_api import Browser

from tests.browser.demo_addresses import address_of
from tests.journeys.pages.test_every_page import open_phone, people
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PAGES = {"/planning/": "clerk", "/desk/CHAT/": "clerk", "/sign-in/": ""}
UNDERLINED = """() => {
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  const tabs = document.querySelectorAll(":is(.tabs, .planning-nav):has(> [aria-current]) > *");
  return [...tabs].map((tab) => {
    const { borderBottomWidth: wide, borderBottomColor: colour } = getComputedStyle(tab);
    return [tab.hasAttribute("aria-current"), wide !== "0px" && colour !== paper];
  });
}"""


async def test_the_present_tab_alone_is_underlined(demo: Server, chromium: Browser) -> None:
    """A transparent border of the others would be drawn in the colour of links."""
    for name, who in PAGES.items():
        page = await open_phone(chromium, demo, people(demo)[who], forced_colors="active")
        await page.goto(demo.base_url + await address_of(demo, name))
        tabs = await page.evaluate(UNDERLINED)
        assert len(tabs) > 1
        assert {(is_present, is_underlined) for is_present, is_underlined in tabs} == {(True, True), (False, False)}
