"""A long list of short lines stands in columns where there is room for them, and in one on a phone."""

import pytest
from playwright.async_api import Browser

from tests.journeys.pages.test_every_page import open_phone, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

EDGES = "(items) => [...new Set(items.map((item) => Math.round(item.getBoundingClientRect().left)))].length"


@pytest.mark.parametrize("language", ["en", "ur"])
async def test_the_list_of_all_pages_has_two_columns_on_a_desktop(
    demo: Server, chromium: Browser, language: str
) -> None:
    page = await open_phone(chromium, demo, "", viewport={"width": 1280, "height": 900})
    await speak(page, demo, language)
    await page.goto(f"{demo.base_url}/website/")
    items = page.locator("section[aria-labelledby=pages] li")
    assert await items.count() > 20
    assert await items.evaluate_all(EDGES) == 2
    await page.set_viewport_size({"width": 360, "height": 740})
    assert await items.evaluate_all(EDGES) == 1
