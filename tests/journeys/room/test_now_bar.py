"""The bar of the room on a phone, in both languages: whole words, and only the question is cut at its end."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

CUT = """() => [...document.querySelectorAll(".nowbar [data-part]:not([data-part=now_text], .sr-only)")]
  .filter((node) => node.checkVisibility() && node.scrollWidth > node.clientWidth && node.clientWidth > 0)
  .map((node) => node.textContent)"""
MOMENTS = """() => {
  const { bar } = JSON.parse(document.getElementById("words").textContent).stage;
  const label = document.querySelector("[data-part=now_label]");
  const state = document.querySelector("[data-part=now_state]");
  const isCut = (word, other) => {
    [label.textContent, state.textContent] = [word, other];
    return [label, state].some((node) => node.scrollWidth > node.clientWidth);
  };
  const beside = { now: "answering", mine: "answering", over: "record" };
  const moments = ["now", "mine", "scheduled", "soon", "idle", "over", "cancelled"];
  return moments.filter((moment) => isCut(bar[moment], bar[beside[moment]] ?? ""));
}"""


async def open_room(demo: Server, browser: Browser, language: str) -> Page:
    page = await browser.new_page(viewport={"width": 360, "height": 740})
    await page.context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    return page


async def test_on_a_phone_the_bar_says_whole_words_and_the_state_before_the_topic(
    demo: Server, browser: Browser
) -> None:
    pages = [await open_room(demo, browser, language) for language in ("en", "bn")]
    cookie = await sign_in(demo.demo["councillor"]["sign_in"])
    async with LiveClient(demo.base_url, demo.demo["chat_session"], door="desk", cookie=cookie) as councillor:
        assert (await councillor.send("question.take"))["type"] == "ack"
        for page, state in zip(pages, ("answering", "উত্তর চলছে"), strict=True):
            await expect(page.locator("[data-part=now_text]")).not_to_be_empty()
            await expect(page.locator(".nowbar")).to_contain_text(state)
            for part in ("now_label", "now_state", "connection", "time_label", "time_left", "present_count"):
                await expect(page.locator(f".nowbar [data-part={part}]")).to_be_in_viewport(ratio=1)
            assert await page.evaluate(CUT) == []
        await expect(pages[0].get_by_text("1 person here, 2 visitors")).to_be_attached()  # for screen readers
        await expect(pages[0].get_by_role("link", name=re.compile("^Now: answering"))).to_be_visible()
    for page in pages:
        assert await page.evaluate(MOMENTS) == []
