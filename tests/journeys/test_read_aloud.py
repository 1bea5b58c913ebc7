"""A question and an answer are read aloud by the phone's own voice, where it has one for their language."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_every_page import address_of
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

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
