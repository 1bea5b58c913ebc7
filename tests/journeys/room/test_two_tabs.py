"""Two tabs of one person send what waits at once: it takes effect once, and both show it once."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.app_phone import ENTRIES, IS_CONTROLLED, WORDS, count_questions, phone, until
from tests.servers.programs.evenings import make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

OTHER_WORDS = "And when is the pump house painted?"
NOTHING_LEFT = f"{ENTRIES}.then((all) => all.every(({{ answer }}) => answer))"
REFS = (
    "JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith('outbox:room:'))[1]).map(({ ref }) => ref)"
)


async def test_what_waits_in_both_is_asked_once_and_shown_once_in_each(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        first, second = await open_both(context, served, sheet)
        await context.set_offline(True)
        await ask(first, WORDS)
        await expect(second.locator("#ask-text")).to_have_value(WORDS)  # both wait for the network with it
        [ref] = await second.evaluate(REFS)
        await context.set_offline(False)
        for tab in (first, second):
            await expect(tab.locator("#yours [data-id]")).to_have_count(1)
            await expect(tab.locator("#yours")).to_contain_text(WORDS)
            await expect(tab.locator("#ask-text")).to_have_value("")
        await until(first, NOTHING_LEFT)
        for tab in (first, second):
            await expect(tab.locator("#yours [data-id]")).to_have_count(1)
    assert count_questions(served) == (1, 1)
    replies = served.ask_database("SELECT ref FROM chat_sessions_storedreply")
    assert [UUID(str(each)) for (each,) in replies] == [UUID(ref)]


async def test_words_that_are_written_in_one_stay_when_the_other_sends(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        first, second = await open_both(context, served, sheet)
        await second.locator("#ask-text").fill(OTHER_WORDS)
        await context.set_offline(True)
        await ask(first, WORDS)
        await expect(second.locator("#ask-text")).to_have_value(WORDS)  # nothing else can be sent meanwhile
        await context.set_offline(False)
        await expect(second.locator("#yours")).to_contain_text(WORDS)
        await expect(second.locator("#ask-text")).to_have_value(OTHER_WORDS)
        await second.locator("#ask-form").get_by_role("button", name="Send").click()
        for tab in (first, second):
            await expect(tab.locator("#yours")).to_contain_text(OTHER_WORDS)
            await expect(tab.locator("#yours [data-id]")).to_have_count(2)
    assert count_questions(served) == (1, 2)


async def test_the_worker_and_both_tabs_send_it_once_on_the_next_visit(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        first, second = await open_both(context, served, sheet)
        await context.set_offline(True)
        await ask(first, WORDS)
        await until(first, f"{ENTRIES}.then((all) => all.length === 1)")
        await first.close()
        await second.close()
        await context.set_offline(False)
        other = await context.new_page()
        room = f"{served.base_url}/chat/{sheet['chat_session']}/"
        first, second = await context.new_page(), await context.new_page()
        await asyncio.gather(other.goto(f"{served.base_url}/accessibility/"), first.goto(room), second.goto(room))
        for tab in (first, second):
            await expect(tab.locator("#yours [data-id]")).to_have_count(1)
            await expect(tab.locator("#ask-text")).to_have_value("")
            await expect(tab.locator("#ask-text")).to_be_editable()
        await until(first, NOTHING_LEFT)
    assert count_questions(served) == (1, 1)


async def open_both(context: BrowserContext, served: Server, sheet: dict[str, Any]) -> tuple[Page, Page]:
    """Two rooms of one person, in which writing can begin."""
    tabs = await context.new_page(), await context.new_page()
    for tab in tabs:
        await tab.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await tab.locator("#ask-text").fill("W")
        await expect(tab.locator("#ask-form [data-part=counter]")).to_have_text("1 of 1,000 characters")
        await tab.locator("#ask-text").fill("")
        await tab.evaluate(IS_CONTROLLED)
    return tabs


async def ask(tab: Page, words: str) -> None:
    await tab.bring_to_front()
    await tab.locator("#ask-text").fill(words)
    await tab.locator("#ask-form").get_by_role("button", name="Send").click()
