"""Pages that come after a form: accessible, and whole on a narrow phone at larger text, as every other page."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.axe import violations_of
from tests.browser.reflow import unfitting
from tests.browser.touch_targets import FOR_FINGERS, small_targets
from tests.journeys.pages.test_every_page import LANGUAGES, open_phone, people, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

Step = Callable[[Page, Server], Awaitable[None]]


async def ask_for_a_code(page: Page, demo: Server) -> None:
    await page.goto(f"{demo.base_url}/sign-in/")
    await page.fill("#address", "98300 71599")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/sign-in/code/")


async def mistype_a_number(page: Page, demo: Server) -> None:
    await page.goto(f"{demo.base_url}/sign-in/")
    await page.fill("#address", "98300")
    await page.keyboard.press("Enter")
    await page.locator(".error").first.wait_for()


async def look_up_a_complaint(page: Page, demo: Server) -> None:
    [(receipt,), *_others] = demo.database.ask("SELECT receipt FROM chat_sessions_matter WHERE state = 'claimed_done'")
    await page.goto(f"{demo.base_url}/matters/receipt/")
    await page.fill("#code", str(receipt))
    await page.locator("main form button").first.click()
    await page.locator("main article blockquote").first.wait_for()


async def mistype_a_receipt(page: Page, demo: Server) -> None:
    for address in ("/matters/receipt/", "/promises/receipt/"):
        await page.goto(demo.base_url + address)
        await page.locator("main [name=code]").fill("K7F3Q")
        await page.locator("main form button").first.click()
        await page.locator("#code-error").wait_for()


async def send_an_empty_complaint(page: Page, demo: Server) -> None:
    await page.goto(f"{demo.base_url}/matters/new/?ward=95")
    await page.locator("#matter-form button[value=look]").last.click()
    await page.locator(".error-summary").wait_for()


async def wait_for_a_chat(page: Page, demo: Server) -> None:
    """Wait for a chat as a resident of a ward in which none is live."""
    demo.database.change(
        "UPDATE accounts_user SET ward_id = (SELECT id FROM chat_sessions_ward WHERE number = 89) WHERE username = ?",
        "demo-plain",
    )
    await page.goto(f"{demo.base_url}/my-chat/")
    await page.locator("#countdown").wait_for()


STEPS: dict[str, tuple[str, Step]] = {
    "a code was sent": ("", ask_for_a_code),
    "a number is too short": ("", mistype_a_number),
    "a complaint by its receipt": ("", look_up_a_complaint),
    "a receipt that is none": ("", mistype_a_receipt),
    "a chat that is not live yet": ("newcomer", wait_for_a_chat),
    "a complaint without words": ("resident", send_an_empty_complaint),
}


@pytest.mark.takes(25)
@pytest.mark.variants("language")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_comes_after_a_form_is_accessible_and_fits(demo: Server, chromium: Browser, language: str) -> None:
    found: dict[str, Any] = {}
    for name, (who, step) in STEPS.items():
        page = await open_phone(chromium, demo, people(demo)[who], viewport={"width": 320, "height": 640})
        await speak(page, demo, language)
        await step(page, demo)
        faults = await violations_of(page), await small_targets(page, high=FOR_FINGERS), await unfitting(page)
        found |= {name: faults} if any(faults) else {}
        await page.context.close()
    assert found == {}
