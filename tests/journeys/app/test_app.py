"""The website as an app on one phone: what is written without a network, what the phone keeps, and for whom."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Dialog, Page, expect

from tests.browser.app_phone import (
    ENTRIES,
    IS_CONTROLLED,
    NOTHING_WAITS,
    WORDS,
    count_questions,
    phone,
    sign_in,
    until,
    until_kept,
    write_without_network,
)
from tests.servers.failpoints import EXIT_CODE
from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

KEPT_ADDRESSES = """(async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => url);
})()"""

DRAFTS = "Object.entries(localStorage).filter(([key]) => key.startsWith('draft:'))"


@pytest.mark.long
async def test_a_question_from_a_closed_browser_is_in_the_log_once_though_the_server_dies_before_it_answers(
    served: Server, tmp_path: Path
) -> None:
    sheet = make_evenings(served, 1)[0]
    person, profile = sheet["residents"][0], tmp_path / "phone"
    async with phone(profile, served, person) as context:
        page = await write_without_network(context, served, sheet)
        await until_kept(page, "ref")
    assert count_questions(served) == (0, 0)

    await asyncio.to_thread(start_to_die, served, tmp_path / "has-died")
    async with phone(profile, served, person) as context:
        page = await context.new_page()
        await page.goto(f"{served.base_url}/me/")  # not the room: the worker sends
        assert await asyncio.to_thread(served.wait) == EXIT_CODE
        assert count_questions(served) == (1, 1)
        await asyncio.to_thread(served.start)
        await page.goto(f"{served.base_url}/me/")
        answer = (await until_kept(page, "answer"))["answer"]
        assert (answer["type"], answer["duplicate"]) == ("ack", True)
        await expect(page.locator("#unsent")).to_contain_text(f"your receipt is {answer['result']['receipt']}")
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await expect(page.locator("#yours li")).to_have_count(1)
        await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.")
        await expect(page.locator("#ask-text")).to_have_value("")
        await until(page, NOTHING_WAITS)
    assert count_questions(served) == (1, 1)


def start_to_die(server: Server, mark: Path) -> None:
    """Start it again, to end between the commit of the question and the answer."""
    server.kill()
    server.program, server.faults_expected = "tests/servers/failpoints.py", True
    server.environment["DIES_ONCE_ASKED"] = str(mark)
    server.start()


@pytest.mark.long
async def test_without_a_network_the_phone_shows_what_waits_and_has_kept_no_page_of_the_person(
    served: Server, tmp_path: Path
) -> None:
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        page = await write_without_network(context, served, sheet)
        other = await context.new_page()
        await other.goto(f"{served.base_url}/calendar/")
        await expect(other.get_by_role("heading", level=1)).to_have_text("No network")
        await expect(other.locator("#unsent")).to_contain_text(WORDS)
        await expect(other.locator("#unsent")).to_contain_text("Waits for the network.")
        kept = await other.evaluate(KEPT_ADDRESSES)
        others = [address for address in kept if f"{served.base_url}/static/" not in address]
        assert others == [f"{served.base_url}/offline/?lang=en"]
        await context.set_offline(False)  # from here on nothing is pressed: the worker or the page sends
        await expect(page.locator("#yours")).to_contain_text(WORDS, timeout=60_000)
        await expect(other.get_by_role("heading", level=1)).not_to_have_text("No network")
    assert count_questions(served) == (1, 1)


async def test_a_page_comes_by_itself_once_its_server_is_back(served: Server, tmp_path: Path) -> None:
    """The phone has a network all the time: no browser tells when the server is there again."""
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        page = await context.new_page()
        await page.goto(f"{served.base_url}/calendar/")
        await page.evaluate(IS_CONTROLLED)
        await asyncio.to_thread(served.stop)
        reading = f"{served.base_url}/chat/{sheet['chat_session']}/read/"
        await page.goto(reading)
        await expect(page.get_by_role("heading", level=1)).to_have_text("No network")
        await asyncio.to_thread(served.start)
        await expect(page.locator("[http-equiv=refresh]")).to_have_count(1)
        assert page.url == reading


@pytest.mark.long
async def test_signing_out_warns_of_what_waits_and_leaves_nothing_behind(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    asked: asyncio.Queue[str] = asyncio.Queue()
    answers = iter([False, True])

    async def decide(dialog: Dialog) -> None:
        await (dialog.accept() if next(answers) else dialog.dismiss())
        asked.put_nowait(dialog.message)

    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        page = await context.new_page()
        await page.goto(f"{served.base_url}/me/")
        room = await write_without_network(context, served, sheet)
        await until_kept(room, "ref")
        await room.close()
        page.on("dialog", decide)
        await page.get_by_role("button", name="Sign out").click()
        assert "has not been sent" in await asked.get()
        assert len(await page.evaluate(ENTRIES)) == 1
        async with page.expect_event("requestfailed"):  # the phone forgets also where the server cannot be reached
            await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("button", name="Sign out")).to_have_count(0)  # until there is the error page
        await context.set_offline(False)
        await page.goto(f"{served.base_url}/app/")
        assert await page.evaluate(ENTRIES) == []
        assert [
            key for key in await page.evaluate("Object.keys(localStorage)") if key.startswith(("draft", "outb"))
        ] == []
    assert count_questions(served) == (0, 0)


async def test_signing_out_forgets_what_was_read_in_the_room(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        page = await context.new_page()
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await expect(page.locator("[data-connection=on]")).to_be_visible()
        await page.goto(f"{served.base_url}/me/")
        assert await page.evaluate("sessionStorage.length") == 1
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
        assert await page.evaluate("sessionStorage.length") == 0


@pytest.mark.long
async def test_what_came_after_the_end_is_asked_next_month_with_one_tap(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        room = await write_without_network(context, served, sheet)
        await until_kept(room, "ref")
        await room.close()
        async with client_of(served, sheet, sheet["clerk"], door="desk") as clerk:
            assert (await clerk.send("session.close"))["type"] == "ack"
        await context.set_offline(False)
        page = await context.new_page()
        await page.goto(f"{served.base_url}/my-chat/")
        await until_kept(page, "answer")
        await expect(page.locator("#unsent")).to_contain_text("the chat has ended")
        await page.get_by_role("button", name="Ask it next month").click()
        await expect(page.locator("#unsent")).to_contain_text("Kept.")
        assert await page.evaluate(ENTRIES) == []
        drafts = await page.evaluate(DRAFTS)
        assert [(key.split(":")[:3], text) for key, text in drafts] == [(["draft", "next", "1"], f'"{WORDS}"')]
    assert count_questions(served) == (0, 0)


async def test_a_draft_for_a_chat_that_closed_meanwhile_is_asked_next_month_with_one_tap(
    served: Server, tmp_path: Path
) -> None:
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        page = await context.new_page()
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await page.locator("#ask-text").fill(WORDS)
        await until(page, f"{DRAFTS}.length === 1")
        await page.goto(f"{served.base_url}/me/")
        await expect(page.locator("#unsent")).to_contain_text("A draft. It is not sent by itself.")
        await expect(page.get_by_role("button", name="Ask it next month")).to_have_count(0)
        async with client_of(served, sheet, sheet["clerk"], door="desk") as clerk:
            assert (await clerk.send("session.close"))["type"] == "ack"
        await page.goto(f"{served.base_url}/my-chat/")
        await expect(page.locator("#unsent")).to_contain_text("It was not sent: the chat has ended.")
        await page.get_by_role("button", name="Ask it next month").click()
        await expect(page.locator("#unsent")).to_contain_text("Kept.")
        assert await page.evaluate(DRAFTS) == [[f"draft:next:1:{await person_of(page)}", f'"{WORDS}"']]
        await page.goto(f"{served.base_url}/me/")
        await expect(page.locator("#unsent")).to_contain_text("A draft. It is not sent by itself.")
        await expect(page.get_by_role("button", name="Ask it next month")).to_have_count(0)
    assert count_questions(served) == (0, 0)


async def person_of(page: Page) -> str:
    return str(await page.evaluate("document.documentElement.dataset.person"))


@pytest.mark.long
async def test_two_people_on_one_phone_neither_see_nor_send_what_the_other_wrote(
    served: Server, tmp_path: Path
) -> None:
    sheet = make_evenings(served, 1)[0]
    first, second = sheet["residents"][:2]
    async with phone(tmp_path / "phone", served, first) as context:
        room = await write_without_network(context, served, sheet)
        await until_kept(room, "ref")
        await room.close()
        await sign_in(context, served, second)
        await context.set_offline(False)
        page = await context.new_page()
        await page.goto(f"{served.base_url}/me/")
        await until_kept(page, "isForPerson")
        assert WORDS not in await page.content()
        await newer_worker_waits(context, page, served)
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
        assert await page.input_value("#ask-text") == ""
        assert count_questions(served) == (0, 0)
        await sign_in(context, served, first)
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await expect(page.locator("#yours")).to_contain_text(WORDS)
    assert count_questions(served) == (1, 1)


async def newer_worker_waits(context: BrowserContext, page: Page, server: Server) -> None:
    """Another language is another version: it does not take over while something waits to be sent."""
    await context.add_cookies([{"name": "language", "value": "bn", "url": server.base_url}])
    await page.reload()
    await until(page, "navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting !== null)")
    assert len(await page.evaluate("caches.keys()")) == 2  # its own, and that of the one which goes on working
    await context.add_cookies([{"name": "language", "value": "en", "url": server.base_url}])


async def test_after_an_update_the_older_worker_sends_what_it_knows_once_and_then_gives_way(
    served: Server, tmp_path: Path
) -> None:
    """Another language is another version, as an update is."""
    sheet = make_evenings(served, 1)[0]
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        room = await write_without_network(context, served, sheet)
        await until_kept(room, "ref")
        await room.close()
        await context.add_cookies([{"name": "language", "value": "bn", "url": served.base_url}])
        await context.set_offline(False)
        page = await context.new_page()
        await page.goto(f"{served.base_url}/calendar/")
        answer = (await until_kept(page, "answer"))["answer"]
        assert (answer["type"], answer.get("duplicate", False)) == ("ack", False)
        offline = "kept.filter((url) => url.includes('/offline/')).map((url) => new URL(url).search).join()"
        await until(page, f"{KEPT_ADDRESSES}.then((kept) => {offline} === '?lang=bn')")  # none of the older is left
        assert await page.evaluate("navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting)") is None
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await expect(page.locator("#yours li")).to_have_count(1)
    assert count_questions(served) == (1, 1)


@pytest.mark.long
async def test_a_user_removes_the_worker_and_no_page_brings_it_back(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    count = "navigator.serviceWorker.getRegistrations().then(({ length }) => length)"
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        page = await context.new_page()
        await page.goto(f"{served.base_url}/app/")
        await page.evaluate(IS_CONTROLLED)
        assert await page.evaluate(count) == 1
        await page.get_by_role("button", name="Remove it from this browser").click()
        await expect(page.locator("main")).to_contain_text("You have removed it.")
        await until(page, f"{count}.then((left) => left === 0)")  # it goes after the page is there
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
        assert await page.evaluate(count) == 0
        await page.goto(f"{served.base_url}/app/")
        await until(page, "caches.keys().then(({ length }) => length === 0)")
        await page.get_by_role("button", name="Use it again").click()
        await page.evaluate(IS_CONTROLLED)


@pytest.mark.long
async def test_a_full_phone_says_that_the_words_are_only_on_the_page(served: Server, tmp_path: Path) -> None:
    sheet = make_evenings(served, 1)[0]
    full = 'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };'
    full += 'IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };'
    async with phone(tmp_path / "phone", served, sheet["residents"][0]) as context:
        page = await context.new_page()
        await page.add_init_script(full)
        await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
        await page.locator("#ask-text").fill(WORDS)
        await expect(page.locator("#ask-form [data-part=counter]")).to_contain_text("of 1,000 characters")
        await context.set_offline(True)
        await page.locator("#ask-form").get_by_role("button", name="Send").click()
        await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("leave this page open")
        await context.set_offline(False)
        await expect(page.locator("#yours")).to_contain_text(WORDS, timeout=60_000)
    assert count_questions(served) == (1, 1)
