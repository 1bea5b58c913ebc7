"""One whole evening in the browser: two residents on phones, a moderator by keyboard, a councillor, a clerk."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.programs.evenings import make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PHONE = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture
def complaints() -> list[str]:
    """The browsers' complaints: errors of scripts, and what the content-security policy stopped."""
    return []


@pytest.fixture
def open_page(chromium: Browser, served: Server, complaints: list[str]) -> OpenPage:
    async def open_page(path: str, cookie: str, *, language: str = "en", device: dict[str, Any] = PHONE) -> Page:
        context = await chromium.new_context(**device, locale=language)
        cookies = {"sessionid": cookie, "language": language}
        await context.add_cookies([{"name": key, "value": cookies[key], "url": served.base_url} for key in cookies])
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        await page.goto(served.base_url + path)
        return page

    return open_page


@pytest.mark.costly
async def test_from_the_question_to_the_record(served: Server, open_page: OpenPage, complaints: list[str]) -> None:
    sheet = make_evenings(served, 1)[0]
    room, desk, floor = (f"/{page}/{sheet['chat_session']}/" for page in ("chat", "desk", "floor"))
    asha = await open_page(room, sheet["residents"][0])
    bimal = await open_page(room, sheet["residents"][1], language="bn")
    moderator = await open_page(desk, sheet["moderator"], device=DESKTOP)
    councillor = await open_page(floor, sheet["councillor"])
    clerk = await open_page(desk, sheet["clerk"], device=DESKTOP)

    await keep_a_draft_and_send_it_once_through_a_dead_server(served, asha, "When will the drain be cleaned?")
    await write(bimal, "আমার পাশের বাড়ির জমি নিয়ে ঝামেলা মেটান।")

    await approve_the_first_and_decline_the_second_by_keyboard(moderator)
    await expect(bimal.locator("#queue")).to_contain_text("When will the drain be cleaned?")
    await expect(bimal.locator("#yours")).to_contain_text("গৃহীত হয়নি")
    await expect(asha.locator("body")).not_to_contain_text("জমি নিয়ে ঝামেলা")

    await bimal.locator("#queue [data-part=back]").tap()
    await expect(asha.locator("#queue [data-part=count] >> visible=true")).to_have_text("1")

    await answer_in_two_parts(councillor, asha)
    decisions = moderator.locator("#detail .decisions > *, #bulk, #mute, #note-form").locator("visible=true")
    await expect(decisions).not_to_have_count(0)
    await close_the_evening(clerk)
    await expect(decisions).to_have_count(0)
    await read_the_record(bimal)
    assert complaints == []


async def keep_a_draft_and_send_it_once_through_a_dead_server(served: Server, page: Page, text: str) -> None:
    await page.locator("#ask-text").fill(text)
    await page.reload()
    await expect(page.locator("#ask-text")).to_have_value(text)
    await asyncio.to_thread(served.kill)
    await page.locator("#ask-form button").tap()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Waiting for the connection")
    await asyncio.to_thread(served.start)
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received")
    await expect(page.locator("#yours li")).to_have_count(1)


async def write(page: Page, text: str) -> None:
    await page.locator("#ask-text").fill(text)
    await page.locator("#ask-form button").tap()
    await expect(page.locator("#yours li")).to_have_count(1)


async def approve_the_first_and_decline_the_second_by_keyboard(page: Page) -> None:
    """This page is used without a pointer."""
    await expect(page.locator("#group-to_read [data-part=list] > *")).to_have_count(2)
    await expect(page.locator("#detail")).to_contain_text("When will the drain be cleaned?")
    await page.keyboard.press("a")
    await expect(page.locator("#group-to_read [data-part=list] > *")).to_have_count(1)
    await page.keyboard.press("n")
    await expect(page.locator("#detail")).to_contain_text("জমি নিয়ে ঝামেলা")
    await page.keyboard.press("d")
    await page.keyboard.press("4")
    await page.keyboard.press("Enter")
    await expect(page.locator("#group-to_read [data-part=list] > *")).to_have_count(0)


async def answer_in_two_parts(councillor: Page, resident: Page) -> None:
    await councillor.get_by_role("button", name="Take the next question").tap()
    await expect(councillor.locator("#floor")).to_contain_text("When will the drain be cleaned?")
    await expect(resident.locator("#floor")).to_contain_text("When will the drain be cleaned?")
    await councillor.locator("#answer-text").fill("The crew comes on Monday.")
    await councillor.get_by_role("button", name="Send a part").tap()
    await expect(resident.locator("#floor")).to_contain_text("The crew comes on Monday.")
    await councillor.locator("#answer-text").fill("By Friday it is done.")
    await councillor.get_by_text("Finish…").tap()
    await councillor.get_by_role("button", name="Send and finish").tap()
    await expect(resident.locator("#answers")).to_contain_text("By Friday it is done.")


async def close_the_evening(clerk: Page) -> None:
    await clerk.get_by_text("Close it", exact=True).click()
    await clerk.get_by_role("button", name="Yes, close it for everybody").click()


async def read_the_record(page: Page) -> None:
    await page.locator("#closed a").tap()
    record = page.locator("main")
    for words in ("When will the drain be cleaned?", "The crew comes on Monday.", "By Friday it is done."):
        await expect(record).to_contain_text(words)
    await expect(record).not_to_contain_text("জমি নিয়ে ঝামেলা")
    await expect(record).to_contain_text("ব্যক্তিগত")
