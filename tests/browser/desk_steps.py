"""What people do in tests of the desk's page: ask in the room, and select and decide at the desk."""

from playwright.async_api import Page, expect


async def is_connected(page: Page) -> None:
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")


async def ask(page: Page, words: str) -> None:
    await is_connected(page)
    await page.fill("#ask-text", words)
    await page.click("#ask-form .button")
    await expect(page.locator("#ask-form .feedback")).to_contain_text("Received")


async def select(desk: Page, words: str) -> None:
    await is_connected(desk)
    await desk.locator(".desk__item", has_text=words[:40]).first.click()
    await expect(desk.locator("#detail-words")).to_contain_text(words[:40])


async def press_when_open(desk: Page, key: str, details: str) -> None:
    await desk.keyboard.press(key)
    await expect(desk.locator(details)).to_have_attribute("open", "")


async def press_until_read(desk: Page, key: str, words: str) -> None:
    """Go through the list by a key, one question at a time, until the desk shows the one with these words."""
    reading = desk.locator("#detail-words")
    while words not in (before := await reading.inner_text()):
        await desk.keyboard.press(key)
        await expect(reading).not_to_have_text(before)


async def release(page: Page) -> None:
    """Give up the claim of the question that the page reads; the page stays with it."""
    claimed = page.locator("#detail [data-part=claimed]")
    await expect(claimed).to_have_text("You are reading this")
    await page.get_by_role("button", name="Release").click()
    await expect(claimed).to_have_text("")
    await expect(page.locator("#detail")).to_be_focused()
