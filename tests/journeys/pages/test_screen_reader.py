"""What a screen reader finds in the room, at the desk and on the councillor's page: the tree, written down.

To change it on purpose, write it anew (WRITE_TREES=1 with this test), and read what has become of it.
"""

import calendar
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

TREES = Path(__file__).with_name("trees")
CHANGING = {
    r"/url: .*": "/url: …",
    r"\d+:\d\d\s[ap]m": "TIME",
    r"\b[0-9A-Z]{5}-?[0-9A-Z]{5,6}\b": "RECEIPT",
    r"\d+ (?:hours?|minutes?|seconds?)(?: \d+ minutes?)?": "DURATION",
    r"\d+ (?:person|people) here": "PEOPLE here",
    r"Person \w{4}\b": "Person CODE",
    rf"(?:\d+ )?(?:{'|'.join(calendar.month_name[1:])})(?: \d+)?": "DAY",
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day": "WEEKDAY",
}
"""What differs from run to run, and what is written for it."""


async def test_the_trees_are_as_written_down(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    await play(served, sheet)
    pages = {
        "room": ("chat", sheet["residents"][0]),
        "desk": ("desk", sheet["moderator"]),
        "floor": ("floor", sheet["councillor"]),
    }
    found = {name: await tree_of(served, chromium, sheet, *page) for name, page in pages.items()}
    if os.environ.get("WRITE_TREES"):
        TREES.mkdir(exist_ok=True)
        for name, tree in found.items():
            (TREES / f"{name}.txt").write_text(tree, encoding="utf-8")
    for name, tree in found.items():
        assert tree == (TREES / f"{name}.txt").read_text(encoding="utf-8"), name


async def play(server: Server, sheet: dict[str, Any]) -> None:
    """One question is answered, one is being answered, one is in the queue, one waits; and there is a notice."""
    async with (
        client_of(server, sheet, sheet["moderator"], door="desk") as moderator,
        client_of(server, sheet, sheet["councillor"], door="desk") as councillor,
        client_of(server, sheet, sheet["residents"][0]) as reader,
        client_of(server, sheet, sheet["residents"][1]) as neighbour,
    ):
        texts = ("When is the drain cleaned?", "কলে জল কবে আসবে?", "Who mends the lamp?", "Is the pond safe?")
        for number, text in enumerate(texts):
            asked = (await (neighbour, reader)[number % 2].send("question.ask", text=text, kind="question"))["result"]
            if number < 3:
                await moderator.send("question.approve", question=asked["question"], version=asked["version"])
            if number < 2:
                await councillor.send("question.take", question=asked["question"])
            if number < 1:
                await councillor.send("answer.give", question=asked["question"], text="On Monday.", final=True)
        assert (await moderator.send("notice.post", text="The hall is open."))["type"] == "ack"


async def tree_of(server: Server, chromium: Browser, sheet: dict[str, Any], path: str, cookie: str) -> str:
    context = await chromium.new_context(viewport={"width": 360, "height": 740})
    for name, value in {"language": "en", "sessionid": cookie}.items():
        await context.add_cookies([{"name": name, "value": value, "url": server.base_url}])
    page = await context.new_page()
    await page.goto(f"{server.base_url}/{path}/{sheet['chat_session']}/")
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    if path == "desk":  # a moment later it claims the first question
        await expect(page.locator("#detail")).to_contain_text("You are reading this")
    await settle(page)
    tree = await page.locator("main").aria_snapshot()
    for pattern, word in CHANGING.items():
        tree = re.sub(pattern, word, tree)
    return f"{tree}\n"


async def settle(page: Page) -> None:
    """Until nothing is loaded, and two frames in a row are drawn."""
    await page.wait_for_load_state("networkidle")
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
