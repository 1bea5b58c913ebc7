"""The page of a record tells each supporter whether they are counted, by what their own device kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.visitors import Visitors
from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]


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
        assert visitors.complaints == []


def delete_newest_support(database: Path) -> None:
    """As an operator who wants a question to have fewer supporters."""
    with closing(sqlite3.connect(database)) as connection, connection:
        [[row, question]] = connection.execute(
            "SELECT id, question_id FROM chat_sessions_backing ORDER BY id DESC LIMIT 1"
        )
        connection.execute("DELETE FROM chat_sessions_backing WHERE id = ?", (row,))
        connection.execute("UPDATE chat_sessions_question SET backing = backing - 1 WHERE id = ?", (question,))
