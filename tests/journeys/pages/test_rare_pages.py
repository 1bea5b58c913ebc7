"""Pages that a demo shows only after somebody has done something: reached by those steps, and looked at as every page.

In each language and both colour schemes: axe finds nothing, nothing overflows, everything is large enough for a finger.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.urls import resolve
from django.utils import timezone
from playwright.async_api import Browser, FilePayload, Page, expect

from chatserver.accounts.allauth_internals import app_code
from tests.browser.demo_addresses import address_of
from tests.journeys.app.test_notifications import ask_and_turn_on, decide, wait_for_message
from tests.journeys.complaints.test_complaint_offline import PHOTO_WITHIN_S
from tests.journeys.pages.test_every_page import LANGUAGES, PHONE, faults_of, open_phone, people, speak
from tests.journeys.pages.test_pages_of_forms import ask_for_a_code, wait_for_a_chat
from tests.journeys.sign_in.test_second_factor import ANOTHER, in_shell
from tests.journeys.sign_in.test_signing_in import ask
from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.services.push_service import PushService, push_service
from tests.sessions.platform.photos.files import corners, file_of

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

Step = Callable[[Page, Server], Awaitable[None]]
NUMBER = "98300 71611"


async def ask_with_a_number_that_is_known(page: Page, demo: Server) -> None:
    """The first time it makes an account; after that it is asked who comes."""
    for _time in range(2):
        await page.context.clear_cookies(name="sessionid")
        code = await ask(page, demo, NUMBER)
        await page.fill("#code", code)
        await page.keyboard.press("Enter")
        await page.wait_for_url(lambda url: "/sign-in/code/" not in url)
    await page.wait_for_url("**/sign-in/who/")


async def write_down_for_somebody(page: Page, demo: Server) -> None:
    await page.goto(f"{demo.base_url}/office/enter/")
    await page.locator("[name=consented]").check()
    await page.locator("#category").select_option("drains")
    await page.locator("#text").fill("The drain behind the post office is blocked again.")
    await page.locator("[name=read_back]").check()
    await page.locator("#matter-form button[value=enter]").last.click()
    await page.wait_for_url("**/office/entered/*/")


async def send_its_receipt(page: Page, demo: Server) -> None:
    await write_down_for_somebody(page, demo)
    await page.locator("a[href$='/send/']").click()
    await page.locator("#address").fill("98300 71612")
    await page.locator("[name=agreed]").check()
    await page.locator("main form button").last.click()
    await page.locator("main .notice[role=status]").wait_for()


async def follow_an_old_address_of_an_appeal(page: Page, demo: Server) -> None:
    [(receipt,), *_others] = demo.database.ask("SELECT receipt FROM chat_sessions_matter WHERE state = 'claimed_done'")
    await page.goto(f"{demo.base_url}/receipt/{receipt}/appeal/")


async def blur_a_photo(page: Page, demo: Server) -> None:
    """A resident complains, with a photo; a moderator reads it."""
    assert page.context.browser is not None
    resident = await open_phone(page.context.browser, demo, people(demo)["resident"], java_script_enabled=False)
    await resident.goto(f"{demo.base_url}/matters/new/?ward=95")
    await resident.locator("#category").select_option("drains")
    await resident.locator("#text").fill("The lid of the manhole before the library is broken.")
    photo: FilePayload = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": file_of(corners())}
    await resident.locator("#photos").set_input_files(photo)
    await resident.locator("#matter-form button[value=look]").last.click()
    await resident.locator("button[value=send]").last.click()
    await resident.wait_for_url(re.compile(r"/me/matters/.+"))
    await resident.context.close()
    async with asyncio.timeout(PHOTO_WITHIN_S):  # it comes after the complaint where the server has no turn at once
        while not (found := demo.database.ask("SELECT matter_id FROM chat_sessions_matterphoto")):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    [(matter,)] = found
    await page.goto(f"{demo.base_url}/desk/matters/{UUID(str(matter))}/")
    await page.locator("a[href$='/blur/']").click()
    await page.wait_for_url("**/blur/")


async def close_days(page: Page, demo: Server, *, reason: str = "The hall is being painted.") -> None:
    day = (timezone.localdate() + timedelta(days=400)).isoformat()
    await page.goto(f"{demo.base_url}/planning/closed/")
    form = page.locator("main form[action='#preview']", has=page.locator("[name=kind][type=radio]"))
    await form.locator("[name=kind][value=closed]").check()
    await form.locator("[name=from_on]").fill(day)
    await form.locator("[name=to_on]").fill(day)
    for field in await form.locator("[name^=reason_]").all():
        await field.fill(reason)
    await form.locator("[value=preview]").click()
    await page.locator("button[value=save]").click()
    await page.locator("section[aria-labelledby=entered] a[href^='/planning/closed/']").last.click()
    await page.wait_for_url(re.compile(r"/planning/closed/\d+/"))


async def propose_a_redaction(page: Page, demo: Server) -> None:
    """Propose a redaction of a question whose words a clerk has published elsewhere, too."""
    record = demo.base_url + await address_of(demo, "RECORD")
    await page.goto(record)
    question = page.locator("article", has=page.locator("a[href*='/redactions/new/']")).first
    words = await question.locator(".question__text").first.inner_text()
    await close_days(page, demo, reason=words)
    await page.goto(record)
    await page.locator("a[href*='/redactions/new/']").first.click()
    await page.locator("[name=entries]").first.check()
    await page.locator("[name=ground]").first.check()
    await page.locator("[name=authority]").fill("High Court, order 12 of 2026")
    await page.locator("[name=order]").fill("WPA 12 of 2026")
    await page.locator("[name=order_on]").fill("2026-01-05")
    await page.locator("main form button").last.click()
    await page.locator("main .list a[href^='/planning/redactions/']").first.click()
    await page.locator("#places").wait_for()


async def sign_in_without_the_second_factor(page: Page, demo: Server) -> None:
    """Sign in as a moderator who has set up an app for it."""
    await page.goto(f"{demo.base_url}/second-factor/set-up/")
    secret = (await page.locator("main .receipt-code").text_content() or "").replace(" ", "")
    await page.locator("main [name=code]").fill(app_code(secret, int(time.time()) // 30))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/second-factor/keys/**")
    [cookie] = [each for each in await page.context.cookies() if each["name"] == "sessionid"]
    key = in_shell(demo, ANOTHER, cookie["value"])
    await page.context.add_cookies([{"name": "sessionid", "value": key, "url": demo.base_url}])
    await page.goto(f"{demo.base_url}/second-factor/")


STEPS: dict[str, tuple[str, Step]] = {
    "sign-in/code/": ("", ask_for_a_code),
    "sign-in/who/": ("", ask_with_a_number_that_is_known),
    "second-factor/": ("moderator", sign_in_without_the_second_factor),
    "my-chat/": ("newcomer", wait_for_a_chat),
    "office/entered/<str:number>/": ("clerk", write_down_for_somebody),
    "office/entered/<str:number>/send/": ("clerk", send_its_receipt),
    "receipt/<str:code>/appeal/": ("", follow_an_old_address_of_an_appeal),
    "desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/blur/": ("moderator", blur_a_photo),
    "planning/closed/<int:closure_id>/": ("clerk", close_days),
    "planning/redactions/<int:redaction_id>/": ("clerk", propose_a_redaction),
}
"""By the pattern of the page's address: who opens it, and what is done before."""

