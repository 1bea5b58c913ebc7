"""The desk in a browser on a real server: what stays in sight, what stays private, and what is withdrawn."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.desk_steps import ask, press_when_open, release, select
from tests.browser.visitors import Visitors

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

LAPTOP = ViewportSize(width=1280, height=800)
LONG = "When is the drain behind the school cleaned? It was promised in March, in May and in August. " * 5
IN_SIGHT = """(selector) => [...document.querySelectorAll(selector)].every((node) => {
  const { top, bottom, left, right } = node.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return top >= 0 && bottom <= innerHeight && node.contains(document.elementFromPoint(x, y));
})"""


async def test_the_question_stays_in_sight_while_a_reason_is_chosen(guests: Visitors) -> None:
    asker, desk = await guests.resident(3), await guests.moderator()
    await desk.set_viewport_size(LAPTOP)
    await ask(asker, LONG)
    await select(desk, LONG)
    await press_when_open(desk, "d", "#decline")
    for part in ("#detail-words", "#decline .choices label", "#decline-note", "#decline .button--danger"):
        await desk.wait_for_function(IN_SIGHT, arg=part)
    await desk.keyboard.press("7")
    await desk.keyboard.press("Enter")
    await expect(desk.locator("#group-done .desk__item", has_text=LONG[:40])).to_contain_text("Not accepted")
    assert guests.complaints == []


async def test_a_half_typed_note_is_kept_where_a_colleague_decides_first(guests: Visitors) -> None:
    words = "Who mends the bench by the bus stand?"
    asker, desk, colleague = await guests.resident(3), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await press_when_open(desk, "d", "#decline")
    await desk.fill("#decline-note", "Please say which stop.")
    await release(desk)
    await desk.focus("#decline-note")
    await select(colleague, words)
    await colleague.keyboard.press("a")
    kept = desk.locator("#kept-notes .notice")
    await expect(kept).to_contain_text("Decided by a colleague: Accepted. Your note is kept here:")
    await expect(kept).to_contain_text(words)
    await expect(kept.locator("textarea")).to_have_value("Please say which stop.")
    await expect(desk.locator("#kept-notes")).to_be_focused()
    await desk.reload()
    await expect(kept.locator("textarea")).to_have_value("Please say which stop.")
    await kept.get_by_role("button", name="Dismiss").click()
    await expect(kept).to_have_count(0)
    assert guests.complaints == []


async def test_the_question_chosen_to_merge_with_is_kept_where_a_colleague_decides_first(guests: Visitors) -> None:
    words = "Why is the bench by the bus stand broken?"
    asker, desk, colleague = await guests.resident(3), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await press_when_open(desk, "m", "#merge")
    last = desk.locator("#merge-into option").last  # another one, once likeness has put them in order
    chosen, text = await last.evaluate("({ value, textContent }) => [value, textContent]")
    await desk.select_option("#merge-into", chosen)
    said = text.rpartition(" (")[0].removesuffix("…").strip()  # "Why is … (supported by 0)": cut only where it is long
    await release(desk)
    await desk.focus("#merge-into")
    await select(colleague, words)
    await press_when_open(colleague, "d", "#decline")
    await colleague.keyboard.press("7")
    await colleague.keyboard.press("Enter")
    kept = desk.locator("#kept-notes .notice")
    await expect(kept).to_contain_text(
        "Decided by a colleague: Not accepted. The question that you chose to merge with is kept here:"
    )
    await expect(kept).to_contain_text(words)
    await expect(kept.get_by_label("The question that you chose")).to_have_value(re.compile("^" + re.escape(said)))
    await expect(desk.locator("#kept-notes")).to_be_focused()
    assert guests.complaints == []


async def room_shows(page: Page) -> str:
    """Everything in the page: what is shown, and what its script started with and keeps."""
    kept: str = await page.evaluate("JSON.stringify(Object.values(localStorage))")
    return await page.content() + kept


async def test_a_question_taken_off_the_queue_goes_from_every_page_at_once(guests: Visitors) -> None:
    words = "CANARY: why does Mr Sen of lane four not pay?"
    asker, reader, desk = await guests.resident(3), await guests.resident(1), await guests.moderator()
    await ask(asker, words)
    await select(desk, words)
    await desk.keyboard.press("a")
    await expect(reader.locator("#queue")).to_contain_text("CANARY")
    await reader.locator("#queue li", has_text="CANARY").locator("[data-part=back]").click()
    await expect(reader.locator("#queue li", has_text="CANARY").locator("[data-part=back]")).to_have_attribute(
        "aria-pressed", "true"
    )
    late = await guests.resident(2)
    await expect(late.locator("#queue")).to_contain_text("CANARY")
    await select(desk, words)
    await press_when_open(desk, "t", "#take-down")
    await desk.keyboard.press("3")
    await desk.keyboard.press("Enter")
    line = "A moderator removed this question: Names a private person or shows personal data"
    for page in (reader, late):
        await expect(page.locator("#queue")).to_contain_text(line)
        await expect(page.locator("#queue")).not_to_contain_text("CANARY")
    await expect(reader.locator("#queue li", has_text=line).last).to_contain_text("You supported it.")
    await expect(asker.locator("#yours li").first).to_contain_text("Removed by a moderator")
    await late.reload()
    await expect(late.locator("#queue")).to_contain_text(line)
    assert "CANARY" not in await room_shows(late)
    assert guests.complaints == []


async def test_a_report_comes_to_the_top_of_the_desk_and_is_dismissed_by_keyboard(guests: Visitors) -> None:
    words = "Why is the clinic shut on Mondays?"
    asker, reader, desk = await guests.resident(3), await guests.resident(1), await guests.moderator()
    await ask(asker, words)
    await select(desk, words)
    await desk.keyboard.press("a")
    card = reader.locator("#queue li", has_text=words)
    await expect(card).to_be_visible()
    await card.locator("[data-part=report]").click()
    await expect(reader.locator("#report-dialog")).to_contain_text(words)
    await reader.fill("#report-dialog input[name=why]", "It names my sister")
    await reader.keyboard.press("Enter")
    await expect(card.locator(".feedback--done")).to_have_text("Reported. A moderator will look at it.")
    await expect(reader.locator("#announcer")).to_have_text("Reported. A moderator will look at it.")
    reported = desk.locator("#group-reported .desk__item", has_text=words)
    await expect(reported).to_contain_text("1 report")
    await reported.click()
    await expect(desk.locator("#detail [data-part=reported]")).to_contain_text("It names my sister")
    await desk.keyboard.press("r")
    await expect(desk.locator("#group-reported")).to_be_hidden()
    await expect(desk.locator("#group-queue")).to_contain_text(words)
    assert guests.complaints == []


async def test_a_paused_author_is_marked_at_both_desks_until_they_are_released(guests: Visitors) -> None:
    words = "When does the library open again?"
    asker, desk, colleague = await guests.resident(4), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await desk.locator("#mute summary").click()
    await desk.locator("#mute .button").click()
    for page in (desk, colleague):
        item: Any = page.locator(".desk__item", has_text=words)
        await expect(item.locator("[data-part=paused]")).to_contain_text("Paused until")
    await select(colleague, words)
    await colleague.get_by_role("button", name="Let them ask again").click()
    for page in (desk, colleague):
        await expect(page.locator(".desk__item", has_text=words).locator("[data-part=paused]")).to_be_hidden()
    assert guests.complaints == []
