"""Pages in two made-up translations on the narrowest phone: a longer one, and a mirrored one in Nastaliq.

Nothing scrolls sideways, no text is cut, everything shown is translated, and from right to left each number, date and
receipt in a sentence is isolated from it.
"""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.demo_addresses import address_of
from tests.journeys.test_every_page import open_phone, people, speak
from tests.pseudo_locales import LONGER, MIRRORED, write_locales
from tests.servers.fixtures import Serve
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PAGES = {
    "": [
        "/",
        "/calendar/",
        "/calendar/YEAR/",
        "/wards/95/",
        "RECORD",
        "/sign-in/",
        "/about/",
        "/language/",
        "/ledger/",
        "/chat/CHAT/?",
    ],
    "resident": ["/chat/CHAT/", "/me/"],
    "moderator": ["/desk/CHAT/"],
    "councillor": ["/floor/CHAT/"],
    "clerk": ["/planning/", "/planning/YEAR/", "/planning/announce/"],
}
SCRIPT = (Path(__file__).parent / "pseudo_language_faults.js").read_text(encoding="utf-8")


@pytest.mark.takes(60)
async def test_longer_and_mirrored_pages(serve: Serve, chromium: Browser, tmp_path: Path) -> None:
    folder = write_locales(tmp_path / "locales")
    demo = serve("--demo", DJANGO_SETTINGS_MODULE="tests.pseudo_settings", PSEUDO_LOCALES=str(folder))
    found = {}
    for language in (LONGER, MIRRORED):
        for who, pages in PAGES.items():
            page = await open_phone(chromium, demo, people(demo)[who])
            await speak(page, demo, language)
            for name in pages:
                found[language, name] = await faults_of(page, demo, name)
    assert {place: faults for place, faults in found.items() if faults} == {}


async def faults_of(page: Page, demo: Server, name: str) -> list[str]:
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.goto(demo.base_url + await address_of(demo, name))
    if await page.locator(".connection").count():  # a live page is looked at once it is complete
        await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    faults: list[str] = await page.evaluate(SCRIPT)
    return faults
