"""The desk between the evenings by keyboard alone: a decision and its undoing; and the photos of an office."""

import pytest
from django.utils import timezone
from playwright.async_api import Browser, FilePayload, Locator, Page, expect

from tests.servers.server import Server
from tests.sessions.platform.photos.files import file_of, plain

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

LARGE = file_of(plain(size=(3200, 1600)), "PNG")
SENT = """async (input) => {
  const [file] = input.files;
  const { width, height } = await createImageBitmap(file);
  return [file.name, file.type, width, height];
}"""
IS_MADE_SMALL = "(input) => input.files.length === 1 && input.files[0].name === 'photo.jpg'"


async def open_page(chromium: Browser, demo: Server, person: str, path: str) -> Page:
    context = await chromium.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    await context.add_cookies([{"name": "language", "value": "en", "url": demo.base_url}])
    found = demo.demo[person]
    await context.request.get((found[0] if isinstance(found, list) else found)["sign_in"])
    page = await context.new_page()
    await page.goto(f"{demo.base_url}{path}")
    return page


@pytest.mark.costly
async def test_a_moderator_decides_and_undoes_by_keys_alone(demo: Server, chromium: Browser) -> None:
    page = await open_page(chromium, demo, "moderators", "/desk/matters/")
    await takes_keys(page)
    await page.keyboard.press("?")
    await expect(page.locator("#help")).to_contain_text("undo the last decision, within half a minute")
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await expect(page.locator('[data-part="waiting"] a').first).to_be_focused()
    await page.keyboard.press("n")
    await expect(page.locator("#approve")).to_be_visible()
    await takes_keys(page)
    number = await page.locator("h1 .receipt-code").inner_text()

    await page.keyboard.press("d")
    await page.keyboard.press("3")
    await expect(page.locator("details[open] [value=personal_data]")).to_be_checked()
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-part="undo"]')).to_contain_text(number)
    await expect(page.locator('[data-part="waiting"]')).not_to_contain_text(number)
    await takes_keys(page)
    await page.keyboard.press("z")
    await expect(page.locator("h1")).to_contain_text(number)
    await takes_keys(page)
    await expect(page.locator("main")).to_contain_text("Undone. It is yours to decide.")
    await expect(page.locator('[data-part="undo"]')).to_have_count(0)
    await page.keyboard.press("c")
    await expect(page.locator("main")).to_contain_text("Colleagues may decide about it, too.")


async def takes_keys(page: Page) -> None:
    """Once its script has run: a key that comes before is lost."""
    await expect(page.locator("#show-help")).to_be_visible()


@pytest.mark.long
async def test_keys_do_nothing_while_words_are_written_and_can_be_switched_off(demo: Server, chromium: Browser) -> None:
    page = await open_page(chromium, demo, "moderators", "/desk/matters/")
    await page.locator("#number").fill("")
    await page.locator("#number").press("n")
    await expect(page.locator("#number")).to_have_value("n")
    await page.locator("#show-help").click()
    await page.locator("#keys-on").uncheck()
    await page.keyboard.press("Escape")
    await page.locator("h1").click()
    await page.keyboard.press("n")
    await page.keyboard.press("?")
    await expect(page.locator("#help")).not_to_be_visible()
    assert page.url.endswith("/desk/matters/")


async def is_sent_small(field: Locator) -> None:
    """Once the page has put the small one in the place of what was chosen."""
    await field.page.wait_for_function(IS_MADE_SMALL, arg=await field.element_handle())
    assert await field.evaluate(SENT) == ["photo.jpg", "image/jpeg", 1600, 800]


@pytest.mark.costly
async def test_photos_of_an_office_are_made_small_before_they_are_sent(demo: Server, chromium: Browser) -> None:
    photo: FilePayload = {"name": "Rina at school.png", "mimeType": "image/png", "buffer": LARGE}
    page = await open_page(chromium, demo, "councillor", "/office/")
    await page.locator("a[href^='/office/95-']").first.click()
    await page.locator("#claim_done summary").click()
    await page.locator("#photos").set_input_files(photo)
    await expect(page.locator(".photos__photo canvas")).to_be_visible()
    await is_sent_small(page.locator("#photos"))

    await page.goto(f"{demo.base_url}/office/activities/95-A-{timezone.localdate().year}-1/")
    await page.locator("summary", has_text="Add a photo").click()
    field = page.locator('[data-part="one-photo"] input')
    await field.set_input_files(photo)
    await is_sent_small(field)
    await expect(page.locator('[data-part="one-photo"] [data-part="state"]')).to_have_text("")
    await field.set_input_files({"name": "x.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic"})
    await expect(page.locator('[data-part="one-photo"] [data-part="state"]')).to_contain_text("cannot be read here")
    await page.wait_for_function("(field) => field.files.length === 0", arg=await field.element_handle())
