"""Who loads the room again, or comes back to it, reads on at the line where they were, whatever has come above it."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.room.test_long_tasks import EARLY, ITEMS, open_evening, run
from tests.servers.server import Server

pytestmark = [
    pytest.mark.asyncio(loop_scope="package"),
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.with_all,
]

RELOADS = 6
TENTH = EARLY.replace("[20]", "[9]")
TOP_OF = """(id) => new Promise((tell) => {
  const look = () => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => {
    const observer = new ResizeObserver(() => {
      observer.disconnect();
      tell(document.getElementById(id).getBoundingClientRect().top);
    });
    observer.observe(document.body);
  })));
  if (document.readyState === "complete") look();
  else addEventListener("load", look);
})"""
"""Once the page has loaded, in a frame as it is shown: laid out, and after all that its callbacks have scrolled."""


@pytest.mark.takes(30)
async def test_who_loads_the_room_again_reads_on_at_the_same_line(served: Server, chromium: Browser) -> None:
    """Their questions come with the connection here, before the page has loaded or after it."""
    room = await open_evening(served, chromium)
    async with room.phone() as (line, page):
        await room.open(line, page)
        tenth = await read_tenth(page)
        tops = [await top_of(page, tenth)]
        for _ in range(RELOADS):
            await page.reload()
            tops.append(await top_of(page, tenth))
    assert max(tops) - min(tops) <= 1, tops


@pytest.mark.takes(20)
async def test_who_comes_back_to_the_room_reads_on_at_the_same_line(served: Server, chromium: Browser) -> None:
    room = await open_evening(served, chromium)
    async with room.phone() as (line, page):
        await room.open(line, page)
        tenth = await read_tenth(page)
        before = await top_of(page, tenth)
        await page.goto(f"{served.base_url}/about/")
        await page.go_back()
        after = await top_of(page, tenth)
    assert abs(after - before) <= 1, (before, after)


async def read_tenth(page: Page) -> str:
    await run(page, TENTH)
    return str(await page.locator(ITEMS).nth(9).locator("article").get_attribute("id"))


async def top_of(page: Page, name: str) -> float:
    await expect(page.locator("#yours")).to_be_visible()
    await expect(page.locator("[data-connection=on]")).to_be_visible()
    return float(await page.evaluate(TOP_OF, name))
