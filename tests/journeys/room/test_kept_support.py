"""The page of a record tells each supporter whether they are counted, by what their own device kept."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.visitors import Visitors
from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]

IS_WORDS = re.compile(r"\w \w")
"""Matches the words of a question, and no receipt."""


@pytest.mark.row("threat", 54)
async def test_a_supporter_sees_that_they_are_counted_or_not(demo: Server, browser: Browser) -> None:
    visitors = Visitors(browser, demo)
    async with visitors.contexts:
        counted, deleted = await visitors.resident(), await visitors.resident(1)
        for page in (counted, deleted):
            await page.locator("[data-tab=queue], [href='#queue']").first.click()
            button = page.locator("#queue [data-part=back]:visible").first
            await button.click()
            await expect(button).to_have_attribute("aria-pressed", "true")
            await page.wait_for_function("(key) => localStorage.getItem(key)", arg=f"support:{visitors.chat}")
        delete_newest_support(Path(demo.data_dir) / "db.sqlite3")
        cookie = await sign_in(demo.demo["clerk"]["sign_in"])
        async with LiveClient(demo.base_url, visitors.chat, door="desk", cookie=cookie) as clerk:
            assert (await clerk.send("session.close"))["type"] == "ack"
        for page, state, other in ((counted, "counted", "missing"), (deleted, "missing", "counted")):
            await page.get_by_role("link", name="The chat is over · Record").click()
            section = page.locator("[data-part=support]")
            await expect(section.locator(f"li [data-part={state}]")).to_be_visible()
            await expect(section.locator(f"li [data-part={other}]")).to_be_hidden()
            await expect(section.locator("li [data-part=question]")).to_have_text(IS_WORDS)
        await can_delete_what_was_kept(counted, demo.base_url)
        assert visitors.complaints == []


async def can_delete_what_was_kept(page: Page, base_url: str) -> None:
    record, names = page.url, "Object.keys(localStorage).filter((name) => /^(checkpoint|support):/.test(name))"
    assert await page.evaluate(names) != []
    await page.goto(f"{base_url}/app/")
    delete = page.get_by_role("button", name="Delete them from this browser")
    await delete.click()
    await expect(page.get_by_text("They are deleted.")).to_be_visible()
    await expect(delete).to_be_hidden()
    assert await page.evaluate(names) == []
    await page.reload()
    await expect(page.get_by_text("What this browser keeps of chats")).to_be_visible()
    await expect(delete).to_be_hidden()
    await page.goto(record)
    await expect(page.locator("[data-part=support]")).to_be_hidden()


def delete_newest_support(database: Path) -> None:
    """Change the database like an operator who wants a question to have fewer supporters."""
    with closing(sqlite3.connect(database)) as connection, connection:
        [[row, question]] = connection.execute(
            "SELECT id, question_id FROM chat_sessions_backing ORDER BY id DESC LIMIT 1"
        )
        connection.execute("DELETE FROM chat_sessions_backing WHERE id = ?", (row,))
        connection.execute("UPDATE chat_sessions_question SET backing = backing - 1 WHERE id = ?", (question,))
