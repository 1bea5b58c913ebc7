"""What is due between the chats reaches a phone: by SMS through a gateway, and by push through a service, decrypted.

A complaint is claimed done and asked about again, two promises are claimed kept, one is overdue, a digest is made.
"""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.app.test_notifications import NEWS, SUBSCRIPTION, deliver
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.programs.reminded_ward import COUNCILLORS, RESIDENTS, let_it_happen, make_people
from tests.servers.server import Server
from tests.servers.services.browser_keys import decrypt
from tests.servers.services.fake_gateway import FakeGateway, open_gateway
from tests.servers.services.push_service import PushService, TestBrowser, push_service
from tests.servers.stacks import SQLITE

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

GATEWAY = """
url = "http://127.0.0.1:{port}/send"
body = '{{"to": "{{to}}", "text": "{{text}}"}}'
headers = {{ "Content-Type" = "application/json" }}
"""


@dataclass
class Phones:
    server: Server
    gateway: FakeGateway
    service: PushService

    def texts(self, number: str) -> list[str]:
        """The messages to one number, without the link that stops them."""
        told = [json.loads(body) for _path, _headers, body in self.gateway.told]
        return [re.sub(r" To stop these messages: \S+$", "", each["text"]) for each in told if each["to"] == number]


@pytest.fixture
def phones(installations: Installations, tmp_path: Path) -> Iterator[Phones]:
    with ExitStack() as exits:
        gateway, service = exits.enter_context(open_gateway()), exits.enter_context(push_service())
        settings = tmp_path / "gateway.toml"
        settings.write_text(GATEWAY.format(port=gateway.server_port))
        push = {"PUSH_CONTACT": "mailto:chat@example.org", "PUSH_SERVICES": service.origin}
        environment = {"SMS_GATEWAY": str(settings), **push}
        server = installations.make_server(exits, SQLITE, tmp_path / "data", environment=environment)
        exits.callback(end_servers, [server])
        server.start()
        yield Phones(server, gateway, service)


def pushed(browser: TestBrowser) -> list[dict[str, Any]]:
    """All that was sent to this browser, decrypted."""
    return [json.loads(decrypt(body, browser.auth, browser.private)) for _headers, body in browser.sent]


async def turn_on(phones: Phones, chromium: Browser, cookie: str, browser: TestBrowser) -> Page:
    """Notifications on this device, and the digest by them, too."""
    origin = phones.server.base_url
    context = await chromium.new_context(viewport={"width": 360, "height": 640})
    await context.add_cookies([{"name": "sessionid", "value": cookie, "url": origin}])
    await context.grant_permissions(["notifications"], origin=origin)
    await context.add_init_script(f"({SUBSCRIPTION})({json.dumps(browser.as_json())})")
    page = await context.new_page()
    await page.goto(f"{origin}/me/reminders/")
    await page.get_by_role("button", name="Notify me on this device").click()
    await expect(page.get_by_text("This device shows you notifications.")).to_be_visible()
    await page.reload()
    await page.locator("[name=digest][value=push]").check()
    await page.locator("form[action='/me/digests/'] button").click()
    return page


async def until(found: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while True:
            if found():
                return
            await asyncio.sleep(0.1)


async def test_what_is_due_reaches_a_phone_by_sms_and_by_push_and_leads_to_where_it_is_answered(
    phones: Phones, chromium: Browser
) -> None:
    browser = phones.service.browser("phone")
    page = await turn_on(phones, chromium, make_people(phones.server)["resident"], browser)
    numbers = let_it_happen(phones.server)
    await until(
        lambda: len(phones.texts(RESIDENTS)) >= 5 and len(browser.sent) >= 5 and bool(phones.texts(COUNCILLORS))
    )

    texts, origin, (one, two) = phones.texts(RESIDENTS), phones.server.base_url, numbers["kept"]
    [digest] = [text for text in texts if f"{phones.server.base_url}/w/95/" in text]
    answer = f"Is it fixed, half fixed, or not fixed? Please say so: {origin}/matters/{numbers['matter']}/"
    assert sorted(set(texts) - {digest}) == sorted(
        [f"The office says that {numbers['matter']} is done. {answer}"]
        + [f"You have not said yet whether {numbers['matter']} is done. {answer}"]
        + [
            f"The office says that the promise {each} is kept. Is it? Please say so within 14 days: "
            f"{origin}/promises/{each}/verdict/"
            for each in (one, two)
        ]
    )
    assert len(texts) == 5
    assert len(digest.splitlines()) == 1
    assert phones.texts(COUNCILLORS) == [
        f"Ward 95, promises: due within a week 0, overdue 1. {origin}/office/promises/"
    ]

    messages = pushed(browser)
    assert {each["notification"]["body"] for each in messages} == {NEWS}
    assert [len({len(body) for _headers, body in browser.sent}), len(messages)] == [1, 5]
    assert len({each["notification"]["tag"] for each in messages}) == 4  # asked again takes the place of asked
    shown = await deliver(page, origin, messages[-1], title="Ward chat")
    assert shown[0]["leads"] == messages[-1]["notification"]["navigate"]
    led = set()
    for each in messages:
        await page.goto(each["notification"]["navigate"])
        led.add(page.url.removeprefix(origin))
    assert {f"/matters/{numbers['matter']}/", f"/promises/{one}/verdict/", f"/promises/{two}/verdict/"} < led
    assert len(led) == 4
