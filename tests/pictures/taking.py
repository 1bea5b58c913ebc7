"""Takes the pictures in a Chromium, each in its own browser context."""

import asyncio
import re
import urllib.request
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from chatserver.demo.script import read_script
from tests.browser.chromium import open_browser
from tests.pictures.scene import set_scene
from tests.pictures.served_demo import served_demo
from tests.pictures.shots import SHOTS, Shot

SETTLES_MS = 1500
"""Milliseconds to wait after the page has loaded, for its fonts, its socket and its animations."""


def take_pictures(into: Path) -> None:
    """Take all pictures from a demo of their own, as PNG files in this folder."""
    into.mkdir(parents=True, exist_ok=True)
    with served_demo() as sheet, asyncio.Runner() as runner:
        runner.run(set_scene(sheet, read_script()))
        runner.run(_take_all(sheet, into))


async def _take_all(sheet: dict[str, Any], into: Path) -> None:
    async with open_browser() as browser:
        for shot in SHOTS:
            await _take(browser, shot, sheet, into / f"{shot.name}.png")


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
    with urllib.request.urlopen(f"{sheet['base_url']}/records/") as answer:
        found = re.search(r'href="(/records/ward-[^"]+/)"', answer.read().decode())
    assert found is not None
    return found[1]
