"""A question is taken out of a merge at the desk, and the people in the room see it, with whom they support."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.desk_steps import ask, press_when_open, select
from tests.browser.visitors import Visitors

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

FIRST, SECOND = "MERGE one: who mends the pump of lane two?", "MERGE two: who mends the pump of lane nine?"


def support(page: Page, words: str) -> Locator:
    return page.locator("#queue li", has_text=words).locator("[data-part=back]")


async def merge_into_first(desk: Page) -> None:
    await select(desk, SECOND)
    await press_when_open(desk, "m", "#merge")
    await desk.fill("[data-part=target_words]", "merge one")
    await expect(desk.locator("#merge-into option")).to_have_count(1)
    await desk.locator("#merge form .button").first.click()


async def find_from_first(desk: Page) -> None:
    """Select the second question in the list of what was merged into the first."""
    await select(desk, FIRST)
    merged = desk.locator("[data-part=merged] li")
    await expect(merged).to_have_text([SECOND])
    await merged.locator("a").click()
    await expect(desk.locator("#detail-words")).to_have_text(SECOND)


async def test_a_question_leaves_a_merge_with_its_supporters(guests: Visitors) -> None:
    asker, other, reader = await guests.resident(3), await guests.resident(4), await guests.resident(1)
    desk = await guests.moderator()
    await ask(asker, FIRST)
    await ask(other, SECOND)
    for words in (FIRST, SECOND):
        await select(desk, words)
        await desk.keyboard.press("a")
    await support(reader, SECOND).click()
    await expect(support(reader, SECOND)).to_have_attribute("aria-pressed", "true")
    await merge_into_first(desk)
    await expect(support(reader, FIRST)).to_have_attribute("aria-pressed", "true")
    await expect(reader.locator("#queue")).not_to_contain_text(SECOND)
    await reader.reload()  # after the merge: the page never saw what the reader supported before
    await expect(support(reader, FIRST)).to_have_attribute("aria-pressed", "true")
    await find_from_first(desk)
    await press_when_open(desk, "s", "#separate")
    await desk.keyboard.type("Another pump.")
    await desk.keyboard.press("Enter")
    await expect(support(reader, SECOND)).to_have_attribute("aria-pressed", "true")
    await expect(support(reader, FIRST)).to_have_attribute("aria-pressed", "false")
    await expect(other.locator("#yours li").first).to_contain_text("Another pump.")
    await expect(desk.locator("#group-queue")).to_contain_text(SECOND)
    assert guests.complaints == []
