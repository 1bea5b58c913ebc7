"""Planned work stands in its day of the calendar's grid: on a narrow phone, without scripts, in each direction."""

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.clerk.test_calendar import is_a_chat, subscribe
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

TARGET_PX = 44


@pytest.mark.variants("language")
@pytest.mark.parametrize("language", ["ur", "bn", "en"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_a_day_with_planned_work_leads_to_its_line(
    shared_demo: Server, chromium: Browser, language: str, width: int
) -> None:
    planned = (each for each in subscribe(shared_demo).values() if not is_a_chat(each))
    first = min(each["dtstart"].dt for each in planned)
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 740})
    await context.add_cookies([{"name": "language", "value": language, "url": shared_demo.base_url}])
    page = await context.new_page()
    await page.goto(f"{shared_demo.base_url}/calendar/{first:%Y-%m}/")
    cell = page.locator(f'.month td:has(time[datetime="{first}"])')
    link = cell.locator("a.month__work").first
    await expect(link).to_be_visible()
    box, around = await link.bounding_box(), await cell.bounding_box()
    assert box is not None
    assert around is not None
    assert box["height"] >= TARGET_PX
    assert around["x"] <= box["x"]
    assert box["x"] + box["width"] <= around["x"] + around["width"] + 1
    is_wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not is_wide
    target = await link.get_attribute("href")
    await link.press("Enter")
    await expect(page.locator(f'[id="{(target or "")[1:]}"]')).to_be_in_viewport()
    await context.close()
