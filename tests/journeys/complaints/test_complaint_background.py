"""A complaint written without a network is sent after its page was closed: by the browser, with its photos, once."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.app_phone import ENTRIES, IS_CONTROLLED, NOTHING_WAITS, phone, until
from tests.journeys.app.test_background_sync import Syncs
from tests.journeys.complaints.test_complaint_offline import (
    ALT,
    NOTHING_IS_KEPT,
    WORDS,
    add_photo,
    fill_in,
    photos_of,
    send,
)
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

MATTERS = "SELECT ref, number, state FROM chat_sessions_matter WHERE text = ?"
OTHERS_WROTE = "The drain in front of the primary school overflows each time it rains."


@asynccontextmanager
async def phone_of(profile: Path, demo: Server, *, resident: int = 0) -> AsyncIterator[BrowserContext]:
    async with phone(profile, demo, "nobody") as context:
        await context.request.get(demo.demo["residents"][resident]["sign_in"])
        yield context


async def write(context: BrowserContext, demo: Server, *, words: str = WORDS) -> tuple[Page, UUID]:
    """A form with a photo, which waits for the network; its ref."""
    page = await context.new_page()
    await page.goto(f"{demo.base_url}/matters/new/?ward=95")
    await page.evaluate(IS_CONTROLLED)
    await fill_in(page)
    await page.locator("#text").fill(words)
    await add_photo(page)
    ref = UUID(await page.locator("[name=ref]").input_value())
    await context.set_offline(True)
    await send(page)
    await expect(page.locator("[data-part=line]")).to_contain_text("also if you close this page")
    return page, ref


async def until_sent(demo: Server, words: str, syncs: Syncs) -> list[Any]:
    """The browser tries again by itself, after minutes, where the page that was closed held its lock still."""
    async with asyncio.timeout(60):
        while True:
            await syncs.dispatch()
            for _look in range(20):
                if found := demo.ask_database(MATTERS, words):
                    return found
                await asyncio.sleep(0.1)


async def entry_of(page: Page, has: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            entries = await page.evaluate(ENTRIES)
            if len(entries) == 1 and entries[0].get(has):
                return dict(entries[0])
            await asyncio.sleep(0.1)


async def test_the_browser_sends_it_once_with_its_photo_while_no_page_is_open(demo: Server, tmp_path: Path) -> None:
    async with phone_of(tmp_path / "phone", demo) as context:
        page, ref = await write(context, demo)
        syncs = Syncs(await context.new_cdp_session(await context.new_page()), demo.base_url)
        await syncs.find_worker()
        await page.close()
        assert demo.ask_database(MATTERS, WORDS) == []
        await context.set_offline(False)
        [(sent_ref, number, state)] = await until_sent(demo, WORDS, syncs)
        assert (UUID(str(sent_ref)), state) == (ref, "waiting")
        assert [tuple(row)[1:] for row in await photos_of(demo)] == [(1600, 800)]
        await syncs.dispatch()

        page = await context.new_page()
        await page.goto(f"{demo.base_url}/me/")
        assert (await entry_of(page, "answer"))["answer"]["address"] == f"/me/matters/{number}/?new"
        await expect(page.locator("#unsent")).to_contain_text("Received.")
        await page.goto(f"{demo.base_url}/matters/new/")
        await expect(page).to_have_url(f"{demo.base_url}/me/matters/{number}/?new")
        await until(page, NOTHING_IS_KEPT)
        await until(page, NOTHING_WAITS)
    assert len(demo.ask_database(MATTERS, WORDS)) == 1


async def test_what_is_changed_while_it_waits_goes_as_it_was_changed(demo: Server, tmp_path: Path) -> None:
    changed = f"{WORDS} {ALT}"
    async with phone_of(tmp_path / "phone", demo) as context:
        page, ref = await write(context, demo)
        await page.locator("#text").fill(changed)
        await until(page, f"{ENTRIES}.then((all) => all.length === 1 && all[0].text === {json.dumps(changed)})")
        syncs = Syncs(await context.new_cdp_session(await context.new_page()), demo.base_url)
        await syncs.find_worker()
        await page.close()
        await context.set_offline(False)
        found = await until_sent(demo, changed, syncs)
    assert [UUID(str(sent)) for sent, _number, _state in found] == [ref]
    assert demo.ask_database(MATTERS, WORDS) == []


async def test_the_page_that_stays_open_sends_it_and_the_worker_does_not(demo: Server, tmp_path: Path) -> None:
    async with phone_of(tmp_path / "phone", demo) as context:
        page, ref = await write(context, demo)
        await page.locator("[data-part=chosen] [name=alt]").fill(ALT)
        await context.set_offline(False)
        await expect(page.locator("[data-part=sent]")).to_have_attribute("data-ref", str(ref))
        await until(page, NOTHING_WAITS)
        await page.goto(f"{demo.base_url}/me/")  # the worker is asked to send what waits
        await until(page, NOTHING_IS_KEPT)
    assert [UUID(str(sent)) for sent, _number, _state in demo.ask_database(MATTERS, WORDS)] == [ref]
    assert len(await photos_of(demo)) == 1


async def test_where_others_have_complained_of_the_same_the_person_is_asked_first(demo: Server, tmp_path: Path) -> None:
    async with phone_of(tmp_path / "phone", demo, resident=4) as context:
        page, _ref = await write(context, demo, words=OTHERS_WROTE)
        syncs = Syncs(await context.new_cdp_session(await context.new_page()), demo.base_url)
        await syncs.find_worker()
        before = len(demo.ask_database(MATTERS, OTHERS_WROTE))
        await page.close()
        await context.set_offline(False)
        await syncs.dispatch()
        page = await context.new_page()
        await page.goto(f"{demo.base_url}/me/")
        await entry_of(page, "isForPerson")
        await expect(page.locator("#unsent a")).to_have_attribute("href", "/matters/new/")
        await page.goto(f"{demo.base_url}/matters/new/")
        await expect(page.locator("#text")).to_have_value(OTHERS_WROTE)
        await expect(page.locator("[data-part=chosen] canvas")).to_have_count(1)
        await send(page)
        await expect(page.locator("[name=support]").first).to_be_visible()
    assert len(demo.ask_database(MATTERS, OTHERS_WROTE)) == before
