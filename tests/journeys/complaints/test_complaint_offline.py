"""A complaint on a dead network: words, place and photos stay in the browser, and are sent once when it is back."""

import asyncio
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, BrowserContext, FilePayload, Page, Route, expect

from tests.browser.app_phone import until
from tests.factories.town import town, write_map
from tests.servers.server import Server
from tests.sessions.platform.photos.files import corners, file_of, plain

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

WORDS = "স্কুলের পাশের নালা উপচে পড়ছে।"
PHOTO_WITHIN_S = 120.0
ALT = "The drain beside the school"
SENT = re.compile(r"/me/matters/95-\d{4}-\d{4}/\?new$")
MATTERS = "SELECT ref, landmark, lat, lon FROM chat_sessions_matter WHERE text = ?"
PHOTOS = """
  SELECT photo.alt, photo.width, photo.height FROM chat_sessions_matterphoto AS photo
  JOIN chat_sessions_matter AS matter ON matter.id = photo.matter_id WHERE matter.text = ? ORDER BY photo.id
"""
KEPT_PHOTOS = """new Promise((resolve) => {
  const opening = indexedDB.open("matter", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
  opening.onsuccess = () => {
    const all = opening.result.transaction("photos").objectStore("photos").getAll();
    all.onsuccess = () => {
      opening.result.close();
      resolve(all.result.flat().map(({ blob, alt }) => [blob.type, blob.size, alt]));
    };
  };
})"""
NOTHING_IS_KEPT = f"""(async () => {{
  const words = Object.keys(localStorage).filter((key) => /^(draft|fields):matter/.test(key));
  return words.length === 0 && (await {KEPT_PHOTOS}).length === 0;
}})()"""


async def open_form(chromium: Browser, demo: Server, tmp_path: Path, *, resident: int = 0) -> Page:
    """Open the form of ward 95, as its resident sees it."""
    demo.manage("load_wards", str(write_map(tmp_path / "town.geojson", town({95: (0, 0, 1000, 1000)}))))
    context = await chromium.new_context(viewport={"width": 360, "height": 640})
    await context.request.get(demo.demo["residents"][resident]["sign_in"])
    page = await context.new_page()
    await page.goto(f"{demo.base_url}/matters/new/?ward=95")
    return page


async def fill_in(page: Page) -> None:
    await page.locator("#category").select_option("drains")
    await page.locator("#text").fill(WORDS)
    await page.locator("#place-landmark").fill("ঝোড়া ব্রিজ")


async def press_map(page: Page) -> None:
    await page.locator("input[name=pin]").click(position={"x": 150, "y": 140})


async def add_photo(page: Page, file: bytes = file_of(plain(size=(3200, 1600)), "PNG")) -> None:
    photo: FilePayload = {"name": "IMG_1.png", "mimeType": "image/png", "buffer": file}
    count = await page.locator("[data-part=chosen] canvas").count()
    await page.locator("#photos").set_input_files(photo)
    await expect(page.locator("[data-part=chosen] canvas")).to_have_count(count + 1)


async def send(page: Page) -> None:
    await page.locator("#matter-form button.button[value=look], #matter-form button.button[value=send]").last.click()


async def open_again(page: Page, demo: Server) -> Page:
    """The form in another tab, when this one was closed and the network is back."""
    context: BrowserContext = page.context
    await page.close()
    await context.set_offline(False)
    again = await context.new_page()
    await again.goto(f"{demo.base_url}/matters/new/")
    return again


async def cut(page: Page) -> None:
    await page.context.set_offline(True)


async def mend(page: Page) -> None:
    await page.context.set_offline(False)


def matters_of(demo: Server) -> list[Any]:
    return demo.ask_database(MATTERS, WORDS)


async def photos_of(demo: Server) -> list[Any]:
    """Once there are any: where the server has no turn for a photo at once, it comes after the complaint."""
    async with asyncio.timeout(PHOTO_WITHIN_S):
        while not (found := demo.ask_database(PHOTOS, WORDS)):  # noqa: ASYNC110 -- a thread of the server, which tells nobody
            await asyncio.sleep(0.1)
    return found


async def test_all_of_it_survives_a_dead_network_and_a_closed_page_and_is_sent_once(
    demo: Server, chromium: Browser, tmp_path: Path
) -> None:
    page = await open_form(chromium, demo, tmp_path)
    await fill_in(page)
    await press_map(page)
    await expect(page.locator("#place [data-part=words]")).to_be_visible()
    place = await page.locator("[name=place_lat]").input_value(), await page.locator("[name=place_lon]").input_value()
    await add_photo(page)
    await page.locator("[data-part=chosen] [name=alt]").fill(ALT)
    ref = await page.locator("[name=ref]").input_value()
    await cut(page)
    await send(page)
    await expect(page.locator("[data-part=line]")).to_contain_text("There is no network.")
    await until(page, f"{KEPT_PHOTOS}.then((all) => all.length === 1 && all[0][2] === {ALT!r})")
    assert matters_of(demo) == []

    page = await open_again(page, demo)
    await is_given_back(page, place)
    await send(page)
    await expect(page).to_have_url(SENT)
    [(sent_ref, landmark, lat, lon)] = matters_of(demo)
    assert (UUID(str(sent_ref)), landmark) == (UUID(ref), "ঝোড়া ব্রিজ")
    assert (f"{float(lat):.4f}", f"{float(lon):.4f}") == place
    assert await photos_of(demo) == [(ALT, 1600, 800)]
    await until(page, NOTHING_IS_KEPT)
    await page.goto(f"{demo.base_url}/matters/new/")
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator("[data-part=begun]")).to_be_hidden()


