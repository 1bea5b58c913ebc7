"""A complaint from a phone without scripts, in Bengali: words, the place on the drawn map, a photo, the receipt."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.factories.town import town, write_map
from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.sessions.platform.photos.files import corners, file_of

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

WORDS = "স্কুলের পাশের নালা উপচে পড়ছে, তিন দিন ধরে রাস্তায় জল।"


@pytest.mark.costly
async def test_a_complaint_is_lodged_from_a_phone_without_scripts_in_bengali(
    demo: Server, chromium: Browser, tmp_path: Path
) -> None:
    demo.manage("load_wards", str(write_map(tmp_path / "town.geojson", town({95: (0, 0, 1000, 1000)}))))
    page = await open_phone(chromium, demo)
    await page.goto(f"{demo.base_url}/wards/95/")
    await page.get_by_role("link", name="অভিযোগ বা প্রস্তাব করুন").first.click()
    await fill_in(page)
    await expect(page.locator("blockquote")).to_have_text(WORDS)
    await page.locator("input[name=kept_alt]").fill("জলে ভরা নালা")
    await page.locator("button[value=send]").last.click()

    await expect(page).to_have_url(re.compile(r"/me/matters/95-\d{4}-\d{4}/\?new$"))
    await expect(page.locator("h1")).to_contain_text("পাওয়া গেছে")
    assert await width_of(page) <= 360
    receipt = await page.locator("#slip ~ dl .receipt-code").last.inner_text()

    stranger = await open_phone(chromium, demo, is_signed_in=False)
    await stranger.goto(f"{demo.base_url}/matters/receipt/")
    await stranger.locator("#code").fill(receipt.lower())
    await stranger.locator("main form button").click()
    await expect(stranger.locator("article blockquote").first).to_have_text(WORDS)
    await expect(stranger).to_have_url(f"{demo.base_url}/matters/receipt/")


async def fill_in(page: Page) -> None:
    """With a press on the map, which shows the form again with all words, and a photo."""
    await page.locator("#category").select_option("drains")
    await page.locator("#text").fill(WORDS)
    await page.locator("input[name=pin]").click(position={"x": 150, "y": 140})
    await expect(page.locator("#text")).to_have_value(WORDS)
    await expect(page.locator("#place-error")).to_have_count(0)
    await expect(page.locator("#place [data-part=words]")).to_be_visible()
    photo: FilePayload = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": file_of(corners())}
    await page.locator("#photos").set_input_files(photo)
    assert await width_of(page) <= 360
    await page.locator("#matter-form button[value=look]").last.click()


async def width_of(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth"))


async def open_phone(chromium: Browser, demo: Server, *, is_signed_in: bool = True) -> Page:
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    await context.add_cookies([{"name": "language", "value": "bn", "url": demo.base_url}])
    if is_signed_in:
        await context.request.get(demo.demo["residents"][0]["sign_in"])
    return await context.new_page()


@pytest.mark.long
@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
async def test_photos_that_are_too_large_lead_to_a_page_in_bengali_with_a_way_back(
    serve: Serve, chromium: Browser, server: str
) -> None:
    demo = serve("--demo", "--server", server)
    page = await open_phone(chromium, demo)
    await page.goto(f"{demo.base_url}/matters/new/?ward=95")
    await page.locator("#category").select_option("drains")
    await page.locator("#text").fill(WORDS)
    large = b"\xff\xd8" + b"x" * 6 * 1024 * 1024
    photos: list[FilePayload] = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": large} for n in range(3)]
    await page.locator("#photos").set_input_files(photos)
    async with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        await page.locator("#matter-form button[value=look]").last.click()
    assert (await posted.value).status == 413
    await expect(page.locator("h1")).to_have_text("যা পাঠানো হল, তা বড় হয়ে গেছে")
    assert await width_of(page) <= 360
    await page.locator("main a.button").click()
    await expect(page.locator("#matter-form")).to_be_visible()
