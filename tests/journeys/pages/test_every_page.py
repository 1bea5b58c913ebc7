"""Every page, on a narrow phone, in every language and both colour schemes: axe finds nothing, nothing overflows.

Everything that can be pressed is large enough for a finger on a phone, and at a desk for everybody.

And the weight of the room: what a cheap phone has to fetch before it can ask.
"""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from playwright.async_api import Browser, Page, Response, ViewportSize

from tests.browser.axe import COLOURS, begin_with_axe, violations_of
from tests.browser.demo_addresses import address_of
from tests.browser.touch_targets import FOR_FINGERS, small_targets
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PAGES = {
    "/": "",
    "/wards/": "",
    "/wards/?q=700032": "",
    "/wards/?q=nowhere": "",
    "/wards/95/": "",
    "/wards/89/": "",
    "/wards/95/?kind=complaint": "",
    "/boroughs/": "",
    "/boroughs/X/": "",
    "/search/": "",
    "/search/?q=water": "",
    "/calendar/": "",
    "/calendar/YEAR/": "",
    "/calendar/MONTH/": "",
    "/calendar/2000/": "",
    "/wards/95/calendar/": "",
    "/wards/95/poster/MONTH/": "",
    "/wards/95/digests/": "",
    "/wards/95/digests/LAST/": "",
    "/wards/95/digests/LAST/sheet/": "",
    "/ledger/": "",
    "/figures/": "",
    "/figures/?ward=95,96": "",
    "/wards/95/figures/": "",
    "/wards/89/figures/": "",
    "/matters/": "",
    "/matters/?q=drain&overdue=1": "",
    "/matters/map/?ward=95": "",
    "/matters/figures/": "",
    "/matters/figures/?ward=95": "",
    "/matters/95-YEAR-0001/": "",
    "/matters/95-YEAR-0002/": "resident",
    "/matters/95-YEAR-0004/also-here/": "resident",
    "/promises/": "",
    "/promises/?q=drain&state=overdue": "",
    "/promises/98-P-YEAR-2/": "",
    "/promises/98-P-YEAR-2/verdict/": "resident",
    "/promises/figures/": "",
    "/promises/figures/?ward=95": "",
    "/activities/": "",
    "/activities/?kind=planned": "",
    "/activities/95-A-YEAR-1/": "",
    "/records/": "",
    "/records/?q=water": "",
    "/records/redactions/": "",
    "/records/?q=water&kind=question&answered=no": "",
    "/speakers/": "",
    "SPEAKER": "",
    "RECORD": "",
    "RECORDorder/": "",
    "RECORDtranslations/": "clerk",
    "RECORDtranslations/?n=ENTRY&field=text": "clerk",
    "RECORDq/QUESTION/": "",
    "RECEIPT": "",
    "/receipt/": "",
    "/receipt/0000000000/": "",
    "/about/": "",
    "/app/": "",
    "/offline/": "",
    "/share/?text=Water": "resident",
    "/accessibility/": "",
    "/website/": "",
    "/docs/": "",
    "/docs/first-evening/": "",
    "/docs/councillor/": "",
    "/docs/clerk/": "",
    "/docs/moderator/": "",
    "/docs/record/": "",
    "/docs/operator/": "",
    "/docs/programmer/": "",
    "/docs/settings/": "",
    "/api/": "",
    "/log/": "",
    "/log/words/": "",
    "/wards/95/log/": "",
    "/boroughs/X/log/": "",
    "/language/": "",
    "/sign-in/": "",
    "/sign-in/?by=paper": "",
    "/sign-in/password/": "",
    "/me/": "resident",
    "/me/ward/": "resident",
    "/matters/new/": "resident",
    "/matters/new/?ward=96": "",
    "/me/matters/95-YEAR-0001/": "resident",
    "/matters/receipt/": "",
    "/matters/receipt/appeal/": "",
    "/promises/receipt/": "",
    "/office/enter/": "clerk",
    "/my/sheet/": "",
    "/me/reminders/": "resident",
    "/me/consent/": "resident",
    "/me/privacy/": "resident",
    "/me/privacy/erase/": "resident",
    "/stop/no-such-code/": "",
    "/digests/stop/no-such-token/": "",
    "/second-factor/set-up/": "resident",
    "/second-factor/keys/": "clerk",
    "/invite/": "",
    "/chat/CHAT/": "resident",
    "/chat/CHAT/?": "",
    "/chat/SOON/": "",
    "/chat/CHAT/read/?still=1": "",
    "/chat/CHAT/read/?still=2": "resident",
    "/chat/CHAT/question/?question=QUEUED": "resident",
    "/wall/CHAT/": "",
    "/desk/matters/": "moderator",
    "/desk/matters/WAITING/": "moderator",
    "/desk/CHAT/": "moderator",
    "/desk/CHAT/?": "clerk",
    "/desk/CHAT/load/": "clerk",
    "/desk/CHAT/appeals/": "moderator",
    "/desk/CHAT/record/": "moderator",
    "/desk/CHAT/reports/": "moderator",
    "/desk/CHAT/rereading/": "moderator",
    "/desk/CHAT/promises/": "moderator",
    "/floor/CHAT/": "councillor",
    "/floor/CHAT/elsewhere/": "councillor",
    "/owed/": "owing",
    "OWED": "owing",
    "/office/": "owing",
    "/office/call-back/": "clerk",
    "/office/proposals/": "clerk",
    "/office/promises/": "owing",
    "/office/promises/98-P-YEAR-2/": "owing",
    "/office/promises/98-P-YEAR-2/join/": "owing",
    "/office/95-YEAR-0001/": "councillor",
    "/office/activities/": "owing",
    "/office/activities/new/": "owing",
    "/office/activities/95-A-YEAR-1/": "councillor",
    "/office/activities/photos/": "moderator",
    "/office/activities/photos/PHOTO/blur/": "moderator",
    "/planning/": "clerk",
    "/planning/YEAR/": "clerk",
    "/planning/MONTH/": "clerk",
    "/planning/wards/95/": "clerk",
    "/planning/wards/95/hosts/": "clerk",
    "/planning/wards/95/contact/": "clerk",
    "/planning/boroughs/X/chair/": "clerk",
    "/planning/boroughs/X/contact/": "clerk",
    "/planning/digests/": "clerk",
    "/planning/digests/95/": "clerk",
    "/planning/announce/": "clerk",
    "/planning/borough/": "clerk",
    "/planning/closed/": "clerk",
    "PLANNED": "clerk",
    "/planning/conflicts/": "clerk",
    "/planning/people/": "clerk",
    "/planning/bans/": "clerk",
    "/planning/moves/": "clerk",
    "/planning/waivers/": "clerk",
    "/planning/printed-codes/": "clerk",
    "/planning/crowds/": "clerk",
    "/planning/posts/": "clerk",
    "/planning/posts/POST/": "clerk",
    "/planning/posts/wards/95/": "clerk",
    "/planning/redactions/": "clerk",
    "/planning/redactions/new/CHAT/": "clerk",
    "/planning/changes/": "clerk",
    "/planning/?": "resident",
    "/no/such/page/": "",
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OTHERS = tuple(who for who in dict.fromkeys(PAGES.values()) if who not in ("", "clerk"))
"""Some people whose pages together are as many as the clerk's: each walk takes a server of its own."""

TURNS = [
    pytest.param(whose, turn, id=f"{name}-{turn}", marks=pytest.mark.long if turn else ())
    for name, whose in (("visitor", ("",)), ("clerk", ("clerk",)), ("others", OTHERS))
    for turn in range(len(LANGUAGES))
]
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}

