"""A question and an answer are read aloud by the phone's own voice, where it has one for their language."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.demo_addresses import address_of
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

PHONE_WITH_VOICES = """
  class Speech extends EventTarget {
    spoken = []; waiting = []; voices = [];
    getVoices() { return this.voices; }
    speak(piece) { this.spoken.push([piece.lang, piece.text]); this.waiting.push(piece); }
    cancel() { for (const piece of this.waiting.splice(0)) piece.onerror?.(); this.cancelled = true; }
    finish() { for (const piece of this.waiting.splice(0)) piece.onend?.(); }
    find(...languages) {
      this.voices = languages.map((lang) => ({ lang, name: lang, default: false }));
      this.dispatchEvent(new Event("voiceschanged"));
    }
  }
  Object.defineProperty(globalThis, "speechSynthesis", { value: new Speech() });
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""Chromium without a sound card has no voices; this is the browser's interface with voices of our choice."""


ELSEWHERE = {
    "/wards/95/": {"bn", "ur"},
    "/boroughs/X/": {"bn", "ur"},
    "/boroughs/": {"bn", "ur"},
    "/matters/95-YEAR-0002/": {"bn"},
    "/matters/95-YEAR-0005/": {"ur"},
    "/promises/98-P-YEAR-2/": {"bn"},
    "/activities/95-A-YEAR-2/": {"en"},
    "RECEIPT": {"bn", "en", "hi", "ur"},
}
"""Pages on which people's words stand outside of a chat and its record, and the languages of those."""


@pytest.mark.takes(15)
async def test_words_that_stand_elsewhere_are_read_aloud_too(demo: Server, chromium: Browser) -> None:
    """Each text in whose language the phone has a voice has one button, in the line above it, which reads just it."""
    wrong: dict[tuple[str, int | str], object] = {}
    for name, languages in ELSEWHERE.items():
        page = await open_phone_with_voices(demo, chromium, name)
        buttons = page.locator("[data-part=aloud]:visible")
        await page.evaluate(f"speechSynthesis.find(...{sorted(languages)!r}.map((each) => `${{each}}-IN`))")
        await expect(buttons.first).to_be_visible()
        for number in range(await buttons.count()):
            await page.evaluate("speechSynthesis.spoken = []")
            await buttons.nth(number).click()
            spoken = await page.evaluate("speechSynthesis.spoken")
            text = await buttons.nth(number).evaluate(f"(button) => ({TEXT_BELOW})(button)")
            if (said := squeezed("".join(piece for _language, piece in spoken))) != squeezed(text):
                wrong[name, number] = (said, text)
        unread = await page.evaluate(UNREAD, sorted(languages))
        if unread:
            wrong[name, "without a button"] = unread
        await page.context.close()
    assert wrong == {}


def squeezed(text: str) -> str:
    return "".join(text.split())


TEXTS = "#main :is(.question__text, .answer__text, [data-aloud=text])"
TEXT_BELOW = f"""(button) => {{
  const line = button.parentElement;
  const beside = line.matches(".answer__by") && line.parentElement.querySelector(":scope > .answer__text");
  const below = [...document.querySelectorAll("{TEXTS}")]
    .filter((text) => line.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
  return (beside || below[[...line.querySelectorAll("[data-part=aloud]")].indexOf(button)]).textContent;
}}"""
"""A line with two buttons, as of a complaint and what the office says of it, has them in the order of the texts."""

UNREAD = f"""(languages) => {{
  const buttons = [...document.querySelectorAll("[data-part=aloud]")];
  const read = buttons.map((each) => each.lastChild.textContent.slice(2));
  return [...document.querySelectorAll("{TEXTS}")]
    .filter((text) => text.checkVisibility() && !text.closest("details, .tiles"))
    .filter((text) => languages.includes(text.lang.replace("und", "en")))
    .map((text) => text.textContent.trim().slice(0, 60)).filter((text) => !read.includes(text));
}}"""


@pytest.mark.parametrize("page_name", ["/chat/CHAT/", "RECORD"])
async def test_texts_are_read_aloud_in_the_languages_that_have_a_voice(
    demo: Server, chromium: Browser, page_name: str
) -> None:
    page = await open_phone_with_voices(demo, chromium, page_name)
    buttons = page.locator("[data-part=aloud]:visible")
    await expect(page.locator(".question__text:visible").first).to_be_visible()
    await expect(buttons).to_have_count(0)

    await page.evaluate("speechSynthesis.find('bn-BD', 'bn-IN')")
    await expect(buttons.first).to_be_visible()
    assert await languages_with_button(page) == {"bn"}
    await buttons.first.click()
    await expect(buttons.first).to_contain_text("Stop reading")
    spoken = await page.evaluate("speechSynthesis.spoken")
    assert {language for language, _text in spoken} == {"bn-IN"}
    text = await buttons.first.evaluate(f"(button) => ({TEXT_OF})(button).textContent.trim()")
    assert "".join(piece for _language, piece in spoken).replace(" ", "") == text.replace(" ", "")
    await page.evaluate("speechSynthesis.finish()")
    await expect(buttons.first).to_contain_text("Read aloud")

    await buttons.first.click()
    await page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert await page.evaluate("speechSynthesis.cancelled && !speechSynthesis.waiting.length")
    await expect(buttons.first).to_contain_text("Read aloud")


TEXT_OF = """(button) => button.parentElement.parentElement
  .querySelector(":scope > .question__text, :scope > .answer__text, :scope > .stage__text")"""


async def languages_with_button(page: Page) -> set[str]:
    found: list[str] = await page.evaluate(
        f"[...document.querySelectorAll('[data-part=aloud]:not([hidden])')].map((each) => ({TEXT_OF})(each).lang)"
    )
    return set(found)


async def open_phone_with_voices(demo: Server, chromium: Browser, page_name: str) -> Page:
    context = await chromium.new_context(viewport={"width": 360, "height": 740})
    await context.add_cookies([{"name": "language", "value": "en", "url": demo.base_url}])
    page = await context.new_page()
    await page.add_init_script(PHONE_WITH_VOICES)
    await page.goto(demo.base_url + await address_of(demo, page_name))
    return page
