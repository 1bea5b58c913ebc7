"""Under ten events a second no live page announces twice within two seconds, whichever of its parts would speak."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

LISTEN = """() => {
  const regions = "[aria-live]:not([aria-live=off]), [role=status], [role=alert]";
  const known = new Map();
  globalThis.heard = [];
  const look = () => {
    const at = performance.now(); // to look takes a while on a busy machine
    for (const node of document.querySelectorAll(regions)) {
      const text = node.checkVisibility() ? node.textContent.trim() : "";
      if (known.has(node) && known.get(node) !== text && text) heard.push([at, text]);
      known.set(node, text);
    }
  };
  look();
  const words = { childList: true, subtree: true, characterData: true };
  const changes = { ...words, attributes: true, attributeFilter: ["hidden"] };
  new MutationObserver(look).observe(document.body, changes);
}"""
"""Whatever is visible in any live region: what has changed in it is announced."""

LEAST_MS = 2_000
QUESTIONS = 25
SAID_WITHIN_MS = 30_000


async def test_no_page_announces_twice_within_two_seconds(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1, residents=QUESTIONS + 2)[0]
    room = await listen(served, chromium, sheet, "chat", sheet["residents"][0])
    desk = await listen(served, chromium, sheet, "desk", sheet["second_moderator"])
    floor = await listen(served, chromium, sheet, "floor", sheet["councillor"])
    storm = asyncio.create_task(ask_and_answer(served, sheet))
    await room.fill("#ask-text", "When is the ninth lane swept?")
    await room.click("#ask-form .button")
    await hears(room, "Received.")
    await storm
    await hears(desk, "to read")
    await decide(desk)
    await hears(desk, "Accepted.")
    await hears(floor, "new answers")
    await hears(room, "new answers")
    assert {page.url: await close_together(page) for page in (room, desk, floor)} == {
        page.url: [] for page in (room, desk, floor)
    }


async def test_what_is_seen_in_a_draft_is_announced_once_and_apart(served: Server, chromium: Browser) -> None:
    """A draft is looked through at each pause in writing; what is said of it may come with the news of the room.

    One question stays in the queue: without one there is nothing to search.
    """
    sheet = make_evenings(served, 1, residents=QUESTIONS + 2, waiting=1)[0]
    room = await listen(served, chromium, sheet, "chat", sheet["residents"][0])
    storm = asyncio.create_task(ask_and_answer(served, sheet))
    await room.locator("#ask-text").fill("Please call me, 98300 12345")
    await hears(room, "This looks like a phone number")
    await room.locator("#ask-text").fill("Please call me, 98300 12345, after")
    async with room.expect_response(lambda answer: "commands" in answer.url):
        await room.locator("#ask-text").press_sequentially(" six")
    await room.locator("#queue summary").click()
    await room.get_by_label("Search the queue").fill("nothing has these words")
    await hears(room, "No question in the queue matches.")
    await storm
    await hears(room, "new answers")
    said = [text for _at, text in await room.evaluate("heard") if "phone number" in text]
    assert len(said) == 1
    assert await close_together(room) == []
    assert await room.locator("[aria-live]:not([aria-live=off])").count() == 1


async def test_the_loss_of_the_connection_and_its_return_are_announced(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    room = await listen(served, chromium, sheet, "chat", sheet["residents"][0])
    await room.context.set_offline(True)
    await hears(room, "No network")
    await room.context.set_offline(False)
    await hears(room, "Connected")
    assert await close_together(room) == []


async def listen(server: Server, chromium: Browser, sheet: dict[str, Any], path: str, cookie: str) -> Page:
    context = await chromium.new_context(viewport={"width": 360, "height": 740})
    for name, value in {"language": "en", "sessionid": cookie}.items():
        await context.add_cookies([{"name": name, "value": value, "url": server.base_url}])
    page = await context.new_page()
    await page.goto(f"{server.base_url}/{path}/{sheet['chat_session']}/")
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    await page.evaluate(LISTEN)
    return page


async def ask_and_answer(server: Server, sheet: dict[str, Any]) -> None:
    """Each question brings five events to the room, as fast as the server takes them; the last one is left waiting."""
    async with (
        client_of(server, sheet, sheet["moderator"], door="desk") as moderator,
        client_of(server, sheet, sheet["councillor"], door="desk") as councillor,
    ):
        for number in range(QUESTIONS):
            async with client_of(server, sheet, sheet["residents"][number + 1]) as resident:
                asked = await resident.send("question.ask", text=f"When is lane {number} swept?", kind="question")
            if number == QUESTIONS - 1:
                return
            question = asked["result"]
            await moderator.send("question.approve", question=question["question"], version=question["version"])
            await councillor.send("question.take", question=question["question"])
            answer = {"question": question["question"], "text": f"Lane {number}: on Monday.", "final": True}
            await councillor.send("answer.give", **answer)
            await moderator.send("notice.post", text=f"Lane {number} is closed.")


async def decide(desk: Page) -> None:
    await desk.keyboard.press("n")
    await expect(desk.locator("#detail")).to_contain_text("You are reading this")
    await desk.keyboard.press("a")


async def hears(page: Page, words: str) -> None:
    said = "(words) => heard.some(([, text]) => text.includes(words))"
    await page.wait_for_function(said, arg=words, timeout=SAID_WITHIN_MS)


async def close_together(page: Page) -> list[tuple[str, str]]:
    """To the millisecond: browsers tell the time in tenths of one, and each end of a span may be one off."""
    heard = await page.evaluate("heard")
    return [(one, other) for (at, one), (after, other) in pairwise(heard) if round(after - at) < LEAST_MS]
