"""A phone is turned, or a window made narrower: nothing goes away of what is there, and no field loses the focus."""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.servers.programs.evenings import make_evenings
from tests.servers.server import Server

pytestmark = [
    pytest.mark.asyncio(loop_scope="package"),
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.with_all,
]

WIDE, NARROW = ViewportSize(width=1000, height=700), ViewportSize(width=800, height=700)
WATCH = """() => {
  globalThis.heights = [];
  new ResizeObserver(([{ contentRect }]) => heights.push(contentRect.height)).observe(document.getElementById("queue"));
}"""
TURNED = """(width) => new Promise((tell) => {
  const look = () => requestAnimationFrame(() => (innerWidth === width ? requestAnimationFrame(seen) : look()));
  const seen = () => setTimeout(() => tell([document.activeElement.id, heights.every((height) => height > 0)]));
  look();
})"""
"""What has the focus two frames later, and whether the queue was there in each."""


@pytest.mark.takes(10)
async def test_a_turned_phone_keeps_the_focus_and_all_of_the_room(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1, waiting=2)[0]
    context = await chromium.new_context(viewport=WIDE, service_workers="block")
    await context.add_cookies([{"name": "sessionid", "value": sheet["residents"][1], "url": served.base_url}])
    page = await context.new_page()
    await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
    await expect(page.locator("[data-connection=on]")).to_be_visible()
    await page.wait_for_function("() => document.timeline.currentTime > 1000")  # on a phone, all of it has come by then
    await page.locator("#ask-text").focus()
    await page.evaluate(WATCH)
    found = []
    for size in (NARROW, WIDE, NARROW):
        await page.set_viewport_size(size)
        found.append(await page.evaluate(TURNED, size["width"]))
    await context.close()
    assert found == [["ask-text", True]] * 3


@pytest.mark.takes(10)
async def test_on_paper_no_room_is_kept_for_what_comes_later(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    page = await chromium.new_page(viewport=NARROW, service_workers="block")
    await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
    found = {}
    for media in ("screen", "print"):
        await page.emulate_media(media=media)
        found[media] = await page.evaluate("getComputedStyle(document.querySelector('.room')).minHeight")
    await page.close()
    assert found["screen"] == "700px"
    assert found["print"] in {"0px", "auto"}
