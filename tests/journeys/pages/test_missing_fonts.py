"""A phone without a Nastaliq font: Urdu is set in another one, and nothing is cut off or scrolls sideways."""

from pathlib import Path

import pytest

from tests.browser.chromium import open_browser
from tests.browser.demo_addresses import address_of
from tests.browser.reflow import unfitting
from tests.journeys.pages.test_every_page import open_phone, people, speak
from tests.journeys.pages.test_nastaliq import faces_of
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PAGES = {
    "/": "",
    "/sign-in/": "",
    "/calendar/": "",
    "/wards/95/": "",
    "RECORD": "",
    "/chat/CHAT/": "resident",
    "/chat/CHAT/read/": "resident",
    "/matters/new/": "resident",
    "/desk/CHAT/": "moderator",
    "/floor/CHAT/": "councillor",
}

WITHOUT_NASTALIQ = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <selectfont><rejectfont><glob>/*Nastaliq*</glob></rejectfont></selectfont>
</fontconfig>
"""
"""The configuration of a system that has all fonts of this one but those."""


WIDEST_CODES = """() => {
  for (const node of document.querySelectorAll("bdi")) {
    if (/^[0-9A-Z]{11}$/.test(node.textContent)) node.textContent = "MWMWMWMWMWM";
  }
}"""
"""Receipts are drawn by lot: one of wide letters has to fit, too."""


async def test_urdu_without_nastaliq_is_set_in_naskh_and_fits(demo: Server, tmp_path: Path) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(WITHOUT_NASTALIQ)
    async with open_browser({"FONTCONFIG_FILE": str(configuration)}) as browser:
        found = {}
        for whose, sign_in in people(demo).items():
            page = await open_phone(browser, demo, sign_in)
            await speak(page, demo, "ur")
            for name in (each for each, who in PAGES.items() if who == whose):
                await page.goto(demo.base_url + await address_of(demo, name))
                faces = await faces_of(await page.context.new_cdp_session(page), "h1")
                families = {face.split("-")[0] for face in faces}
                assert "NotoNaskhArabic" in families, (name, families)
                assert "NotoNastaliqUrdu" not in families, (name, families)
                await page.evaluate(WIDEST_CODES)
                found[name] = await unfitting(page)
    assert found.keys() == PAGES.keys()
    assert {name: faults for name, faults in found.items() if faults} == {}