IN_PIECES = """() => [...document.querySelectorAll("bdi")].map((part) => part.parentElement).filter((node) => {
  const isText = ({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim();
  const laysOutItems = /flex|grid/.test(getComputedStyle(node).display);
  return laysOutItems && node.checkVisibility() && [...node.childNodes].some(isText);
}).map((node) => node.outerHTML.slice(0, 100))"""
"""Sentences whose isolated parts are items of a row, a column or a grid: their spaces are not shown, or they stand on
lines of their own."""

IN_OWN_DIGITS = r"""() => document.body.innerText.match(/[০-৯०-९۰-۹]+-(?:[PA]-)?[০-৯०-९۰-۹]{4}-[০-৯०-९۰-۹]+/g) ?? []"""
"""Numbers of complaints, promises and activities that nobody could type as they stand."""

WITHOUT_VALUE = """() => [...document.querySelectorAll("body *")]
  .filter((node) => !node.children.length && node.textContent.trim() === "None")
  .map((node) => node.outerHTML)"""
"""Parts are read where nobody sees it yet."""
BROKEN = r"""() => {
  const found = [];
  const NUMBER = /(?<![\p{L}\p{Nd}-])\p{Nd}+(?:-[A-Z])?(?:-\p{Nd}+)+(?![\p{L}\p{Nd}-])/gu;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    if (text.data.includes("://") || text.parentElement.closest("code, .quote, .hint, .poster__address")) continue;
    for (const { 0: number, index } of text.data.matchAll(NUMBER)) {
      const range = new Range();
      range.setStart(text, index);
      range.setEnd(text, index + number.length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
      if (new Set(boxes.map((box) => Math.round(box.top))).size > 1) found.push(number);
    }
  }
  return found;
}"""
"""Numbers of complaints, promises and days that begin on one line and end on the next.

Addresses of pages may, and examples in hints."""

WHOLE = """() => {
  const coming = document.getAnimations().filter(({ animationName }) => animationName === "absent");
  return Promise.all(coming.map(({ finished }) => finished.catch(() => {})));
}"""

ROOM_WEIGHS_AT_MOST = 30 * 1024
ROOM_ASKS_AT_MOST = 4


