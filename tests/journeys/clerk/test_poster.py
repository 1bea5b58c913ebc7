"""The poster on paper."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page

from sessions.chats.calendar.public.posters import PosterLine, Printed, blocks_of
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

A4_IN_POINTS = (595, 842)
THREE_MOVED = [
    Printed(datetime(2027, 9, day, 23, 30, tzinfo=ZoneInfo("Asia/Kolkata")), moved_from=date(2027, 9, day - 7))
    for day in (15, 22, 29)  # Wednesdays of September: no day has longer words
]
FILL = """(poster, blocks) => {
  poster.classList.add("poster--close");
  poster.querySelectorAll(".poster__date, .poster__new").forEach((line) => line.remove());
  poster.querySelectorAll(".poster__call").forEach((call, index) => {
    for (const [name, words] of blocks[index]) {
      const line = document.createElement("p");
      line.className = name;
      line.textContent = words;
      call.before(line);
    }
  });
}"""


async def test_a_poster_is_one_sheet_of_a4_however_much_is_moved(demo: Server, chromium: Browser) -> None:
    month = f"{datetime.now(tz=ZoneInfo('Asia/Kolkata')):%Y-%m}"
    page = await chromium.new_page()
    await page.goto(f"{demo.base_url}/wards/95/poster/{month}/")
    assert await page.locator(".poster__block").count() == 4
    await assert_one_sheet(page)

    lines = [[line for each in block.dates for line in lines_of(each)] for block in blocks_of(95, THREE_MOVED)]
    await page.locator(".poster").evaluate(FILL, lines)
    await assert_one_sheet(page)


def lines_of(each: PosterLine) -> list[tuple[str, str]]:
    return [("poster__date", f"{each.day}, {each.hour}"), ("poster__new", each.new_date)]


async def assert_one_sheet(page: Page) -> None:
    paper = await page.pdf(prefer_css_page_size=True, print_background=True)
    assert re.findall(rb"/Count (\d+)", paper) == [b"1"]
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == A4_IN_POINTS
