"""Agreeing to the notice in the room, by keyboard: a text written before is not lost."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import violations_of
from tests.browser.visitors import Visitors

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

WORDS = "Written before the notice: who empties the bin?"


async def press_until(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(60):
        if await page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"{selector} is out of the keyboard's reach")


@pytest.mark.parametrize("language", ["bn"])
async def test_a_person_who_withdrew_consent_meanwhile_keeps_the_draft_through_the_notice(
    guests: Visitors, language: str
) -> None:
    room = await guests.resident(2, language=language)
    await expect(room.locator(".connection")).to_have_attribute("data-connection", "on")
    beside = await guests.beside(room, "/me/privacy/")
    await beside.click("form[action='/me/privacy/withdraw/'] button")
    await expect(beside.locator("#agreed form")).to_have_count(0)

    await room.fill("#ask-text", WORDS)
    await room.click("#ask-form .button")
    notice = room.locator("#consent-form")
    await expect(notice).to_be_visible()
    await expect(room.locator("#ask-form")).to_be_hidden()
    assert await violations_of(room) == []

    await press_until(room, "#consent-form button")
    await room.keyboard.press("Enter")
    await expect(notice.locator("[data-part=adult] .error")).to_be_visible()
    await press_until(room, "[name=adult]")
    await room.keyboard.press("Space")
    await press_until(room, "#consent-form button")
    await room.keyboard.press("Enter")
    await expect(notice).to_be_hidden()
    await expect(room.locator("#ask-text")).to_have_value(WORDS)
    await expect(room.locator("#ask-text")).to_be_focused()
    await room.click("#ask-form .button")
    await expect(room.locator("#yours")).to_contain_text(WORDS)
    # The look at the draft is refused with 403, and the form without its tick with 422: the browser says so.
    assert [line for line in guests.complaints if "422" not in line and "403" not in line] == []


async def test_without_a_network_the_notice_stays_and_the_next_press_agrees(guests: Visitors) -> None:
    room = await guests.resident(3)
    beside = await guests.beside(room, "/me/privacy/")
    await beside.click("form[action='/me/privacy/withdraw/'] button")
    await expect(beside.locator("#agreed form")).to_have_count(0)
    await room.reload()
    notice = room.locator("#consent-form")
    await notice.locator("[name=adult]").check()

    await room.context.set_offline(True)
    await notice.locator("button").click()
    await expect(notice.locator("[data-part=feedback]")).to_have_class(re.compile("feedback--error"))
    await room.context.set_offline(False)
    await notice.locator("button").click()
    await expect(notice).to_be_hidden()
    await expect(room.locator("#ask-form")).to_be_visible()
