"""The stage while no question is on it: it says what is waited for, under no heading that says the contrary."""

from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]


async def test_only_what_is_being_answered_stands_under_its_heading(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    room = await open_page(served, chromium, f"/chat/{sheet['chat_session']}/", sheet["residents"][0])
    floor = await open_page(served, chromium, f"/floor/{sheet['chat_session']}/", sheet["councillor"])
    reading = await open_page(served, chromium, f"/chat/{sheet['chat_session']}/read/", sheet["residents"][1])
    for page in (room, floor, reading):
        await expect(heading_of(page)).to_have_count(0)
        stage = page.get_by_role("region", name="Being answered now")  # whatever reads the page aloud knows it still
        await expect(stage).to_have_count(1)
    await expect(floor.locator("#floor")).to_contain_text("No question is being answered.")
    await take_one(served, sheet)
    for page in (room, floor):
        await expect(heading_of(page)).to_be_visible()
    await reading.reload()
    await expect(heading_of(reading)).to_be_visible()


def heading_of(page: Page) -> Locator:
    return page.get_by_role("heading", name="Being answered now")


async def take_one(served: Server, sheet: dict[str, Any]) -> None:
    async with (
        client_of(served, sheet, sheet["residents"][1]) as author,
        client_of(served, sheet, sheet["moderator"], door="desk") as moderator,
        client_of(served, sheet, sheet["councillor"], door="desk") as councillor,
    ):
        asked = (await author.send("question.ask", text="Who repairs the lamp?", kind="question"))["result"]
        await moderator.send("question.approve", question=asked["question"], version=asked["version"])
        await author.until(lambda: author.public["queue"])
        [queued] = author.public["queue"]
        answer = await councillor.send("question.take", question=queued["id"])
        assert answer["type"] == "ack", answer


async def open_page(served: Server, chromium: Browser, path: str, cookie: str) -> Page:
    context = await chromium.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    await context.add_cookies([{"name": "sessionid", "value": cookie, "url": served.base_url}])
    page = await context.new_page()
    await page.goto(served.base_url + path)
    return page
