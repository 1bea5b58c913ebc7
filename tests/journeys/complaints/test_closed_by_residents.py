"""Residents have the last word, on phones in Bengali without scripts: on promises, and on what is said to be done.

Who supports a promise is asked by e-mail, and answers by the link in it; who has the receipt of a suggestion needs no
account.
"""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.fixtures import Serve
from tests.servers.programs.promised_ward import approve_what_waits, make_promised_ward
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

PROOF = "The drain was cleaned on Friday."
NOT_SO = "নালা এখনও ভরা, কেউ আসেনি।"
SENT_WITHIN_S = 60.0


async def test_three_who_support_a_promise_close_it_by_the_link_that_they_were_sent(
    serve: Serve, chromium: Browser
) -> None:
    server = serve(EMAIL_URL="console")
    sheet = make_promised_ward(server)
    address = f"/promises/{sheet['promise']}/"
    office = await open_phone(chromium, server, sheet["councillor"])
    await office.goto(f"{server.base_url}/office{address}")
    await office.locator("#kept summary").click()
    await office.locator("#kept textarea").fill(PROOF)
    await office.locator("#kept button").click()
    await office.locator(f"a[href='{address}']").click()
    await expect(office.locator("main [data-state=claimed_kept]")).to_be_visible()

    links = await links_sent(server, sheet["promise"], to=4)
    assert set(links) == {f"{address}verdict/"}
    for cookie in sheet["neighbours"]:
        await expect(office.locator("main [data-state=kept]")).to_have_count(0)
        phone = await open_phone(chromium, server, cookie)
        await phone.goto(server.base_url + links.pop())
        assert await width_of(phone) <= 360
        await phone.locator("main button[value=kept]").click()
        await expect(phone.locator("main button[value=kept]")).to_have_count(0)
        await office.reload()
    await expect(office.locator("main [data-state=kept]")).to_be_visible()
    await office.goto(f"{server.base_url}/wards/95/")
    await expect(office.locator(".place-numbers dd").nth(2)).to_have_text("১ / ২")


async def test_who_has_the_receipt_of_a_suggestion_says_without_an_account_that_it_is_not_kept(
    served: Server, chromium: Browser
) -> None:
    sheet = make_promised_ward(served)
    phone = await open_phone(chromium, served)
    await phone.goto(f"{served.base_url}/promises/{sheet['of_suggestion']}/verdict/")
    await expect(phone.locator("main button[value=not]")).to_have_count(0)
    await phone.locator("main a[href='/promises/receipt/']").click()
    await phone.locator("main [name=code]").fill(sheet["receipt"].lower())
    await phone.locator("main form button").first.click()
    assert await width_of(phone) <= 360
    await phone.locator("main button[value=not]").click()
    await expect(phone).to_have_url(f"{served.base_url}/promises/receipt/")
    await phone.goto(f"{served.base_url}/promises/{sheet['of_suggestion']}/")
    await expect(phone.locator("main [data-state=disputed]")).to_be_visible()


async def test_a_resident_says_that_what_the_office_tells_is_not_so(served: Server, chromium: Browser) -> None:
    sheet = make_promised_ward(served)
    activity = f"{served.base_url}/activities/{sheet['activity']}/"
    phone = await open_phone(chromium, served, sheet["resident"])
    await phone.goto(activity)
    assert await width_of(phone) <= 360
    await phone.locator("section[aria-labelledby=not-so] a.button").click()
    await expect(phone.locator("main .notice bdi").first).to_have_text("নালা পরিষ্কার হয়েছে")
    await phone.locator("#category").select_option("drains")
    await phone.locator("#text").fill(NOT_SO)
    await phone.locator("[name=place_landmark]").fill("স্কুলের পাশে")
    assert await width_of(phone) <= 360
    await phone.locator("#matter-form button[value=look]").last.click()
    await expect(phone).to_have_url(re.compile(r"/me/matters/95-\d{4}-\d{4}/\?new$"))

    stranger = await open_phone(chromium, served)
    await stranger.goto(activity)
    said = stranger.locator("section[aria-labelledby=not-so]")
    await expect(said).not_to_contain_text(NOT_SO)
    approve_what_waits(served)
    await stranger.reload()
    await expect(said).to_contain_text(NOT_SO)
    await expect(said.locator("h3").first).to_have_text("১ জন বাসিন্দা বলছেন এটি ঠিক নয়")
    await said.locator("a[href^='/matters/95-']").first.click()
    await expect(stranger.locator(f"main a[href='/activities/{sheet['activity']}/']")).to_be_visible()


async def links_sent(server: Server, number: str, *, to: int) -> list[str]:
    """The paths in the messages about this promise, once so many have been sent to the terminal."""
    found: list[str] = []
    async with asyncio.timeout(SENT_WITHIN_S):
        while len(found) < to:
            found = re.findall(rf"To …\S+: .*?(/promises/{number}/\S*)", server.log)
            await asyncio.sleep(0.2)
    return found


async def open_phone(chromium: Browser, server: Server, cookie: str = "") -> Page:
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    cookies = {"language": "bn"} | ({"sessionid": cookie} if cookie else {})
    await context.add_cookies([{"name": n, "value": v, "url": server.base_url} for n, v in cookies.items()])
    return await context.new_page()


async def width_of(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth"))
