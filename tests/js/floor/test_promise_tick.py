"""The tick "This is a promise" on a phone: what is prefilled, refused without a word lost, and sent."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from django.utils import timezone
from playwright.async_api import Browser, Page, expect

from tests.browser.axe import violations_of
from tests.browser.visitors import Visitors
from tests.js.floor.test_answering import take
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

TEXT = "The drain is cleaned by Friday. Please keep bricks off the gratings."


@pytest_asyncio.fixture(loop_scope="package")
async def visitors(chromium: Browser, demo: Server) -> AsyncIterator[Visitors]:
    people = Visitors(chromium, demo)
    async with people.contexts:
        yield people


async def test_a_promise_is_ticked_while_answering(visitors: Visitors) -> None:
    page = await visitors.councillor()
    await take(page)
    fields, what = page.locator(".promise-tick__fields"), page.locator("#promise-what")
    day = page.locator("#promise-due-on")
    await expect(fields).to_be_hidden()
    await page.fill("#answer-text", TEXT)
    await page.get_by_label("This is a promise").check()
    await expect(what).to_have_value("The drain is cleaned by Friday.")
    assert await violations_of(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    await page.click("#answer-form button[value=false]")
    await expect(page.locator("#answer-error")).to_contain_text("A promise needs a day.")
    await expect(page.locator("#answer-text")).to_have_value(TEXT)
    await day.fill((timezone.localdate() + timedelta(days=9)).isoformat())
    await page.click("#answer-form button[value=false]")
    await expect(page.locator("#answer-form .feedback")).to_contain_text("Sent. Everyone can see it.")
    await expect(fields).to_be_hidden()
    await expect(what).to_have_value("")
    assert "The drain is cleaned by Friday." in await promises_at_desk(visitors)
    assert visitors.complaints == []


async def promises_at_desk(visitors: Visitors) -> str:
    desk: Page = await visitors.moderator()
    await desk.goto(f"{visitors.base_url}/desk/{visitors.chat}/promises/")
    answer = desk.locator("article", has_text="The drain is cleaned by Friday.")
    await expect(answer.locator(".tag", has_text="Promised")).to_be_visible()
    return await answer.inner_text()
