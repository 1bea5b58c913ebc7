"""On a narrow phone, at larger text: no page scrolls sideways or is cut off, in each language (WCAG 1.4.4, 1.4.10)."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.browser.demo_addresses import address_of
from tests.browser.reflow import unfitting
from tests.browser.touch_targets import small_targets
from tests.journeys.pages.test_every_page import LANGUAGES, PAGES, open_phone, people, speak, until_whole
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]


@pytest.mark.takes(60)
@pytest.mark.variants("turn")
@pytest.mark.parametrize("turn", range(len(LANGUAGES)))
async def test_every_page_fits_a_narrow_phone_at_larger_text(demo: Server, chromium: Browser, turn: int) -> None:
    """The languages take turns from page to page, as in test_every_page: all turns show each page in each."""
    found: dict[tuple[str, str], Any] = {}
    for whose, sign_in in people(demo).items():
        page = await open_phone(chromium, demo, sign_in)
        for number, name in enumerate(each for each, who in PAGES.items() if who == whose):
            language = LANGUAGES[(number + turn) % len(LANGUAGES)]
            await speak(page, demo, language)
            await page.goto(demo.base_url + await address_of(demo, name))
            await until_whole(page)
            found[name, language] = await unfitting(page), await small_targets(page)
    assert {place: faults for place, faults in found.items() if any(faults)} == {}
