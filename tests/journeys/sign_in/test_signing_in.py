"""Signing in on a small phone, in Bengali: by keyboard alone, without scripts, and with a phone that reads the SMS."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.axe import violations_of
from tests.journeys.sign_in.test_sign_in_canary import wait_for
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

SENT = re.compile(r"To …[0-9]{2}: ([0-9]{6}) is your code")
READS_SMS = """
    window.OTPCredential = class {};
    navigator.credentials.get = (asked) => new Promise((resolve) => {
        window.asked = asked.otp.transport;
        window.giveCode = (code) => resolve({ code });
    });
"""


async def open_phone(chromium: Browser, demo: Server, *, language: str = "bn", **options: Any) -> Page:
    context = await chromium.new_context(viewport={"width": 360, "height": 640}, service_workers="block", **options)
    await context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])
    return await context.new_page()


async def ask(page: Page, demo: Server, number: str) -> str:
    """The code that the demo shows on its terminal instead of sending it."""
    before = len(SENT.findall(demo.log))
    await page.goto(f"{demo.base_url}/sign-in/")
    await page.focus("#address")
    await page.keyboard.type(number)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/sign-in/code/")
    codes: list[str] = wait_for(lambda: SENT.findall(demo.log)[before:])
    return codes[-1]


async def faults_of(page: Page) -> list[str]:
    found = [rule for rule, _html in await violations_of(page)]
    wider = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found + (["wider than the phone"] if wider else [])


@pytest.mark.long
@pytest.mark.takes(15)
async def test_by_keyboard_alone_and_without_scripts(shared_demo: Server, chromium: Browser) -> None:
    page = await open_phone(chromium, shared_demo)
    code = await ask(page, shared_demo, "৯৮৩০০ ৭১৫০১")
    await expect(page.locator("#code")).to_be_focused()
    assert await faults_of(page) == []
    bengali = "".join(chr(0x09E6 + int(digit)) for digit in code)
    await page.keyboard.type(bengali)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in/" not in url)
    await page.context.close()

    plain = await open_phone(chromium, shared_demo, java_script_enabled=False)
    code = await ask(plain, shared_demo, "98300 71502")
    await plain.fill("#code", code)
    await plain.keyboard.press("Enter")
    await plain.wait_for_url(lambda url: "/sign-in/" not in url)
    await plain.context.close()


@pytest.mark.long
@pytest.mark.takes(10)
async def test_a_phone_that_reads_the_message_fills_the_code_in(shared_demo: Server, chromium: Browser) -> None:
    page = await open_phone(chromium, shared_demo, language="en")
    await page.add_init_script(READS_SMS)
    code = await ask(page, shared_demo, "98300 71503")
    await page.wait_for_function("() => window.asked.join() === 'sms'")
    await expect(page.get_by_role("button", name="Send a new code")).to_have_attribute("aria-disabled", "true")
    await page.evaluate("(code) => window.giveCode(code)", code)
    await page.wait_for_url(lambda url: "/sign-in/" not in url)
    await page.context.close()


FLOOD = """
    () => new Promise((resolve) => {
        const form = new FormData(document.querySelector("#sign-in-form"));
        form.set("language", "bn");
        const send = async () => {
            const answer = await fetch("/language/", { method: "POST", body: form, redirect: "manual" });
            if (answer.status === 429) resolve();
            send();
        };
        for (let at_once = 0; at_once < 3; at_once++) send();
    })
"""


async def until_it_has_to_wait(page: Page, demo: Server) -> None:
    """Ask for codes until no place is free: the flood leaves some, and then the code is sent."""
    for number in range(10):
        await page.goto(f"{demo.base_url}/sign-in/")
        await page.fill("#address", f"98300 7150{number}")
        async with page.expect_navigation() as coming:
            await page.keyboard.press("Enter")
        answer = await coming.value
        if answer is not None and answer.status == 429:
            return
        assert page.url == f"{demo.base_url}/sign-in/code/"
    raise AssertionError("each of ten found a place")


@pytest.mark.row("threat", 38)
@pytest.mark.takes(25)
async def test_beside_a_flood_from_the_same_address_the_page_works_or_says_how_long_to_wait(
    demo: Server, chromium: Browser
) -> None:
    flooder, page = await open_phone(chromium, demo), await open_phone(chromium, demo)
    await flooder.goto(f"{demo.base_url}/sign-in/")
    await flooder.evaluate(FLOOD)
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.request.method == "POST" else None)
    for number in range(10):  # the flood leaves some places, and then the code is sent at once
        answers.clear()
        await ask(page, demo, f"98300 7160{number}")
        if len(answers) > 1:
            break
    assert answers == [429, 302]
    await page.context.close()

    plain = await open_phone(chromium, demo, java_script_enabled=False)
    for language, words in (("en", "Please wait 15 seconds, then press the button again."), ("bn", "১৫")):
        await plain.context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])
        await until_it_has_to_wait(plain, demo)
        await expect(plain.locator("[data-part=work-wait]")).to_contain_text(words)
    await plain.context.close()
    await flooder.context.close()
