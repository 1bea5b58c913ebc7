"""A desk with a long queue: the list scrolls, and every question in it can be read."""

import pytest
from playwright.async_api import Browser, expect

from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

QUESTIONS = 14
NONE_CUT_OFF = """() => [...document.querySelectorAll("#group-queue [data-part=list] > * [data-part=text]")]
  .every((text) => text.clientHeight >= 1.9 * parseFloat(getComputedStyle(text).lineHeight))"""


async def test_a_long_queue_cuts_no_question_off(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    resident = client_of(served, sheet, sheet["residents"][0])
    moderator = client_of(served, sheet, sheet["moderator"], door="desk")
    async with resident, moderator:
        for number in range(QUESTIONS):
            text = f"When is lane {number} repaired? It was dug up three months ago and it is left as it was then."
            asked = await resident.send("question.ask", text=text, kind="question")
            await moderator.send("question.approve", question=asked["result"]["question"], version=1)

    context = await chromium.new_context(viewport={"width": 1280, "height": 700})
    await context.add_cookies([{"name": "sessionid", "value": sheet["moderator"], "url": served.base_url}])
    page = await context.new_page()
    await page.goto(f"{served.base_url}/desk/{sheet['chat_session']}/")
    items = page.locator("#group-queue [data-part=list] > *")
    await expect(items).to_have_count(QUESTIONS)
    await page.wait_for_function(NONE_CUT_OFF)  # two lines of each are shown
