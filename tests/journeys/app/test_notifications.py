"""Notifications in a browser: asked for after the first question, sent through a push service, shown by the worker."""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from chatserver.push.base64url import read_base64url
from chatserver.push.keys import KeyFile
from tests.clients.live_client import LiveClient, sign_in
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.server import Server
from tests.servers.services.push_service import PushService, TestBrowser, push_service
from tests.servers.stacks import SQLITE

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

# Chromium's own push service cannot be reached here: this stands in for the subscription, and for nothing else.
SUBSCRIPTION = """(told) => {
  const toText = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const toBytes = (text) => Uint8Array.from(toText(text), (sign) => sign.charCodeAt(0));
  const hold = (key) => {
    const options = { applicationServerKey: toBytes(key).buffer };
    const unsubscribe = async () => (localStorage.removeItem("held key"), true);
    return { ...told, options, toJSON: () => told, unsubscribe };
  };
  PushManager.prototype.getSubscription = async () => {
    const key = localStorage.getItem("held key");
    return key && hold(key);
  };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.setItem("held key", applicationServerKey);
    return hold(applicationServerKey);
  };
}"""

SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, lang, tag, data }) => ({ title, body, lang, tag, leads: data.navigate }))"""
WORDS = "When is the pump house of the lane repaired?"
SHOWN_WITHIN_S = 60
NEWS = "There is news for you."


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture(scope="module")
def served(
    service: PushService, installations: Installations, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with ExitStack() as exits:
        folder = tmp_path_factory.mktemp("push") / "data"
        push = {"PUSH_CONTACT": "mailto:chat@example.org", "PUSH_SERVICES": service.origin}
        server = installations.make_server(exits, SQLITE, folder, "--demo", environment=push)
        exits.callback(end_servers, [server])
        server.start()
        yield server


async def open_room(served: Server, context: BrowserContext) -> Page:
    await context.request.get(served.demo["residents"][0]["sign_in"])
    page = await context.new_page()
    await page.goto(f"{served.base_url}/chat/{served.demo['chat_session']}/")
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    return page


async def ask(page: Page, words: str) -> None:
    await page.locator("#ask-text").fill(words)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.")


async def deliver(page: Page, origin: str, told: dict[str, Any] | str, *, title: str) -> list[dict[str, Any]]:
    """Hand a message to the worker, as the browser does, wait for a notification with this title; answers all shown.

    Chromium tells when it is shown. To ask again and again would be wrong: a notification that Chromium knows and does
    not show yet, it then takes for one that was closed, and forgets it.
    """
    line = await page.context.new_cdp_session(page)
    registered: asyncio.Queue[str] = asyncio.Queue()
    shown: asyncio.Queue[str] = asyncio.Queue()
    line.on("ServiceWorker.workerRegistrationUpdated", lambda event: note_registrations(event, registered))
    line.on("BackgroundService.backgroundServiceEventReceived", lambda event: note_title(event, shown))
    await page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    await line.send("BackgroundService.startObserving", {"service": "notifications"})
    await line.send("BackgroundService.setRecording", {"service": "notifications", "shouldRecord": True})
    await line.send("ServiceWorker.enable")
    data = told if isinstance(told, str) else json.dumps(told)
    async with asyncio.timeout(SHOWN_WITHIN_S):
        which = {"origin": origin, "registrationId": await registered.get(), "data": data}
        await line.send("ServiceWorker.deliverPushMessage", which)
        while await shown.get() != title:
            pass
    found: list[dict[str, Any]] = await page.evaluate(SHOWN)
    return found


def note_registrations(event: dict[str, Any], registered: asyncio.Queue[str]) -> None:
    for each in event["registrations"]:
        registered.put_nowait(each["registrationId"])


def note_title(event: dict[str, Any], shown: asyncio.Queue[str]) -> None:
    told = event["backgroundServiceEvent"]
    if told["eventName"] == "Notification displayed":
        shown.put_nowait(next(each["value"] for each in told["eventMetadata"] if each["key"] == "Title"))


async def ask_and_turn_on(served: Server, chromium: Browser, browser: TestBrowser, *, words: str = WORDS) -> Page:
    """In the room, in which nothing is asked for before a question was received."""
    context = await chromium.new_context()
    await context.grant_permissions(["notifications"], origin=served.base_url)
    await context.add_init_script(f"({SUBSCRIPTION})({json.dumps(browser.as_json())})")
    page = await open_room(served, context)
    await expect(page.locator("#push")).to_have_count(0)
    await ask(page, words)
    offer = page.locator("#push")
    await expect(offer).to_contain_text("Tell me when it is answered?")
    await offer.get_by_role("button", name="Notify me on this device").click()
    await expect(
        offer.get_by_text("This device shows you notifications.")
    ).to_be_visible()  # the words stand there hidden
    return page


@pytest.mark.long
async def test_from_the_first_question_to_the_notification_and_on(
    served: Server, service: PushService, chromium: Browser
) -> None:
    browser = service.browser("phone")
    page = await ask_and_turn_on(served, chromium, browser)
    await decide(served)
    told = await wait_for_message(page, browser)
    [shown] = await deliver(page, served.base_url, told, title="Ward chat")
    about = told["notification"]
    assert shown == {"title": "Ward chat", "body": NEWS, "lang": "en", "tag": about["tag"], "leads": about["navigate"]}
    assert re.fullmatch(rf"{served.base_url}/news/[\w-]{{22}}/", shown["leads"])
    newer = {"notification": about | {"title": "Newer"}}
    assert [each["title"] for each in await deliver(page, served.base_url, newer, title="Newer")] == ["Newer"]
    elsewhere = {"notification": {"title": "Elsewhere", "tag": "2", "navigate": "https://example.org/"}}
    other = await deliver(page, served.base_url, elsewhere, title="Elsewhere")
    assert sorted(each["leads"] for each in other) == [f"{served.base_url}/me/", about["navigate"]]
    assert len(await deliver(page, served.base_url, "garbage", title=served.base_url.removeprefix("http://"))) == 3
    await page.goto(shown["leads"])
    await expect(page.locator("main")).to_contain_text(WORDS)


async def decide(served: Server, *, words: str = WORDS) -> None:
    """A moderator takes the question in."""
    cookie = await sign_in(served.demo["moderators"][0]["sign_in"])
    async with LiveClient(served.base_url, served.demo["chat_session"], door="desk", cookie=cookie) as moderator:
        await moderator.until(lambda: cards(moderator, words))
        [card] = cards(moderator, words)
        answer = await moderator.send("question.approve", question=card["id"], version=card["version"])
        assert answer["type"] == "ack"


def cards(moderator: LiveClient, words: str) -> list[dict[str, Any]]:
    return [card for card in moderator.states["desk"]["questions"] if card["text"] == words]


async def wait_for_message(page: Page, browser: TestBrowser) -> dict[str, Any]:
    async with asyncio.timeout(SHOWN_WITHIN_S):
        while not browser.waiting:
            await page.wait_for_timeout(100)
    return browser.messages()[0]


@pytest.mark.long
async def test_who_said_no_is_not_asked_again(served: Server, service: PushService, chromium: Browser) -> None:
    context = await chromium.new_context()
    await context.add_init_script(f"({SUBSCRIPTION})({json.dumps(service.browser('two').as_json())})")
    await context.grant_permissions(["notifications"], origin=served.base_url)
    page = await open_room(served, context)
    await ask(page, "Is the library open on Sundays?")
    await page.locator("#push").get_by_role("button", name="No, thanks").click()
    await expect(page.locator("#push")).to_be_hidden()
    await page.reload()
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    async with page.expect_response("**/me/push/"):
        await ask(page, "Is the library open in the evening?")
    await expect(page.locator("#push")).to_be_hidden()


async def test_a_browser_whose_key_was_lost_gets_the_new_one_with_its_next_visit(
    served: Server, service: PushService, chromium: Browser
) -> None:
    browser = service.browser("three")
    page = await ask_and_turn_on(served, chromium, browser, words="Who closes the park at night?")
    path = Path(served.data_dir) / "push_keys.json"
    lost = KeyFile(path.parent).current()
    await asyncio.to_thread(served.stop)
    path.unlink()
    await asyncio.to_thread(served.start)
    await page.goto(f"{served.base_url}/me/")
    fresh = KeyFile(path.parent).current()
    assert fresh.id != lost.id
    await until_key(served, browser, fresh.id)
    await decide(served, words="Who closes the park at night?")
    assert (await wait_for_message(page, browser))["notification"]["body"] == NEWS
    await page.goto(f"{served.base_url}/me/reminders/")
    await expect(page.locator("main").get_by_text("This device shows you notifications.")).to_be_visible()


async def until_key(served: Server, browser: TestBrowser, key: str) -> None:
    """Until the subscription of this browser belongs to that key of the server."""
    async with asyncio.timeout(SHOWN_WITHIN_S):
        while True:
            rows = served.ask_database(
                "SELECT vapid_key_id FROM accounts_pushsubscription WHERE endpoint = ?", browser.endpoint
            )
            if rows == [(key,)]:
                return
            await asyncio.sleep(0.1)


@pytest.mark.long
async def test_the_key_of_the_server_is_a_point(served: Server) -> None:
    path = Path(served.data_dir) / "push_keys.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [len(bytes.fromhex(each["private"])) for each in json.loads(path.read_text())["keys"]] == [32]
    assert read_base64url("AA") == b"\0"
