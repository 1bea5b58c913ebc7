"""On a narrow phone, at larger text: no main page scrolls sideways, in each language (WCAG 1.4.4 and 1.4.10)."""

from itertools import product

import pytest
from playwright.async_api import Browser, Page

from tests.journeys.test_every_page import LANGUAGES, address_of, open_phone, people, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

MAIN_PAGES = {
    "/": "",
    "/wards/": "",
    "/wards/95/": "",
    "/calendar/": "",
    "/wards/95/calendar/": "",
    "/records/": "",
    "RECORD": "",
    "RECEIPT": "",
    "/ledger/": "",
    "/figures/": "",
    "/about/": "",
    "/accessibility/": "",
    "/sign-in/": "",
    "/chat/CHAT/": "resident",
    "/chat/CHAT/?": "",
    "/my/sheet/": "",
    "/me/": "resident",
    "/me/consent/": "resident",
    "/me/reminders/": "resident",
    "/desk/CHAT/": "moderator",
    "/floor/CHAT/": "councillor",
    "/owed/": "owing",
    "/planning/": "clerk",
    "/planning/wards/95/": "clerk",
}
WIDTHS = (320, 360)
TEXT_SIZES = ("100%", "115%", "200%")
OVERHANGING = """(size) => {
  const page = document.documentElement;
  page.style.fontSize = size;
  if (page.scrollWidth <= page.clientWidth) return [];
  const isOut = ({ left, right }) => right > page.clientWidth + 1 || left < -1;
  const hides = (node) => getComputedStyle(node).overflowX !== "visible";
  const scrolls = (node) => node !== document.body && (hides(node) || scrolls(node.parentElement));
  const all = [...document.querySelectorAll("body *:not(.skip-link)")].filter((node) => node.checkVisibility());
  const out = all.filter((node) => isOut(node.getBoundingClientRect()) && !scrolls(node.parentElement));
  const inner = out.filter((node) => ![...node.children].some((child) => out.includes(child)));
  return [`${page.scrollWidth} wide`, ...inner.slice(0, 3).map((node) => node.outerHTML.slice(0, 160))];
}"""


@pytest.mark.variants("language")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_main_page_scrolls_sideways(demo: Server, chromium: Browser, language: str) -> None:
    found: dict[tuple[str, int, str], list[str]] = {}
    for who, sign_in in people(demo).items():
        page = await open_phone(chromium, demo, sign_in)
        await speak(page, demo, language)
        for name in (each for each, whose in MAIN_PAGES.items() if whose == who):
            await page.goto(demo.base_url + await address_of(demo, name))
            found |= {(name, *how): over for how in product(WIDTHS, TEXT_SIZES) if (over := await measure(page, *how))}
    assert found == {}


async def measure(page: Page, width: int, size: str) -> list[str]:
    await page.set_viewport_size({"width": width, "height": 640})
    found: list[str] = await page.evaluate(OVERHANGING, size)
    return found