def people(demo: Server) -> dict[str, str]:
    """The sign-in address of each person; a visitor has none."""
    sheet = demo.demo
    return {
        "": "",
        "resident": sheet["residents"][0]["sign_in"],
        "newcomer": sheet["residents"][-1]["sign_in"],
        "moderator": sheet["moderators"][0]["sign_in"],
        "councillor": sheet["councillor"]["sign_in"],
        "owing": sheet["owing"]["sign_in"],
        "clerk": sheet["clerk"]["sign_in"],
    }


@pytest.mark.takes(40)
@pytest.mark.parametrize(("whose", "turn"), TURNS)
async def test_every_page_is_accessible(demo: Server, chromium: Browser, whose: Sequence[str], turn: int) -> None:
    """The languages take turns from page to page: one turn shows them all, and all turns show each page in each.

    A run with --long has all turns, as in CI; one without has the first.
    """
    found = {}
    for who in whose:
        page = await open_phone(chromium, demo, people(demo)[who])
        await begin_with_axe(page.context)
        for number, page_name in enumerate(name for name, of in PAGES.items() if of == who):
            await speak(page, demo, LANGUAGES[(number + turn) % len(LANGUAGES)])
            await page.set_viewport_size(PHONE)
            await page.emulate_media(color_scheme="light")
            await page.goto(demo.base_url + await address_of(demo, page_name))
            await until_whole(page)
            found[page_name] = await faults_of(page)
        await page.context.close()
    assert found == {page_name: [] for page_name, of in PAGES.items() if of in whose}


async def open_phone(chromium: Browser, demo: Server, sign_in: str, **options: Any) -> Page:
    """One for each person: another browser for each page would cost more than the tests themselves.

    Where a server is slow to answer, the app's worker would show its page for phones without a network.
    """
    context = await chromium.new_context(service_workers="block", **options)
    if sign_in:
        await context.request.get(sign_in)
    return await context.new_page()


async def speak(page: Page, demo: Server, language: str) -> None:
    await page.context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])


async def until_whole(page: Page) -> None:
    """Until that is there, too, which comes to the room of a phone in frames after the first."""
    await page.evaluate(WHOLE)


async def faults_of(page: Page) -> list[str]:
    """Axe's faults, those of the dark colours, torn sentences, too small targets, and whether the page is too wide."""
    by_day = await violations_of(page)
    await page.emulate_media(color_scheme="dark")
    by_night = await violations_of(page, *COLOURS)
    faults = [f"{rule}: {html}" for rule, html in (*by_day, *by_night)]
    if await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("wider than the phone")
    faults += [f"no value: {html}" for html in await page.evaluate(WITHOUT_VALUE)]
    faults += [f"a code in other digits: {code}" for code in await page.evaluate(IN_OWN_DIGITS)]
    faults += [f"in pieces: {html}" for html in await page.evaluate(IN_PIECES)]
    faults += [f"on two lines: {number}" for number in await page.evaluate(BROKEN)]
    faults += [f"on a phone {target}" for target in await small_targets(page, high=FOR_FINGERS)]
    await page.set_viewport_size(DESK)
    return faults + [f"on a desk {target}" for target in await small_targets(page)]


@pytest.mark.costly
async def test_the_room_is_light_enough_for_a_cheap_phone(demo: Server, chromium: Browser) -> None:
    make_newcomer(demo)
    rooms = [(who, language) for who in ("visitor", "newcomer", "resident") for language in ("en", "bn")]
    found = {room: await fetch_room(demo, chromium, *room) for room in rooms}
    assert {room: files for room, (files, _bytes) in found.items() if files + 1 > ROOM_ASKS_AT_MOST} == {}  # a socket
    assert {room: weight for room, (_files, weight) in found.items() if weight > ROOM_WEIGHS_AT_MOST} == {}


async def fetch_room(demo: Server, chromium: Browser, who: str, language: str) -> tuple[int, int]:
    """How many files a new browser asks for, and how many bytes of them come."""
    fetched: list[Response] = []
    context = await chromium.new_context(viewport={"width": 360, "height": 640})
    await context.add_cookies([{"name": "language", "value": language, "url": demo.base_url}])
    page = await context.new_page()
    if who != "visitor":  # by a request, which leaves nothing in the browser's cache
        await context.request.get(people(demo)[who])
    page.on("response", lambda response: fetched.append(response))  # noqa: PLW0108 -- it marks what it is given
    await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
    await page.wait_for_load_state("networkidle")
    sizes = {response.url: (await response.request.sizes())["responseBodySize"] for response in fetched}
    await context.close()
    return len(sizes), sum(sizes.values())


def make_newcomer(demo: Server) -> int:
    """Make a newcomer out of the last resident.

    One who has asked nothing and has not agreed to the notice; the id of their account.
    """
    public_id = UUID(re.findall(r"/demo/sign-in/([0-9a-f-]{36})", people(demo)["newcomer"])[0])
    [(account,)] = demo.database.ask("SELECT id FROM accounts_user WHERE public_id = ?", public_id)
    demo.database.change("UPDATE chat_sessions_question SET author_id = NULL WHERE author_id = ?", account)
    demo.database.change("DELETE FROM chat_sessions_consent WHERE person_id = ?", account)
    return int(account)
