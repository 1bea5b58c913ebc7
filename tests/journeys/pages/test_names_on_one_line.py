"""On a narrow phone: the number of a ward stays with its word in a heading, and “e-mail” is not torn in a tab."""

import pytest
from playwright.async_api import Browser

from tests.browser.demo_addresses import address_of
from tests.journeys.pages.test_every_page import LANGUAGES, open_phone, people, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PAGES = {
    "/matters/figures/?ward=95": "",
    "/promises/figures/?ward=95": "",
    "/wards/95/figures/": "",
    "/wards/95/digests/LAST/sheet/": "",
    "/wards/95/poster/MONTH/": "",
    "RECORDorder/": "",
    "RECORDtranslations/": "clerk",
    "/planning/digests/95/": "clerk",
    "/sign-in/": "",
}
WIDTHS = (320, 340, 360, 390, 412)

TORN = r"""() => {
  const names = /(Ward|ওয়ার্ড|वार्ड|وارڈ)\s[\d০-৯०-९۰-۹]+|\p{L}+-\p{L}+/gu;
  const found = [];
  for (const node of document.querySelectorAll("main h1, main .tabs > *")) {
    const text = node.textContent;
    for (const match of text.matchAll(names)) {
      const tops = [match.index, match.index + match[0].length - 1].map((at) => topOf(node, at));
      if (Math.abs(tops[0] - tops[1]) > 8) found.push(match[0]);
    }
  }
  return found;

  function topOf(node, at) {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    let before = 0;
    while (walker.nextNode()) {
      const { data } = walker.currentNode;
      if (at < before + data.length) {
        const range = new Range();
        range.setStart(walker.currentNode, at - before);
        range.setEnd(walker.currentNode, at - before + 1);
        return range.getBoundingClientRect().bottom;
      }
      before += data.length;
    }
  }
}"""
"""The names in headings and tabs of which the first and the last sign stand on two lines."""


async def test_no_name_is_torn(demo: Server, chromium: Browser) -> None:
    found: dict[tuple[str, str, int], list[str]] = {}
    signed_in = people(demo)
    for whose in ("", "clerk"):
        page = await open_phone(chromium, demo, signed_in[whose])
        for name in (each for each, who in PAGES.items() if who == whose):
            for language in LANGUAGES:
                await speak(page, demo, language)
                await page.goto(demo.base_url + await address_of(demo, name))
                for width in WIDTHS:
                    await page.set_viewport_size({"width": width, "height": 640})
                    found[name, language, width] = await page.evaluate(TORN)
    assert {place: names for place, names in found.items() if names} == {}


async def test_the_months_before_and_after_stand_side_by_side(demo: Server, chromium: Browser) -> None:
    tops: dict[str, list[float]] = {}
    page = await open_phone(chromium, demo, "")
    await page.set_viewport_size({"width": 360, "height": 640})
    for language in LANGUAGES:
        await speak(page, demo, language)
        await page.goto(demo.base_url + "/calendar/")
        links = page.locator(".pages [rel=prev], .pages [rel=next]")
        tops[language] = await links.evaluate_all("(all) => all.map((link) => link.getBoundingClientRect().top)")
    assert {language: found for language, found in tops.items() if len(set(found)) != 1 or len(found) != 2} == {}
