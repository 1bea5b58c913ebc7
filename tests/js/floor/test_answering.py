"""The page for answering, on a phone: the buttons at the thumb, what is asked once, and what is never lost."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.visitors import Visitors
from tests.js.room.test_live_pages import is_connected
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

SMALL_PHONE = ViewportSize(width=360, height=640)
LAPTOP = ViewportSize(width=1280, height=800)
SCROLLED_PAST_THE_STAGE = """() => {
  scrollTo(0, document.body.scrollHeight);  // again, where the page has yet to take its new width
  return innerHeight === 240 && document.getElementById("floor").getBoundingClientRect().bottom < 0;
}"""

LONG = "The drain of the lane is cleaned twice a year.\n" * 60
HAS_GROWN = """([least, most]) => {
  const { height } = document.getElementById("answer-text").getBoundingClientRect();
  return height > least && height <= most;
}"""
IN_SIGHT = """
  (selector) => {
    const node = document.querySelector(selector);
    const { top, bottom, left, right } = node.getBoundingClientRect();
    return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
      && node.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  }
"""

BEGINS_IN_SIGHT = """() => {
  const text = document.querySelector("#floor .stage__text");
  const { top, left, right } = text.getBoundingClientRect();
  return text.contains(document.elementFromPoint((left + right) / 2, top + 8));
}"""


@pytest_asyncio.fixture(loop_scope="package")
async def visitors(chromium: Browser, demo: Server) -> AsyncIterator[Visitors]:
    people = Visitors(chromium, demo)
    async with people.contexts:
        yield people


async def take(page: Page) -> None:
    await is_connected(page)
    await page.click("#take button")
    await expect(page.locator("#answering")).to_be_visible()


@pytest.mark.long
async def test_the_buttons_stay_in_sight_however_long_the_answer_grows(visitors: Visitors) -> None:
    await take(await visitors.councillor())
    for language in ("en", "bn"):
        page = await visitors.councillor(language=language)
        await expect(page.locator("#answering")).to_be_visible()
        empty = await page.locator("#answer-text").bounding_box()
        await page.fill("#answer-text", LONG)
        assert empty is not None
        await page.wait_for_function(HAS_GROWN, arg=[empty["height"] + 40, 0.35 * 740])
        for selector in ("button[value=false]", "#finish summary", "[data-part=time_left]", ".statusbar__waiting"):
            await page.wait_for_function(IN_SIGHT, arg=selector)
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert visitors.complaints == []


async def test_the_question_stands_above_the_box_as_soon_as_it_is_taken(visitors: Visitors) -> None:
    """Where letters are large, the head of the page and the box at its foot would leave no line of it."""
    for language, viewport in (("ur", SMALL_PHONE), ("ur", LAPTOP), ("bn", SMALL_PHONE)):
        page = await visitors.councillor(language=language, viewport=viewport)
        await take(page)
        await page.wait_for_function(BEGINS_IN_SIGHT)
        await page.reload()
        await expect(page.locator("#answering")).to_be_visible()
        await page.wait_for_function(BEGINS_IN_SIGHT)
        await page.click("#other-steps > form:first-of-type button")  # it returns to the queue
        await expect(page.locator("#take")).to_be_visible()


@pytest.mark.long
async def test_finishing_asks_once_and_two_taps_finish_once(visitors: Visitors) -> None:
    page, room = await visitors.councillor(), await visitors.resident()
    await take(page)
    await is_connected(room)
    finish, only = page.locator("#finish [data-part=finish]"), page.locator("#finish [data-part=send_and_finish]")
    await page.fill("#answer-text", "In March.")
    await expect(only).to_be_hidden()
    await page.click("button[value=false]")
    await expect(page.locator("#answer-form .feedback")).to_contain_text("Sent. Everyone can see it.")
    await page.click("#finish summary")
    await expect(finish).to_be_visible()
    await expect(only).to_be_hidden()
    await page.fill("#answer-text", "With the fence.")
    await expect(only).to_be_visible()
    await expect(finish).to_be_hidden()
    await only.dblclick()
    await expect(room.locator("#answers li").first).to_contain_text("With the fence.")
    await expect(page.locator("#take button")).to_be_visible()
    await expect(room.locator("#answers li").first.locator(".answer", has_text="With the fence.")).to_have_count(1)
    await page.click("#take button")
    await expect(page.locator("#answering")).to_be_visible()
    await expect(page.locator("#finish")).not_to_have_attribute("open", "")
    await expect(page.locator("#answer-form .feedback")).not_to_contain_text("Sent")  # that was the question before
    words = await page.locator("#queue li .question__text").first.inner_text()
    await expect(page.locator("#queue li button").first).to_contain_text(f": {words[:50]}")
    assert visitors.complaints == []


@pytest.mark.long
async def test_a_slip_is_corrected_in_front_of_everybody(visitors: Visitors) -> None:
    page, room = await visitors.councillor(), await visitors.resident()
    await take(page)
    await is_connected(room)
    await page.fill("#answer-text", "The crew comes on Mondy.")
    await page.click("button[value=false]")
    await page.click("#answer-form [data-part=correct_last]")
    box = page.locator("#given li").first.get_by_label("The corrected words")
    await expect(box).to_be_focused()
    await expect(box).to_have_value("The crew comes on Mondy.")
    await box.fill("The crew comes on Monday.")
    await page.reload()  # half-written words are kept like an answer
    await expect(box).to_have_value("The crew comes on Monday.")
    await expect(box).to_be_visible()
    await is_connected(page)
    await page.locator("#given li").first.get_by_role("button", name="Publish the correction").click()
    await expect(page.locator("#given li").first).to_contain_text("Corrected. Everyone can see it")
    answer = room.locator("#floor .answer", has_text="The crew comes on Monday.")
    await expect(answer.locator("> .answer__text")).to_have_text("The crew comes on Monday.")
    await answer.locator("summary").click()
    await expect(answer.locator("details p")).to_have_text("The crew comes on Mondy.")
    await page.reload()
    await expect(page.locator("#given li").first).to_contain_text("The crew comes on Monday.")
    await expect(box).to_be_hidden()
    await expect(box).to_have_value("The crew comes on Monday.")
    assert visitors.complaints == []


@pytest.mark.long
async def test_a_draft_outlives_a_reload_and_a_dead_line(visitors: Visitors) -> None:
    page = await visitors.councillor()
    await take(page)
    await page.fill("#answer-text", "Half an")
    await page.context.set_offline(True)
    await page.locator("#answer-text").press_sequentially(" answer")
    await page.context.set_offline(False)
    await page.reload()
    await expect(page.locator("#answer-text")).to_have_value("Half an answer")
    await page.locator("#answer-text").press("Enter")
    await expect(page.locator("#answer-text")).to_have_value("Half an answer\n")


@pytest.mark.long
async def test_what_an_input_method_was_composing_stays_with_its_question(visitors: Visitors) -> None:
    """Another question is taken meanwhile, by another device of the same person."""
    page = await visitors.councillor()
    await take(page)
    other = await visitors.beside(page, f"/floor/{visitors.chat}/")
    await is_connected(other)
    await page.click("#answer-text")
    keyboard = await page.context.new_cdp_session(page)
    await keyboard.send("Input.imeSetComposition", {"text": "জল", "selectionStart": 2, "selectionEnd": 2})
    first = await page.locator("#answering [name=question]").first.input_value()
    await other.click("#return-form button")
    await expect(page.locator("#take button")).to_be_visible()
    await other.locator("#queue [data-part=take] >> visible=true").last.click()
    await expect(page.locator("#answering [name=question]").first).not_to_have_value(first)
    await expect(page.locator("#answer-text")).to_have_value("")
    await other.click("#return-form button")
    await other.locator(f"#queue [data-part=take][value='{first}']").click()
    await expect(page.locator("#answer-text")).to_have_value("জল")
    assert visitors.complaints == []


@pytest.mark.long
async def test_an_official_who_reads_the_room_is_led_to_where_they_answer(visitors: Visitors) -> None:
    page = await visitors.councillor()
    room = await visitors.open(f"/chat/{visitors.chat}/", visitors.sheet["official"]["sign_in"])
    await take(page)
    await is_connected(room)
    notice = room.locator("#called-notice")
    await expect(notice).to_be_hidden()
    await page.click("#calling summary")
    await page.click("#calling form[data-op='official.call'] button")
    await expect(notice).to_be_visible()
    await room.set_viewport_size({"width": 360, "height": 240})
    await room.wait_for_function(SCROLLED_PAST_THE_STAGE)
    await page.fill("#answer-text", "A part.")
    await page.click("#answer-form button[value=false]")
    await expect(room).to_have_title(re.compile(r"^\(1\) You have been called – Ward 95"))  # beside what is unread
    await page.click("#calling form[data-op='official.send_back'] button")
    await expect(notice).to_be_hidden()
    await expect(room).to_have_title(re.compile(r"^(\(1\) )?Ward 95"))
    await page.click("#calling form[data-op='official.call'] button")
    await notice.get_by_role("link").click()
    await expect(room.locator("#answer-text")).to_be_visible()
    assert visitors.complaints == []
