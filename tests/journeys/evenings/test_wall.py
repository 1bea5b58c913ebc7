"""The big screen in a browser, on a real server: legible from ten metres, and left alone for a night."""

import json
import re
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

URDU = "ہماری گلی میں پانی کی پائپ ٹوٹی ہوئی ہے۔ اسے کب ٹھیک کیا جائے گا؟"
PARTS = (
    "پانی کے محکمے کا عملہ پرسوں صبح آئے گا، اس دن گلی میں دس سے ایک بجے تک پانی بند رہے گا۔",
    "জল বিভাগের লোক পরশু সকালে আসবেন, দশটা থেকে একটা পর্যন্ত জল বন্ধ থাকবে।",
    "पानी परसों दस से एक बजे तक बंद रहेगा।",
    "The water is off from ten to one on that day.",
)
HIGH_ENOUGH = 0.034
"""The size of letters as a share of the screen's height: on a picture of two metres, four centimetres."""

LETTERS = """() => [...document.querySelectorAll("body p, body h1")]
  .filter((node) => node.checkVisibility() && node.textContent.trim())
  .map((node) => parseFloat(getComputedStyle(node).fontSize) / innerHeight)"""
OUTSIDE = """() => [...document.querySelectorAll("body p, body svg")]
  .filter((node) => node.checkVisibility() && node.textContent.trim())
  .map((node) => node.getBoundingClientRect())
  .filter(({ left, right, top, bottom }) => left < 0 || right > innerWidth || top < 0 || bottom > innerHeight).length"""
PARTS_SHOWN = """() => { const pane = document.querySelector("[data-part=answers]").getBoundingClientRect();
  return [...document.querySelectorAll(".wall__words")].map((node) => node.getBoundingClientRect())
    .every(({ top, bottom }) => top >= pane.top - 2 && bottom <= pane.bottom + 2); }"""


@asynccontextmanager
async def at_work(demo: Server) -> AsyncIterator["Floor"]:
    """The councillor, with a question in Urdu that was just taken."""
    sheet = demo.demo
    cookies = [await sign_in(each["sign_in"]) for each in (sheet["councillor"], sheet["moderators"][1])]
    async with LiveClient(demo.base_url, sheet["chat_session"], door="desk", cookie=cookies[0]) as councillor:
        yield Floor(councillor, demo, cookies[1])


class Floor:
    def __init__(self, councillor: LiveClient, demo: Server, moderator: str) -> None:
        self.councillor, self.demo, self.moderator = councillor, demo, moderator

    async def take_urdu(self) -> None:
        sheet = self.demo.demo
        cookie = await sign_in(sheet["residents"][1]["sign_in"])
        async with LiveClient(self.demo.base_url, sheet["chat_session"], cookie=cookie) as resident:
            asked = (await resident.send("question.ask", text=URDU, kind="complaint"))["result"]
        async with LiveClient(self.demo.base_url, sheet["chat_session"], door="desk", cookie=self.moderator) as desk:
            await desk.send("question.approve", question=asked["question"], version=asked["version"])
        assert (await self.councillor.send("question.take", question=asked["question"]))["type"] == "ack"
        await self.councillor.until(lambda: self.councillor.public["floor"])

    async def say(self, text: str, *, final: bool = False) -> None:
        question = self.councillor.public["floor"]["id"]
        assert (await self.councillor.send("answer.give", question=question, text=text, final=final))["type"] == "ack"


async def open_wall(demo: Server, chromium: Browser, query: str = "", **options: Any) -> Page:
    context: BrowserContext = await chromium.new_context(**{"viewport": {"width": 1920, "height": 1080}, **options})
    page = await context.new_page()
    await page.goto(f"{demo.base_url}/wall/{demo.demo['chat_session']}/{query}")
    return page


async def stage_says(page: Page, text: str) -> None:
    await expect(page.locator("#stage")).to_contain_text(text, timeout=60_000)


