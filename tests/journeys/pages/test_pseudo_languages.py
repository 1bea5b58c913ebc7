"""Pages in two made-up translations on the narrowest phone: a longer one, and a mirrored one in Nastaliq.

Nothing scrolls sideways, no text is cut, everything shown is translated, and from right to left each number, date and
receipt in a sentence is isolated from it. What people entered is there in other languages alone, and says in which.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import JSONField
from playwright.async_api import Browser, Page, expect

from tests.browser.demo_addresses import address_of
from tests.browser.pseudo_locales import LONGER, MIRRORED, write_locales
from tests.journeys.pages.test_every_page import PAGES, open_phone, people, speak
from tests.servers.databases import SqliteDatabase
from tests.servers.fixtures import Serve
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

SCRIPT = (Path(__file__).parent / "pseudo_language_faults.js").read_text(encoding="utf-8")


@pytest.mark.takes(60)
@pytest.mark.parametrize("language", [LONGER, MIRRORED])
async def test_every_page_in_a_made_up_language(serve: Serve, chromium: Browser, tmp_path: Path, language: str) -> None:
    folder = write_locales(tmp_path / "locales")
    demo = serve("--demo", DJANGO_SETTINGS_MODULE="tests.browser.pseudo_settings", PSEUDO_LOCALES=str(folder))
    forget_entered_words(demo, MIRRORED)
    found = {}
    for whose, sign_in in people(demo).items():
        page = await open_phone(chromium, demo, sign_in)
        await speak(page, demo, language)
        for name in (each for each, who in PAGES.items() if who == whose):
            found[name] = await faults_of(page, demo, name)
    assert {name: faults for name, faults in found.items() if faults} == {}


def forget_entered_words(demo: Server, language: str) -> None:
    """Forget the entered words, as if clerks had entered names, reasons and notices in all other languages."""
    assert isinstance(demo.database, SqliteDatabase)
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, JSONField):
                table, column = f'"{model._meta.db_table}"', f'"{field.column}"'
                of_it = f"json_type({column}, '$.{language}') = 'text'"
                demo.database.change(
                    f"UPDATE {table} SET {column} = json_remove({column}, '$.{language}') WHERE {of_it}"
                )


async def faults_of(page: Page, demo: Server, name: str) -> list[str]:
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.goto(demo.base_url + await address_of(demo, name))
    if await page.locator(".connection").count():  # a live page is looked at once it is complete
        await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    faults: list[str] = await page.evaluate(SCRIPT)
    return faults
