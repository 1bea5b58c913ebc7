"""The poster on paper."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser

from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]

A4_IN_POINTS = (595, 842)


async def test_a_poster_is_one_sheet_of_a4(demo: Server, browser: Browser) -> None:
    month = f"{datetime.now(tz=ZoneInfo('Asia/Kolkata')):%Y-%m}"
    page = await browser.new_page()
    await page.goto(f"{demo.base_url}/wards/95/poster/{month}/")
    assert await page.locator(".poster__block").count() == 3
    paper = await page.pdf(prefer_css_page_size=True, print_background=True)

    assert re.findall(rb"/Count (\d+)", paper) == [b"1"]
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == A4_IN_POINTS