NEWS = "news/<str:code>/"


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.mark.takes(20)
@pytest.mark.parametrize("route", STEPS)
async def test_pages_after_rare_steps_are_accessible(demo: Server, chromium: Browser, route: str) -> None:
    whose, step = STEPS[route]
    page = await open_phone(chromium, demo, people(demo)[whose])
    await speak(page, demo, "en")
    await step(page, demo)
    assert resolve(urlsplit(page.url).path).route == route
    assert await faults_in_each_language(page, demo) == {}


@pytest.mark.takes(20)
async def test_the_news_of_another_person_are_accessible(serve: Serve, service: PushService, chromium: Browser) -> None:
    """One device, on which another person has signed in since it was told."""
    demo = serve("--demo", PUSH_CONTACT="mailto:chat@example.org", PUSH_SERVICES=service.origin)
    browser = service.browser("phone")
    page = await ask_and_turn_on(demo, chromium, browser)
    await decide(demo)
    told = await wait_for_message(page, browser)
    await page.context.close()
    other = await open_phone(chromium, demo, people(demo)["newcomer"])
    await other.goto(told["notification"]["navigate"])
    assert resolve(urlsplit(other.url).path).route == NEWS
    assert await faults_in_each_language(other, demo) == {}


async def faults_in_each_language(page: Page, demo: Server) -> dict[str, list[str]]:
    """Faults of the page that is open, fetched anew in each language."""
    found = {}
    for language in LANGUAGES:
        await speak(page, demo, language)
        await page.set_viewport_size(PHONE)
        await page.emulate_media(color_scheme="light")
        await page.goto(page.url)
        await expect(page.locator("html")).to_have_attribute("lang", language)
        found[language] = await faults_of(page)
    return {language: faults for language, faults in found.items() if faults}
