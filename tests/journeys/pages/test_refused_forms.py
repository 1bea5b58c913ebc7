"""A form that was refused: the focus is on what says why, and each of its links leads into the field that is meant."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.demo_addresses import address_of
from tests.journeys.pages.test_every_page import LANGUAGES, open_phone, people, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

FORMS = [
    ("/sign-in/", "", "#sign-in-form"),
    ("/matters/new/?ward=95", "resident", "#matter-form"),
    ("/matters/95-YEAR-0004/also-here/", "resident", "main form"),
    ("/me/matters/95-YEAR-0001/", "resident", "main form:has(textarea)"),
    ("/desk/matters/WAITING/", "moderator", "main form:has([name=reason])"),
    ("/office/95-YEAR-0001/", "councillor", "main form:has(textarea)"),
    ("/office/activities/95-A-YEAR-1/", "councillor", "main form:has([type=file])"),
    ("OWED", "owing", "main form:has(#text)"),
    ("/office/promises/98-P-YEAR-2/", "owing", "main form:has(textarea)"),
    ("/planning/announce/", "clerk", "main form[action='#preview']"),
    ("/planning/boroughs/X/chair/", "clerk", "main form:has([name=who])"),
    ("/planning/people/", "clerk", "main form:has([name=duty][type=radio])"),
    ("/planning/wards/95/", "clerk", "main form[action='#preview']"),
]
"""The page, who opens it, and the form that is sent with nothing in its fields."""

EMPTY = """(form) => {
  const fields = form.querySelectorAll("input:is([type=text], [type=tel], [type=date]), textarea");
  for (const each of fields) each.value = "";
  form.noValidate = true;
  form.requestSubmit(form.querySelector("button:not([type=button], [name=place_do], [value=ward])"));
}"""
IN_SIGHT = """() => {
  const { activeElement: node } = document;
  const { top, bottom } = node.getBoundingClientRect();
  const isSaid = node.matches("[role=alert], [aria-invalid=true][aria-describedby]");
  const isSeen = bottom > 0 && top < innerHeight;
  return [isSaid ? "" : `focus on ${node.outerHTML.slice(0, 80)}`, isSeen ? "" : "out of sight"];
}"""
HAS_FAULT = """() => {
  const field = document.activeElement.closest("fieldset.field, .field, fieldset");
  return Boolean(field?.querySelector(".error, [aria-invalid=true]"));
}"""


@pytest.mark.takes(20)
async def test_the_focus_is_on_what_says_why_a_form_was_refused(demo: Server, chromium: Browser) -> None:
    found: dict[str, Any] = {}
    for number, (name, who, selector) in enumerate(FORMS):
        page = await open_phone(chromium, demo, people(demo)[who], viewport={"width": 360, "height": 740})
        await speak(page, demo, LANGUAGES[number % len(LANGUAGES)])
        await page.goto(demo.base_url + await address_of(demo, name))
        async with page.expect_navigation():
            await page.locator(selector).first.evaluate(EMPTY)
        faults = [fault for fault in await page.evaluate(IN_SIGHT) if fault] + await lost_links(page)
        found |= {name: faults} if faults else {}
        await page.context.close()
    assert found == {}


async def lost_links(page: Page) -> list[str]:
    """Lost links of the summary: after each of them, Tab has to be in the field."""
    links = page.locator(".error-summary a[href^='#']")
    lost = []
    for number in range(await links.count()):
        link = links.nth(number)
        await link.press("Enter")
        if not await page.evaluate(HAS_FAULT):
            await page.keyboard.press("Tab")
        if not await page.evaluate(HAS_FAULT):
            lost.append(f"{await link.inner_text()}: {await link.get_attribute('href')}")
    return lost
