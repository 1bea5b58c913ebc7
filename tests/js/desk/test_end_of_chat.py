"""The chat ends while a moderator decides: what was written or chosen is kept, and nobody is said to have decided."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.desk_steps import ask, press_when_open, select
from tests.browser.visitors import Visitors
from tests.clients.live_client import LiveClient, sign_in
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

LATER = ("announce_chat", "--ward", "95", "--at", "2099-01-02T18:00", "--minutes", "60")
CHAT_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def end(guests: Visitors, op: str, **fields: str) -> None:
    cookie = await sign_in(guests.sheet["clerk"]["sign_in"])
    async with LiveClient(guests.base_url, guests.chat, door="desk", cookie=cookie) as clerk:
        assert (await clerk.send(op, **fields))["type"] == "ack"


def announce(demo: Server) -> str:
    """A chat that is still to open: only such a one can be cancelled."""
    announced = demo.manage(*LATER)
    assert announced.returncode == 0, announced.stderr
    (chat,) = CHAT_ID.findall(announced.stdout)
    return str(chat)


async def test_the_question_chosen_to_merge_with_is_kept_where_the_chat_is_closed(guests: Visitors) -> None:
    words = "Who paints the railing of the bridge?"
    asker, desk = await guests.resident(3), await guests.moderator()
    await ask(asker, words)
    await select(desk, words)
    await press_when_open(desk, "m", "#merge")
    chosen = await desk.locator("#merge-into option").last.get_attribute("value")
    await desk.select_option("#merge-into", chosen)
    await desk.focus("#merge-into")
    await end(guests, "session.close")
    kept = desk.locator("#kept-notes .notice")
    await expect(kept.locator("[data-part=said]")).to_have_text(
        "This chat is over. The question that you chose to merge with is kept here:"
    )
    await expect(kept).to_contain_text(words)
    await expect(desk.locator("#kept-notes")).to_be_focused()
    assert guests.complaints == []


async def test_a_note_and_the_focus_are_kept_where_the_chat_is_cancelled(guests: Visitors, shared_demo: Server) -> None:
    guests.chat, words = announce(shared_demo), "When does the ferry run again?"
    asker, desk, colleague = await guests.resident(3), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await press_when_open(desk, "d", "#decline")
    await desk.fill("#decline-note", "Please say which ferry.")
    await select(colleague, words)
    await colleague.focus("#mute summary")
    await end(guests, "session.cancel", reason="A storm.")
    kept = desk.locator("#kept-notes .notice")
    await expect(kept.locator("[data-part=said]")).to_have_text("This chat is over. Your note is kept here:")
    await expect(kept.locator("textarea")).to_have_value("Please say which ferry.")
    await expect(desk.locator("#kept-notes")).to_be_focused()
    await expect(colleague.locator("#mute summary")).to_be_hidden()
    await expect(colleague.locator("#detail")).to_be_focused()
    assert guests.complaints == []
