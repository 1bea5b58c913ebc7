"""The app on one phone: a browser that keeps what it has when it is closed, and questions written without a network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page, async_playwright, expect

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.servers.server import Server

WORDS = "Who has the key to the pump house?"
IS_CONTROLLED = "navigator.serviceWorker.ready.then(() => true)"
ENTRIES = """new Promise((resolve) => {
  const opening = indexedDB.open("app", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("outbox", { keyPath: "ref" });
  opening.onsuccess = () => {
    const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""

NOTHING_WAITS = f"{ENTRIES}.then((all) => all.length === 0)"
"""For until(): the page shows what became of an entry before the database has dropped it."""


@asynccontextmanager
async def phone(profile: Path, server: Server, person: str) -> AsyncIterator[BrowserContext]:
    """A browser with what it kept in this folder before, and with the cookie of one person."""
    async with async_playwright() as playwright:
        found = find_chromium(playwright.chromium.executable_path)
        context = await playwright.chromium.launch_persistent_context(
            profile, executable_path=found, args=ARGUMENTS, viewport={"width": 360, "height": 640}
        )
        await sign_in(context, server, person)
        async with asyncio.timeout(300):  # in which a server may have to start twice
            yield context
        await context.close()


async def sign_in(context: BrowserContext, server: Server, person: str) -> None:
    await context.add_cookies([{"name": "sessionid", "value": person, "url": server.base_url}])


async def write_without_network(context: BrowserContext, server: Server, sheet: dict[str, Any]) -> Page:
    """The room, in which a question waits for the network."""
    page = await context.new_page()
    await page.goto(f"{server.base_url}/chat/{sheet['chat_session']}/")
    await page.locator("#ask-text").fill("W")
    await expect(page.locator("#ask-form [data-part=counter]")).to_have_text("1 of 1,000 characters")
    await page.evaluate(IS_CONTROLLED)
    await context.set_offline(True)
    await page.locator("#ask-text").fill(WORDS)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Waiting for the connection.")
    return page


async def until_kept(page: Page, has: str) -> dict[str, Any]:
    """The one entry of the outbox, once it has that field."""
    async with asyncio.timeout(60):
        while True:
            entries = await page.evaluate(ENTRIES)
            if len(entries) == 1 and entries[0].get(has):
                return dict(entries[0])
            await asyncio.sleep(0.1)


async def until(page: Page, promise: str) -> None:
    """Until this promise of the page gives true."""
    async with asyncio.timeout(60):
        while True:
            if await page.evaluate(promise):
                return
            await asyncio.sleep(0.1)


def count_questions(server: Server) -> tuple[int, int]:
    """Count the questions of these words in the table, and events that one was asked in the log."""
    [(rows,)] = server.ask_database("SELECT COUNT(*) FROM chat_sessions_question WHERE text = ?", WORDS)
    [(events,)] = server.ask_database("SELECT COUNT(*) FROM chat_sessions_event WHERE type = ?", "question.asked")
    return int(rows), int(events)
