"""Each page of a live chat keeps the newest signed checkpoint, and the record's page says whether the two agree."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from sessions.record.proof.notes.checkpoints import TreeHead
from sessions.record.proof.notes.signed_notes import read_note
from tests.browser.visitors import Visitors
from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]


async def kept(page: Page, chat: str) -> TreeHead:
    """Waits until the page has one."""
    key = f"checkpoint:{chat}"
    await page.wait_for_function("(key) => localStorage.getItem(key)", arg=key)
    note = json.loads(await page.evaluate("(key) => localStorage.getItem(key)", key))
    return TreeHead.parse(read_note(note).text)


async def kept_beyond(page: Page, chat: str, size: int) -> TreeHead:
    await page.wait_for_function(
        "([key, size]) => Number(JSON.parse(localStorage.getItem(key)).split('\\n')[1]) > size",
        arg=[f"checkpoint:{chat}", size],
    )
    return await kept(page, chat)


async def close(demo: Server) -> None:
    cookie = await sign_in(demo.demo["clerk"]["sign_in"])
    async with LiveClient(demo.base_url, demo.demo["chat_session"], door="desk", cookie=cookie) as clerk:
        assert (await clerk.send("session.close"))["type"] == "ack"


@pytest.mark.row("threat", 54)
async def test_who_was_in_the_chat_can_show_that_its_record_was_rewritten(demo: Server, browser: Browser) -> None:
    visitors = Visitors(browser, demo)
    chat = demo.demo["chat_session"]
    async with visitors.contexts:
        resident = await visitors.resident()
        visitor = await visitors.open(f"/chat/{chat}/")
        first = await kept(visitor, chat)
        assert first == await kept(resident, chat)
        assert first.origin.endswith(f"/log/chat/{chat}")

        await close(demo)
        last = await kept_beyond(resident, chat, first.size)
        await kept_beyond(visitor, chat, first.size)
        await resident.locator("[data-part=now]").click()
        section = resident.locator("[data-part=kept]")
        await agrees_and_can_be_saved(section, last)

        address = resident.url
        rewrite(Path(demo.data_dir) / "db.sqlite3")
        await resident.goto(address)
        await expect(section.locator("[data-part=fails]")).to_be_visible()
        await expect(section.locator("[data-part=holds]")).to_be_hidden()
        stranger = await visitors.open(address.removeprefix(demo.base_url))
        await expect(stranger.locator("[data-part=kept]")).to_be_hidden()
        assert visitors.complaints == []


async def agrees_and_can_be_saved(section: Locator, last: TreeHead) -> None:
    await expect(section.locator("[data-part=holds]")).to_be_visible()
    await section.get_by_text("Show the checkpoint").click()
    await expect(section.locator("pre")).to_contain_text(f"{last.origin}\n{last.size}\n")
    async with section.page.expect_download() as saving:
        await section.get_by_role("link", name="Save the checkpoint").click()
    saved = Path(await (await saving.value).path()).read_text()
    assert TreeHead.parse(read_note(saved).text) == last


def rewrite(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        [[written]] = connection.execute("SELECT document FROM chat_sessions_record ORDER BY made_at DESC LIMIT 1")
        document = json.loads(written)
        document["entries"][2]["at"] = "2026-01-01T00:00:00.000Z"
        slug = document["slug"]
        connection.execute("UPDATE chat_sessions_record SET document = ? WHERE slug = ?", (json.dumps(document), slug))
