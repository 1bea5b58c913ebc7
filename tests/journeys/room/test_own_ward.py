"""A newcomer who comes into a ward's room first says there, with one press, that they live in it."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.visitors import PHONE
from tests.journeys.pages.test_every_page import make_newcomer
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

WORDS = "Who has the key to the pump house?"
ENGLISH = ("I live in Ward 95", "I live in another ward", "I am 18 or over.", "I agree and want to ask", "Send")
BENGALI = (
    "আমি ওয়ার্ড ৯৫-এ থাকি",
    "আমি অন্য ওয়ার্ডে থাকি",
    "আমার বয়স ১৮ বছর বা তার বেশি।",
    "আমি সম্মত, প্রশ্ন করতে চাই",
    "পাঠান",
)


async def open_room(demo: Server, chromium: Browser, language: str, *, scripts: bool) -> Page:
    """The room on a phone, of somebody who signed in just now for the first time."""
    demo.database.change("UPDATE accounts_user SET ward_id = NULL WHERE id = ?", make_newcomer(demo))
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=scripts, service_workers="block")
    await context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])
    await context.request.get(demo.demo["residents"][-1]["sign_in"])
    page = await context.new_page()
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/#ask")
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("bn", BENGALI)], ids=["en", "bn"])
async def test_one_press_sets_the_ward_and_the_same_card_leads_on_to_the_first_question(
    demo: Server, chromium: Browser, language: str, words: tuple[str, ...], scripts: bool
) -> None:
    lives_here, lives_elsewhere, adult, agree, send = words
    page = await open_room(demo, chromium, language, scripts=scripts)
    room, card = page.url, page.locator("#ask")
    await expect(card.get_by_role("link", name=lives_elsewhere)).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    # Until it has loaded, Chromium leads back to the card's beginning unless a hand scrolls, which a script's is not.
    async with page.expect_navigation(wait_until="load"):
        await card.get_by_role("button", name=lives_here).click()
    await card.get_by_label(adult).check()
    assert page.url == room
    await expect(card.get_by_role("button", name=agree)).to_be_in_viewport()
    await card.get_by_role("button", name=agree).click()
    await card.locator("#ask-text").fill(WORDS)
    await card.get_by_role("button", name=send, exact=True).click()
    await expect(page.locator("#yours")).to_contain_text(WORDS)
    assert page.url.partition("#")[0] == room.partition("#")[0]
