"""A written answer without any script, on a narrow phone: promised in the chat, given afterwards, read by everybody."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.programs.evenings import make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

ANSWER = "Six works, and the whole list hangs at the borough office from Monday."


async def test_an_answer_is_promised_and_given_by_forms_alone(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    path = f"/chat/{sheet['chat_session']}/"
    resident = await open_plain(served, chromium, path, sheet["residents"][0])
    await resident.locator("#ask-text").fill("What was spent on roads?")
    await resident.locator("#ask-form button").click()
    councillor = await promise(served, chromium, sheet)
    reader, faults = await open_room(served, chromium, path)
    await close(served, chromium, sheet)
    await answer(served, councillor)
    await expect(reader.locator("#answers .answer__text").first).to_have_text(ANSWER)
    await expect(reader.locator("#answers .tag").first).to_have_text("Answered")
    assert faults == []

    await resident.goto(f"{served.base_url}/me/")
    await resident.get_by_role("link", name="Read the answer").click()
    await expect(resident.locator("main")).to_contain_text(ANSWER)
    await resident.get_by_role("link", name="See it in the record").click()
    await expect(resident.locator("article", has_text=ANSWER).last).to_contain_text("Answered in writing on")
    assert await fits(resident)


async def promise(served: Server, chromium: Browser, sheet: dict[str, Any]) -> Page:
    """Accept the only question and put it on notice; answers the councillor's page."""
    moderator = await open_plain(served, chromium, f"/desk/{sheet['chat_session']}/", sheet["moderator"])
    await moderator.get_by_role("button", name="Accept").click()
    councillor = await open_plain(served, chromium, f"/floor/{sheet['chat_session']}/", sheet["councillor"])
    take = councillor.get_by_role("button", name="Take the next question")
    while not await take.is_enabled():  # a decision takes effect once it can no longer be undone
        await councillor.reload()
    await take.click()
    await councillor.locator("#defer > summary").click()
    await councillor.get_by_role("button", name="Promise the answer by this date").click()
    await expect(councillor.locator("main")).to_contain_text("A written answer is promised.")
    return councillor


async def close(served: Server, chromium: Browser, sheet: dict[str, Any]) -> None:
    clerk = await open_plain(served, chromium, f"/desk/{sheet['chat_session']}/", sheet["clerk"])
    await clerk.get_by_text("Close it", exact=True).click()
    await clerk.get_by_role("button", name="Yes, close it for everybody").click()


async def answer(served: Server, councillor: Page) -> None:
    """By the keyboard."""
    await councillor.goto(served.base_url + "/owed/")
    await expect(councillor.get_by_role("navigation", name="Main")).to_contain_text("Answers owed: 1")
    assert await fits(councillor)
    await councillor.get_by_role("link", name="Write the answer").press("Enter")
    await councillor.get_by_label("Your answer").fill(ANSWER)
    await councillor.get_by_role("button", name="Look at it once more").press("Enter")
    await expect(councillor.get_by_role("heading", name="Is this your answer?")).to_be_visible()
    assert await fits(councillor)
    await councillor.get_by_role("button", name="Send the answer").press("Enter")
    await expect(councillor.locator("main")).to_contain_text("Nothing is owed.")


async def fits(page: Page) -> bool:
    """Without a script the page itself runs none, and the test asks it all the same."""
    box = await page.locator("main").bounding_box()
    assert box is not None
    return box["width"] <= 360


async def open_room(served: Server, chromium: Browser, path: str) -> tuple[Page, list[str]]:
    """A visitor's page with its scripts, and what fails in them."""
    page = await (await chromium.new_context(viewport={"width": 360, "height": 640})).new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(served.base_url + path)
    await expect(page.locator("#answers .tag").first).to_have_text("Written answer promised")
    return page, faults


async def open_plain(served: Server, chromium: Browser, path: str, cookie: str) -> Page:
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    await context.add_cookies([{"name": "sessionid", "value": cookie, "url": served.base_url}])
    page = await context.new_page()
    await page.goto(served.base_url + path)
    return page
