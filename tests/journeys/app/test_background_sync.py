"""What was written without a network is sent after its page was closed: by the browser, or with the next visit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import BrowserContext, CDPSession, Page, expect

from tests.browser.app_phone import ENTRIES, WORDS, count_questions, phone, until_kept, write_without_network
from tests.servers.programs.evenings import make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

WITHOUT_SYNC = "delete ServiceWorkerRegistration.prototype.sync;"


class Syncs:
    """Chromium's own tool for background sync, from a page of no website: none of ours is open."""

    def __init__(self, tools: CDPSession, origin: str) -> None:
        self._tools, self._origin = tools, origin
        self._registered: asyncio.Queue[str] = asyncio.Queue()
        self._registration = ""

    async def find_worker(self) -> None:
        self._tools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        await self._tools.send("ServiceWorker.enable")
        async with asyncio.timeout(60):
            self._registration = await self._registered.get()

    async def dispatch(self) -> None:
        which = {"origin": self._origin, "registrationId": self._registration, "tag": "outbox", "lastChance": False}
        await self._tools.send("ServiceWorker.dispatchSyncEvent", which)

    def _note(self, event: dict[str, list[dict[str, str]]]) -> None:
        for each in event["registrations"]:
            if each["scopeURL"] == f"{self._origin}/":
                self._registered.put_nowait(each["registrationId"])


@asynccontextmanager
async def closed_room(served: Server, profile: Path, *, script: str = "") -> AsyncIterator[tuple[BrowserContext, UUID]]:
    """A phone without a network, on which a question was written and the page closed; its ref."""
    sheet = make_evenings(served, 1)[0]
    async with phone(profile, served, sheet["residents"][0]) as context:
        await context.add_init_script(script)
        room = await write_without_network(context, served, sheet)
        ref = UUID((await until_kept(room, "ref"))["ref"])
        await room.close()
        assert count_questions(served) == (0, 0)
        yield context, ref


async def test_the_browser_sends_it_once_with_its_ref_while_no_page_is_open(served: Server, tmp_path: Path) -> None:
    async with closed_room(served, tmp_path / "phone") as (context, ref):
        syncs = Syncs(await context.new_cdp_session(await context.new_page()), served.base_url)
        await syncs.find_worker()
        await context.set_offline(False)
        await syncs.dispatch()  # or Chromium itself, which may have noticed
        await until_asked(served)
        assert refs_of_questions(served) == [ref]
        await syncs.dispatch()
        page = await context.new_page()
        await is_told_as_received(page, served)
    assert count_questions(served) == (1, 1)


async def test_without_background_sync_the_next_visit_sends_it_once_with_its_ref(
    served: Server, tmp_path: Path
) -> None:
    async with closed_room(served, tmp_path / "phone", script=WITHOUT_SYNC) as (context, ref):
        page = await context.new_page()
        await context.set_offline(False)
        assert count_questions(served) == (0, 0)
        await page.goto(f"{served.base_url}/accessibility/")  # any page but the room
        assert await page.evaluate("'sync' in ServiceWorkerRegistration.prototype") is False
        await until_asked(served)
        assert refs_of_questions(served) == [ref]
        await is_told_as_received(page, served)
    assert count_questions(served) == (1, 1)


async def until_asked(served: Server) -> None:
    async with asyncio.timeout(60):
        while True:
            if count_questions(served) != (0, 0):
                return
            await asyncio.sleep(0.1)


def refs_of_questions(served: Server) -> list[UUID]:
    """References under which a question was asked."""
    return [UUID(str(ref)) for (ref,) in served.ask_database("SELECT ref FROM chat_sessions_storedreply")]


async def is_told_as_received(page: Page, served: Server) -> None:
    await page.goto(f"{served.base_url}/me/")
    assert (await until_kept(page, "answer"))["answer"]["type"] == "ack"
    await expect(page.locator("#unsent")).to_contain_text(WORDS)
    assert len(await page.evaluate(ENTRIES)) == 1
