"""The end of a chat for a person who reads the queue, with half a question written: it is seen, and nothing is lost."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

HALF = "Will the new lamps also stand in the lane behind the"
NEXT = ("announce_chat", "--ward", "95", "--at", "2099-01-02T18:00", "--minutes", "60")


async def open_room(demo: Server, browser: Browser) -> Page:
    context = await browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.base_url)
    await context.request.get(demo.demo["residents"][0]["sign_in"])
    page = await context.new_page()
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    return page


async def close(demo: Server) -> None:
    cookie = await sign_in(demo.demo["clerk"]["sign_in"])
    async with LiveClient(demo.base_url, demo.demo["chat_session"], door="desk", cookie=cookie) as clerk:
        assert (await clerk.send("session.close"))["type"] == "ack"


async def test_the_end_is_seen_in_the_queue_and_what_was_half_written_comes_back_in_the_next_chat(
    demo: Server, browser: Browser
) -> None:
    page = await open_room(demo, browser)
    await page.fill("#ask-text", HALF)
    await sees_the_end_where_one_reads(page, demo)
    await has_the_words_to_copy(page)
    await page.locator("#queue").scroll_into_view_if_needed()
    await reads_the_record_by_one_tap(page)
    await page.goto(announce_next(demo))
    await expect(page.locator("#ask-text")).to_have_value(HALF)
    await page.reload()
    await expect(page.locator("#ask-text")).to_have_value(HALF)


async def sees_the_end_where_one_reads(page: Page, demo: Server) -> None:
    await page.locator("#ask-text").blur()
    await page.evaluate("document.querySelectorAll('#queue [data-id]')[1].scrollIntoView({ block: 'center' })")
    await expect(page.get_by_role("switch", name="Follow along")).not_to_be_checked()  # it lets go of who scrolls
    reading = page.locator("#queue [data-id]").nth(1)
    before = await reading.bounding_box()

    await close(demo)
    bar = page.locator("[data-part=now]")
    await expect(bar).to_contain_text("The chat is over")
    await expect(bar).to_be_in_viewport(ratio=1)
    await expect(page.locator("#announcer")).to_have_text("The chat is over. The record is published.")
    after = await reading.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) <= 1


async def has_the_words_to_copy(page: Page) -> None:
    kept = page.locator("#ask [data-part=kept_words]")
    await expect(kept).to_have_value(HALF)
    await expect(page.locator("#ask-form")).to_be_hidden()
    await page.get_by_role("button", name="Copy").click()
    await expect(page.locator("#ask [data-part=kept] .feedback")).to_have_text("Copied.")
    assert await page.evaluate("navigator.clipboard.readText()") == HALF
    await page.reload()
    await expect(kept).to_have_value(HALF)


async def reads_the_record_by_one_tap(page: Page) -> None:
    bar = page.locator("[data-part=now]")
    await expect(bar).to_contain_text("Record")
    await expect(bar).to_be_in_viewport(ratio=1)
    await bar.click()
    await expect(page).to_have_url(re.compile("/records/ward-95-"))
    await expect(page.locator("main")).to_contain_text("fever camp")


def announce_next(demo: Server) -> str:
    announced = demo.manage(*NEXT)
    assert announced.returncode == 0, announced.stderr
    (number,) = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", announced.stdout)
    return f"{demo.base_url}/chat/{number}/"
