"""A narrow phone, its text at twice the size: nothing of the room is cut off or scrolls sideways, in four scripts."""

from itertools import product
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

TEXTS = (
    "Why are the drains of Bijoygarh not cleaned before the monsoon? Unacknowledgeablecorrespondencedepartmental",
    "বিজয়গড়ের নর্দমা বর্ষার আগে পরিষ্কার হয় না কেন? পৌরসংস্থাকর্মচারীনিয়োগবিজ্ঞপ্তিসংক্রান্তঅভিযোগপত্র",
    "बिजयगढ़ की नालियाँ बरसात से पहले साफ़ क्यों नहीं होतीं? नगरपालिकाकर्मचारीनियुक्तिसम्बन्धीशिकायतपत्र",
    "بجے گڑھ کی نالیاں برسات سے پہلے صاف کیوں نہیں ہوتیں؟ میونسپلکارپوریشنملازمینکیتقرریسےمتعلقشکایت",
)
TOO_WIDE = """() => {
  const isCut = ({ overflowX, textOverflow }) => overflowX !== "visible" && textOverflow !== "ellipsis";
  const cut = (node) => node.scrollWidth > node.clientWidth && isCut(getComputedStyle(node));
  const wide = (node) => Math.round(node.getBoundingClientRect().right) > innerWidth;
  const all = [...document.querySelectorAll("body *:not(.sr-only, .sr-only *, .skip-link)")];
  const shown = all.filter((node) => node.checkVisibility());
  const isInEllipsis = (node) => node.parentElement.closest("[data-part=time]");
  const isOff = (node) => wide(node) || node.getBoundingClientRect().left < -1 || cut(node);
  const found = shown.filter((node) => !isInEllipsis(node) && isOff(node));
  const page = document.documentElement;
  return [page.scrollWidth > page.clientWidth, found.map((node) => node.outerHTML.slice(0, 120))];
}"""


@pytest.mark.costly
async def test_the_room_fits_a_narrow_phone_at_twice_the_text(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    await fill(served, sheet)
    for language, cookie in product(("en", "bn"), (sheet["residents"][0], None)):
        page = await open_large(served, chromium, sheet, cookie, language)
        await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
        await page.locator("#queue summary").first.click()
        await page.locator("#answers summary").first.click()
        found = await page.evaluate(TOO_WIDE)
        assert found == [False, []], "\n".join(found[1])
        tabs = page.locator(".tabs--sticky")
        await expect(tabs).to_have_css("position", "sticky")
        await page.set_viewport_size({"width": 320, "height": 320})  # the space that a browser's own larger text leaves
        await expect(tabs).to_have_css("position", "static")


async def fill(server: Server, sheet: dict[str, Any]) -> None:
    """One question in each script in the queue and one answered, asked by the reader and by another resident."""
    async with (
        client_of(server, sheet, sheet["moderator"], door="desk") as moderator,
        client_of(server, sheet, sheet["councillor"], door="desk") as councillor,
        client_of(server, sheet, sheet["residents"][0]) as reader,
        client_of(server, sheet, sheet["residents"][1]) as neighbour,
    ):
        for number, text in enumerate((*TEXTS, *TEXTS)):
            asker = (reader, neighbour)[number % 2]
            asked = (await asker.send("question.ask", text=f"{text} {number}", kind="suggestion"))["result"]
            question = asked["question"]
            await moderator.send("question.approve", question=question, version=asked["version"])
            if number < len(TEXTS):
                await councillor.send("question.take", question=question)
                await councillor.send("answer.give", question=question, text=text, final=True)
        posted = await moderator.send("notice.post", text=" ".join(TEXTS))
        assert posted["type"] == "ack"


async def open_large(
    served: Server, chromium: Browser, sheet: dict[str, Any], cookie: str | None, language: str
) -> Page:
    context = await chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    cookies = {"language": language, **({"sessionid": cookie} if cookie else {})}
    for name, value in cookies.items():
        await context.add_cookies([{"name": name, "value": value, "url": served.base_url}])
    page = await context.new_page()
    await page.goto(f"{served.base_url}/chat/{sheet['chat_session']}/")
    await page.add_style_tag(content="html { font-size: 200%; }")
    return page
