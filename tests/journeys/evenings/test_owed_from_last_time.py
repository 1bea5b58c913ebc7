"""The chat opens with what is owed: the office speaks of each promise, and the room and the wall see it at once."""

from datetime import date, timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.programs.evenings import client_of
from tests.servers.programs.owed_evening import OWED, make_owed_evening
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

PROOF = "It is clean since Monday; see the photo at the borough office."


async def test_the_office_speaks_of_each_promise_before_the_queue(served: Server, chromium: Browser) -> None:
    sheet = make_owed_evening(served)
    chat, faults = sheet["chat_session"], list[str]()
    floor = await open_page(served, chromium, f"/floor/{chat}/", faults, sheet["councillor"])
    room = await open_page(served, chromium, f"/chat/{chat}/", faults)
    wall = await open_page(served, chromium, f"/wall/{chat}/", faults)
    async with client_of(served, sheet, sheet["clerk"], door="desk") as clerk:
        assert (await clerk.send("session.open"))["type"] == "ack"

    items = floor.locator("#owed [data-part=list] > li")
    await expect(items).to_have_count(2)
    await expect(room.locator("#owed li [data-part=what]")).to_have_text(OWED)
    await expect(wall.locator("[data-part=text]").first).to_have_text(OWED[0])

    await say(floor, "Kept, says the office", PROOF)
    await expect(items.first.locator("[data-part=text]")).to_have_text(PROOF)
    await expect(room.locator("#owed li").first).to_contain_text(PROOF)
    await expect(wall.locator("[data-part=text]").first).to_have_text(OWED[1])
    later_on = date.today() + timedelta(days=40)  # noqa: DTZ011 -- far enough for any zone
    await say(floor, "A new day", "The lamps come late.", at=1, day=str(later_on))
    await expect(room.locator("#owed li").nth(1)).to_contain_text(f"Now for {later_on.day} {later_on:%B %Y}.")
    await expect(floor.locator("#owed [data-part=open]")).to_have_text("0")

    later = await open_page(served, chromium, f"/chat/{chat}/", faults)
    await expect(later.locator("#owed li").first).to_contain_text(PROOF)
    assert faults == []


async def test_what_the_office_says_on_its_own_page_stands_on_the_list_at_once(
    served: Server, chromium: Browser
) -> None:
    sheet = make_owed_evening(served)
    chat, faults = sheet["chat_session"], list[str]()
    floor = await open_page(served, chromium, f"/floor/{chat}/", faults, sheet["councillor"])
    room = await open_page(served, chromium, f"/chat/{chat}/", faults)
    wall = await open_page(served, chromium, f"/wall/{chat}/", faults)
    async with client_of(served, sheet, sheet["clerk"], door="desk") as clerk:
        assert (await clerk.send("session.open"))["type"] == "ack"
    first = floor.locator("#owed [data-part=list] > li").first
    number = await first.locator("[data-part=number]").inner_text()
    await expect(room.locator("#owed li")).to_have_count(2)

    await claim(await open_page(served, chromium, f"/office/promises/{number}/", faults, sheet["councillor"]))
    elsewhere = "Noted on its page since this chat began."
    for shown in (first, room.locator("#owed li").first):
        await expect(shown.locator("[data-part=outcome]")).to_have_text("Kept, says the office")
        await expect(shown.locator("[data-part=elsewhere]")).to_have_text(elsewhere)
    await expect(wall.locator("[data-part=text]").first).to_have_text(OWED[1])
    await expect(wall.get_by_text(f"{OWED[0]} – Kept, says the office")).to_be_visible()
    await expect(floor.locator("#owed [data-part=open]")).to_have_text("1")

    await expect(first.get_by_text("Only what still fits can be said here.")).to_be_visible()
    await expect(first.get_by_label("Kept, says the office", exact=True)).to_be_hidden()
    await say(floor, "Not kept, says the office", "It is not, after all.")
    await expect(room.locator("#owed li").first).to_contain_text("It is not, after all.")
    await expect(room.locator("#owed li").first.locator("[data-part=elsewhere]")).to_be_hidden()
    assert faults == []


async def say(floor: Page, outcome: str, words: str, *, at: int = 0, day: str = "") -> None:
    """By the form of the promise at that place, which stands open once it is its turn."""
    form = floor.locator("#owed [data-part=list] > li").nth(at).locator("form")
    await expect(form).to_be_visible()
    await form.get_by_label(outcome, exact=True).check()
    if day:
        await form.locator("[name=due_on]").fill(day)
    await form.locator("textarea").fill(words)
    await form.get_by_role("button").click()
    await expect(form).to_be_hidden()


async def claim(office: Page) -> None:
    """On the office's own page of a promise."""
    await office.locator("#kept summary").click()
    await office.locator("#kept textarea").fill(PROOF)
    await office.locator("#kept button").click()


async def open_page(served: Server, chromium: Browser, path: str, faults: list[str], cookie: str | None = None) -> Page:
    context = await chromium.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    if cookie:
        await context.add_cookies([{"name": "sessionid", "value": cookie, "url": served.base_url}])
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(served.base_url + path)
    return page