async def is_given_back(page: Page, place: tuple[str, str]) -> None:
    await expect(page.locator("[data-part=begun]")).to_be_visible()
    await expect(page.locator("#text")).to_have_value(WORDS)
    await expect(page.locator("#category")).to_have_value("drains")
    await expect(page.locator("#place [data-part=kept]")).to_be_visible()
    pinned = re.compile(re.escape(f"at={place[0]}%2C{place[1]}"))
    await expect(page.locator("input[name=pin]")).to_have_attribute("src", pinned)
    await expect(page.locator("[data-part=chosen] canvas")).to_have_count(1)
    await expect(page.locator("[data-part=chosen] [name=alt]")).to_have_value(ALT)


async def test_a_page_that_stays_open_sends_it_by_itself_and_the_same_form_again_changes_nothing(
    demo: Server, chromium: Browser, tmp_path: Path
) -> None:
    page = await open_form(chromium, demo, tmp_path)
    await fill_in(page)
    await add_photo(page)
    await page.locator("[data-part=chosen] [name=alt]").fill(ALT)
    await cut(page)
    await send(page)
    await send(page)
    await expect(page.locator("[data-part=line]")).to_contain_text("There is no network.")

    async def lose_the_answer(route: Route) -> None:
        await route.fetch(max_redirects=0)
        await route.abort("connectionreset")

    is_post = re.compile(r"/matters/new/$")
    await page.route(
        is_post, lambda route: lose_the_answer(route) if route.request.method == "POST" else route.fallback()
    )
    async with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        await mend(page)
    assert len(matters_of(demo)) == 1
    page = await open_again(page, demo)
    await expect(page.locator("[data-part=chosen] canvas")).to_have_count(1)
    await send(page)
    await expect(page).to_have_url(SENT)
    assert (len(matters_of(demo)), len(await photos_of(demo))) == (1, 1)


async def test_a_map_that_is_pressed_on_a_dead_network_gives_the_place_after_a_reload(
    demo: Server, chromium: Browser, tmp_path: Path
) -> None:
    page = await open_form(chromium, demo, tmp_path)
    await fill_in(page)
    await cut(page)
    await press_map(page)
    await expect(page.locator("[data-part=line]")).to_contain_text("This goes on when it is back.")
    page = await open_again(page, demo)
    await expect(page.locator("#place [data-part=kept]")).to_be_visible()
    await send(page)
    await expect(page.locator("#place [data-part=words]")).to_be_visible()
    await send(page)
    await expect(page).to_have_url(SENT)
    [(_ref, _landmark, lat, lon)] = matters_of(demo)
    assert None not in (lat, lon)


async def test_photos_that_the_server_has_are_neither_lost_nor_doubled_and_removed_ones_stay_away(
    demo: Server, chromium: Browser, tmp_path: Path
) -> None:
    page = await open_form(chromium, demo, tmp_path)
    await fill_in(page)
    await add_photo(page)
    await add_photo(page, file_of(corners(), "PNG"))
    await press_map(page)  # the page comes back with both
    await expect(page.locator("[name=kept_photo]")).to_have_count(2)
    await page.locator("[name=remove_photo]").first.click()
    await expect(page.locator("[name=kept_photo]")).to_have_count(1)
    await page.locator("[name=kept_alt]").fill(ALT)
    await until(page, f"{KEPT_PHOTOS}.then((all) => all.length === 1 && all[0][2] === {ALT!r})")
    await cut(page)
    await send(page)
    await expect(page.locator("[data-part=line]")).to_contain_text("There is no network.")
    context = page.context
    await page.close()
    await context.set_offline(False)
    page = await context.new_page()
    await page.goto(f"{demo.base_url}/me/")  # asks the service worker to send what waits
    await expect(page.locator("#unsent")).to_contain_text("Received.")
    await page.goto(f"{demo.base_url}/matters/new/")
    await expect(page).to_have_url(SENT)
    assert await photos_of(demo) == [(ALT, 64, 32)]


async def test_who_says_me_too_instead_begins_with_an_empty_form_the_next_time(
    demo: Server, chromium: Browser, tmp_path: Path
) -> None:
    page = await open_form(chromium, demo, tmp_path, resident=4)
    await fill_in(page)
    await page.locator("#text").fill("The drain in front of the primary school overflows each time it rains.")
    await send(page)
    await page.locator("[name=support]").first.click()
    await expect(page).to_have_url(re.compile(r"/matters/[0-9-]+/\?instead="))
    await until(page, NOTHING_IS_KEPT)


async def test_signing_out_warns_and_leaves_nothing_of_it_in_the_browser(
    demo: Server, chromium: Browser, tmp_path: Path
) -> None:
    page = await open_form(chromium, demo, tmp_path)
    await fill_in(page)
    await add_photo(page)
    await until(page, f"{KEPT_PHOTOS}.then((all) => all.length === 1)")
    await page.goto(f"{demo.base_url}/me/")
    async with page.expect_event("dialog") as warned:
        page.once("dialog", lambda dialog: dialog.accept())
        await page.locator("form[data-unsent] button").first.click()
    assert "not been sent" in (await warned.value).message
    await expect(page.locator("form[data-unsent]")).to_have_count(0)
    await until(page, NOTHING_IS_KEPT)
