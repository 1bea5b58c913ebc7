"""Near-copies stand together at the desk, and a whole group is merged or declined in one go, by keyboard."""

import pytest
from playwright.async_api import expect

from tests.browser.desk_steps import ask, press_when_open, select
from tests.browser.visitors import Visitors

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

IN_LATIN = "amader golir rastar alo du mash dhore jole na"
COPIES = ("আমাদের গলির রাস্তার আলো দু মাস ধরে জ্বলে না", IN_LATIN, f"{IN_LATIN} keno?")


async def test_a_group_of_copies_is_selected_and_merged_in_one_go(guests: Visitors) -> None:
    for number, words in enumerate(COPIES):
        await ask(await guests.resident(2 + number), words)
    desk = await guests.moderator()
    for words in COPIES:
        row = desk.locator("#group-to_read .desk__row", has_text=words).first
        await expect(row).to_contain_text("Almost the same words as another person’s question")
    await select(desk, COPIES[0])
    await expect(desk.locator("#detail [data-part=copies] li")).to_have_count(2)
    await desk.keyboard.press("y")
    await expect(desk.locator("#bulk [data-part=count]")).to_have_text("3 questions selected")
    await desk.keyboard.press("a")
    await expect(desk.locator("#group-queue")).to_contain_text(COPIES[0])
    await select(desk, COPIES[1])
    await expect(desk.locator("#detail [data-part=copies] li")).to_have_count(2)
    await press_when_open(desk, "u", "#merge-group")
    await desk.locator("#group-form .button").first.click()
    await expect(desk.locator("#undoing [data-part=list] > *")).to_have_count(2)
    card = (await guests.resident(0)).locator("#queue li", has_text=COPIES[0])
    await expect(card).to_contain_text("Asked by 3 people")
    assert guests.complaints == []
