"""Takes the pictures in a Chromium, each in its own browser context. Playwright is a development requirement."""

import re
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from chatserver.demo.pictures.chromium import ARGUMENTS, MISSING, find_chromium
from chatserver.demo.pictures.shots import Shot

SETTLES_MS = 1500
"""Milliseconds to wait after the page has loaded, for its fonts, its socket and its animations."""


class NoChromium(Exception):
    """There is no Chromium; the text says what to do."""


async def take(shots: tuple[Shot, ...], sheet: dict[str, Any], *, into: Path) -> AsyncIterator[Path]:
    """Take them one after the other, and yield each written file. Raises NoChromium."""
    async with async_playwright() as playwright:
        found = find_chromium(playwright.chromium.executable_path)
        if found is None:
            raise NoChromium(MISSING)
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            for shot in shots:
                file = into / f"{shot.name}.png"
                await _take(browser, shot, sheet, file)
                yield file
        finally:
            await browser.close()


async def _take(browser: Browser, shot: Shot, sheet: dict[str, Any], file: Path) -> None:
    width, height = shot.size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.is_dark else "light",
        reduced_motion="reduce",
    )
    await context.add_cookies([{"name": "language", "value": shot.language, "url": sheet["base_url"]}])
    page = await context.new_page()
    if shot.who:
        people = sheet[shot.who]
        await page.goto((people[shot.number] if isinstance(people, list) else people)["sign_in"])
    await page.goto(sheet["base_url"] + _address(shot.path, sheet))
    await _settle(page)
    await page.screenshot(path=file, omit_background=shot.is_clear)
    await context.close()


async def _settle(page: Page) -> None:
    await page.wait_for_load_state("networkidle")
    await page.evaluate("document.fonts.ready")
    await page.wait_for_timeout(SETTLES_MS)


def _address(path: str, sheet: dict[str, Any]) -> str:
    if path != "RECORD":
        return path.replace("CHAT", sheet["chat_session"])
    with urllib.request.urlopen(f"{sheet['base_url']}/records/") as answer:  # noqa: S310 -- our own server
        found = re.search(r'href="(/records/ward-[^"]+/)"', answer.read().decode())
    assert found is not None
    return found[1]