async def test_four_languages_are_read_from_ten_metres_on_every_screen(demo: Server, chromium: Browser) -> None:
    async with at_work(demo) as floor:
        await floor.take_urdu()
        walls = [
            await open_wall(demo, chromium, query, viewport={"width": width, "height": width * 9 // 16})
            for width, query in ((1920, "?theme=light"), (1280, "?theme=dark&lang=bn"))
        ]
        for part in PARTS:
            await floor.say(part)
        for wall in walls:
            await stage_says(wall, PARTS[-1])
            languages = await wall.locator(".wall__words").evaluate_all("nodes => nodes.map(({ lang }) => lang)")
            assert languages == ["ur", "bn", "hi", "und"]
            directions = "nodes => nodes.map((node) => getComputedStyle(node).direction)"
            assert await wall.locator(".wall__words").evaluate_all(directions) == ["rtl", "ltr", "ltr", "ltr"]
            await wall.wait_for_function(f"() => Math.min(...({LETTERS})()) >= {HIGH_ENOUGH}")
            await wall.wait_for_function(f"() => ({OUTSIDE})() === 0")
            await wall.wait_for_function(PARTS_SHOWN)
            await wall.wait_for_function("() => document.documentElement.scrollHeight <= innerHeight")
            assert await wall.evaluate("getComputedStyle(document.body).cursor") == "none"


async def test_an_answer_that_is_too_long_for_any_size_is_shown_page_by_page(demo: Server, chromium: Browser) -> None:
    words = [f"word{number}" for number in range(400)]
    async with at_work(demo) as floor:
        await floor.take_urdu()
        wall = await open_wall(demo, chromium, viewport={"width": 1280, "height": 720})
        await stage_says(wall, URDU)
        await wall.clock.install()
        await floor.say("Before.")
        await floor.say(" ".join(words))
        await wall.clock.run_for(1000)
        await stage_says(wall, words[-1])
        pane = wall.locator("[data-part=answers]")
        places = []
        for _moment in range(180):  # oftener than pages turn
            await wall.clock.run_for(5_000)
            places.append(await pane.evaluate("(node) => node.scrollTop"))
        assert min(await wall.evaluate(LETTERS)) >= HIGH_ENOUGH
    height = await pane.evaluate("(node) => node.clientHeight")
    newest = await pane.evaluate("(node) => node.lastElementChild.offsetTop - node.offsetTop")
    end = await pane.evaluate("(node) => node.scrollHeight - node.clientHeight")
    turns = sorted({round(place) for place in places})
    assert turns[0] == round(newest)
    assert abs(turns[-1] - end) <= 1
    assert max(after - before for before, after in pairwise(turns)) < height


@pytest.mark.row("fault", 1)
async def test_a_server_that_dies_leaves_the_picture_and_goes_on_when_it_is_back(
    demo: Server, chromium: Browser
) -> None:
    async with at_work(demo) as floor:
        await floor.take_urdu()
        await floor.say("Said before.")
    wall = await open_wall(demo, chromium)
    await stage_says(wall, "Said before.")
    demo.kill()
    await expect(wall.locator("[data-part=line]")).to_be_visible(timeout=60_000)
    await stage_says(wall, "Said before.")
    demo.start()
    async with at_work(demo) as floor:
        await floor.councillor.until(lambda: floor.councillor.public["floor"])
        await floor.say("Said afterwards.")
    await stage_says(wall, "Said afterwards.")
    await expect(wall.locator("[data-part=line]")).to_be_hidden(timeout=60_000)


@pytest.mark.row("fault", 32)
async def test_an_outdated_screen_reloads_itself_but_never_while_the_server_is_away(
    demo: Server, chromium: Browser
) -> None:
    async def say_outdated(socket: WebSocketRoute) -> None:
        socket.send(json.dumps({"type": "bye", "code": 4426, "why": "", "after_ms": None}))
        await socket.close(code=4426)

    wall = await (await chromium.new_context()).new_page()
    await wall.route_web_socket(re.compile("/ws/"), say_outdated)
    address = f"{demo.base_url}/wall/{demo.demo['chat_session']}/"
    await wall.goto(address)
    await wall.route(address, lambda route: route.abort())
    async with wall.expect_event("requestfailed", lambda request: request.method == "HEAD", timeout=60_000):
        pass
    await expect(wall.locator("[data-part=card]")).to_be_visible()  # and no error page of the browser's
    async with wall.expect_navigation(timeout=60_000):
        await wall.unroute(address)
    await expect(wall.locator("[data-part=card]")).to_be_visible()


async def test_over_a_video_it_is_the_lower_third_and_nothing_above(demo: Server, chromium: Browser) -> None:
    async with at_work(demo) as floor:
        await floor.take_urdu()
        for scheme, theme in (("light", "dark"), ("dark", "light")):
            query = f"?overlay=1&theme={theme}"
            wall = await open_wall(demo, chromium, query, viewport={"width": 320, "height": 180}, color_scheme=scheme)
            await stage_says(wall, URDU)
            alphas = alphas_of(await wall.screenshot(omit_background=True))
            assert {alpha for row in alphas[:110] for alpha in row} == {0}
            assert set(alphas[150][30:290]) == {255}


def alphas_of(png: bytes) -> list[list[int]]:
    """Each row's alpha values, of a PNG with eight bits for each of red, green, blue and alpha."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    rows, before = [], bytes(4 * width)
    raw = zlib.decompress(data)
    for number in range(height):
        start = number * (4 * width + 1)
        before = unfilter(raw[start], raw[start + 1 : start + 1 + 4 * width], before)
        rows.append(list(before[3::4]))
    return rows


def unfilter(how: int, line: bytes, above: bytes) -> bytes:
    """PNG 9.2: none, sub, up, average and Paeth, four bytes a pixel."""
    row = bytearray(line)
    for index in range(len(row)):
        left, up, corner = (row[index - 4], above[index], above[index - 4]) if index >= 4 else (0, above[index], 0)
        nearest = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
        row[index] = (row[index] + (0, left, up, (left + up) // 2, nearest)[how]) % 256
    return bytes(row)


async def test_after_the_end_it_goes_to_the_record_by_itself(demo: Server, chromium: Browser) -> None:
    wall = await open_wall(demo, chromium)
    await expect(wall.locator("[data-part=card]")).to_be_visible()
    cookie = await sign_in(demo.demo["clerk"]["sign_in"])
    async with LiveClient(demo.base_url, demo.demo["chat_session"], door="desk", cookie=cookie) as clerk:
        assert (await clerk.send("session.close"))["type"] == "ack"
    await stage_says(wall, "The chat is over. Thank you for taking part.")
    await expect(wall.locator(".wall__address")).to_contain_text("/records/ward-95-")
    await wall.wait_for_function(f"() => ({OUTSIDE})() === 0")


async def test_without_scripts_it_shows_the_state_and_asks_again(demo: Server, chromium: Browser) -> None:
    wall = await open_wall(demo, chromium, java_script_enabled=False)
    await stage_says(wall, "Will there be a fever camp")
    assert await wall.locator("noscript meta").count() + await wall.locator("meta[http-equiv=refresh]").count() >= 1
