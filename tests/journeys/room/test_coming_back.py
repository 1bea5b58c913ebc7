"""Who loads the room again, or comes back to it, reads on at the line where they were, whatever has come above it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.journeys.room.test_long_tasks import EARLY, ITEMS, open_evening, run
from tests.servers.programs.evenings import client_of, make_evenings
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

PUT_AWAY = "document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))"
TELL_SCRIPT = "document.addEventListener('script:reading', () => (globalThis.scriptCame = true))"
SEEN_FOR_LONG = """() =>
  performance.now() - performance.getEntriesByName("first-contentful-paint")[0]?.startTime > 2000"""
SCROLLED = """(from) => new Promise((tell) => {
  const look = (before, frames) => {
    if (scrollY !== from && frames > 10) tell();
    else requestAnimationFrame(() => look(scrollY, scrollY === before ? frames + 1 : 0));
  };
  look(scrollY, 0);
})"""
"""Once a hand's scrolling, which browsers draw out, is at its end."""


@pytest.mark.takes(30)
async def test_who_loads_the_room_again_reads_on_at_the_same_line(served: Server, chromium: Browser) -> None:
    """Reloaded questions come with the connection here, before the page has loaded or after it."""
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


@pytest.mark.takes(20)
async def test_a_question_that_was_taken_meanwhile_shifts_nothing_that_is_read(
    served: Server, chromium: Browser
) -> None:
    """The question stood above the reader in the same list."""
    sheet = make_evenings(served, 1, residents=16, waiting=15)[0]
    async with (
        phone(served, chromium, sheet) as page,
        client_of(served, sheet, sheet["councillor"], door="desk") as councillor,
    ):
        tenth = await read_tenth(page)
        before = await top_of(page, tenth)
        await page.goto(f"{served.base_url}/about/")
        assert (await councillor.send("question.take"))["type"] == "ack"
        tools = await page.context.new_cdp_session(page)
        await tools.send("Network.clearBrowserCache")  # the way back would lead to the page as it was
        await page.go_back()
        after = await top_of(page, tenth)
        assert await page.locator(ITEMS).nth(8).locator("article").get_attribute("id") == tenth
    assert abs(after - before) <= 1, (before, after)


@pytest.mark.takes(10)
async def test_what_is_read_is_noted_when_the_tab_is_put_away(served: Server, chromium: Browser) -> None:
    """The page may be discarded then, of which no page is told."""
    sheet = make_evenings(served, 1, residents=16, waiting=15)[0]
    async with phone(served, chromium, sheet) as page:
        await top_of(page, await read_tenth(page))
        await page.evaluate(PUT_AWAY)
        name, top = (await page.evaluate("sessionStorage[location.pathname]")).split(",")
        assert name.startswith("q-")
        assert abs(float(top) - await top_of(page, name)) <= 1


@pytest.mark.takes(20)
async def test_who_scrolled_before_the_script_came_is_not_scrolled_back(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1, residents=16, waiting=15)[0]
    is_through = asyncio.Event()

    async def hold(route: Route) -> None:
        await is_through.wait()
        await route.continue_()

    async with phone(served, chromium, sheet) as page:
        tenth = await read_tenth(page)
        await top_of(page, tenth)
        await page.route("**/pages/room/reading*", hold)
        await page.add_init_script(TELL_SCRIPT)
        await page.reload(wait_until="domcontentloaded")
        await expect(page.locator("[data-connection=on]")).to_be_visible()
        await page.wait_for_function(SEEN_FOR_LONG)
        at = await page.evaluate("scrollY")
        await page.mouse.move(180, 400)
        await page.mouse.wheel(0, 200)
        await page.evaluate(SCROLLED, at)
        before = await page.evaluate("scrollY")
        is_through.set()
        await page.wait_for_function("() => globalThis.scriptCame")
        await top_of(page, tenth)
        assert await page.evaluate("scrollY") == before


@asynccontextmanager
async def phone(served: Server, chromium: Browser, sheet: dict[str, Any]) -> AsyncIterator[Page]:
    """One of a resident whose question waits, in the room."""
    context = await chromium.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    await context.add_cookies([{"name": "sessionid", "value": sheet["residents"][1], "url": served.base_url}])
    page = await context.new_page()
    await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
    await expect(page.locator("[data-connection=on]")).to_be_visible()
    await expect(page.locator(ITEMS).nth(9)).to_be_visible()  # it comes in a frame after the first
    yield page
    await context.close()


async def read_tenth(page: Page) -> str:
    await run(page, TENTH)
    return str(await page.locator(ITEMS).nth(9).locator("article").get_attribute("id"))


async def top_of(page: Page, name: str) -> float:
    await expect(page.locator("#yours")).to_be_visible()
    await expect(page.locator("[data-connection=on]")).to_be_visible()
    return float(await page.evaluate(TOP_OF, name))
