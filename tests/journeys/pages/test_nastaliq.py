"""Urdu in the weights of its font and in its direction, and a masthead in one row in the room."""

import pytest
from playwright.async_api import Browser, CDPSession, Page, ViewportSize

from tests.browser.demo_addresses import address_of
from tests.journeys.pages.test_every_page import open_phone, people, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}


async def test_urdu_is_bold_only_where_other_languages_are(demo: Server, chromium: Browser) -> None:
    """Debian's bold file says that it is a regular one, and Chromium takes it for all text of the family."""
    page = await open_phone(chromium, demo, "", viewport=PHONE)
    await speak(page, demo, "ur")
    await page.goto(f"{demo.base_url}/sign-in/")
    styles = await page.context.new_cdp_session(page)
    assert await faces_of(styles, "h1") == {"NotoNastaliqUrdu-Bold"}
    assert await faces_of(styles, "label[for=id_address], .field > label") == {"NotoNastaliqUrdu-Bold"}
    assert await faces_of(styles, ".hint") == {"NotoNastaliqUrdu-Regular"}


DATES_AND_TIMES = """() => [...document.querySelectorAll("time")]
  .map((moment) => [...moment.querySelectorAll("bdi")].map((part) => part.getBoundingClientRect()))
  .filter((parts) => parts.length === 2 && parts[0].top === parts[1].top)
  .map(([day, hour]) => day.left > hour.right - 1)"""
"""Whether the day stands before its hour, which is to the right of it."""


async def test_a_day_stands_before_its_hour(demo: Server, chromium: Browser) -> None:
    """What looks for the direction in a text passes over the isolated parts, of which a day with an hour consists."""
    page = await open_phone(chromium, demo, "", viewport=PHONE)
    await speak(page, demo, "ur")
    await page.goto(demo.base_url + await address_of(demo, "RECORD"))
    found = await page.evaluate(DATES_AND_TIMES)
    assert len(found) > 2
    await page.set_viewport_size(WIDE)  # where those inside of a sentence stand on one line, too
    found_wide = await page.evaluate(DATES_AND_TIMES)
    assert len(found_wide) > len(found)
    assert {*found, *found_wide} == {True}


LATIN_SPACE = """() => {
  const names = [...document.querySelectorAll("main bdi:not([lang])")];
  const label = names.find((each) => /^[A-Za-z]+ [A-Za-z]/.test(each.textContent));
  const range = new Range();
  const at = label.firstChild.data.indexOf(" ");
  range.setStart(label.firstChild, at);
  range.setEnd(label.firstChild, at + 1);
  return range.getBoundingClientRect().width / parseFloat(getComputedStyle(label).fontSize);
}"""


async def test_the_words_of_a_name_in_latin_letters_stand_apart(demo: Server, chromium: Browser) -> None:
    page = await open_phone(chromium, demo, "", viewport=PHONE)
    await speak(page, demo, "ur")
    await page.goto(demo.base_url + await address_of(demo, "RECORD"))
    assert await page.evaluate(LATIN_SPACE) > 0.2  # of the height of the letters


BETWEEN_FACTS = """() => {
  const part = (name) => document.querySelector(`.nowbar [data-part=now_${name}]`);
  const [label, state, text] = ["label", "state", "text"].map(part);
  const places = [[label, "::after"], [state, "::before"], [state, "::after"]];
  state.textContent = "1";
  return ["", "2"].map((words) => {
    text.textContent = words;
    return places.map(([node, where]) => getComputedStyle(node, where).content);
  });
}"""
"""What styles put beside the parts of the room's bar: without a topic, and with one."""


async def test_in_the_bar_of_the_room_a_comma_stands_between_facts(demo: Server, chromium: Browser) -> None:
    """The zero of Urdu is a dot."""
    found = {}
    for language in ("en", "ur"):
        page = await open_phone(chromium, demo, "", viewport=PHONE)
        await speak(page, demo, language)
        await page.goto(f"{demo.base_url}/chat/{demo.demo['chat_session']}/")
        found[language] = await page.evaluate(BETWEEN_FACTS)
    assert found["en"] == [["none", '"· "', "none"], ["none", "none", '" ·"']]
    assert found["ur"] == [['"،"', "none", "none"], ["none", "none", '"،"']]


async def faces_of(styles: CDPSession, selector: str) -> set[str]:
    """The PostScript names of the faces that the first such element is drawn with."""
    await styles.send("DOM.enable")
    await styles.send("CSS.enable")
    document = await styles.send("DOM.getDocument")
    found = await styles.send("DOM.querySelector", {"nodeId": document["root"]["nodeId"], "selector": selector})
    used = await styles.send("CSS.getPlatformFontsForNode", {"nodeId": found["nodeId"]})
    return {font["postScriptName"] for font in used["fonts"]}


@pytest.mark.parametrize("language", ["bn", "hi", "en", "ur"])
async def test_the_masthead_is_one_row_for_residents_and_visitors(
    demo: Server, chromium: Browser, language: str
) -> None:
    for who in ("resident", ""):
        page = await open_phone(chromium, demo, people(demo)[who], viewport=PHONE)
        await speak(page, demo, language)
        for path in (f"/chat/{demo.demo['chat_session']}/", "/", "/calendar/"):
            await page.goto(demo.base_url + path)
            parts = (".masthead__name", ".masthead__languages", ".masthead__nav > :last-child")
            middles = [await middle_of(page, part) for part in parts]
            assert max(middles) - min(middles) <= 1, (who, path)
            low = await page.evaluate(LOW_LINKS)
            assert low == [], (who, path)
            assert await page.evaluate("document.querySelector('.masthead').offsetHeight") <= ONE_ROW, (who, path)


@pytest.mark.parametrize("language", ["bn", "hi", "en", "ur"])
async def test_the_languages_stand_beside_the_name_whatever_a_person_is_offered(
    demo: Server, chromium: Browser, language: str
) -> None:
    """A clerk has so many links that they take a row of their own; the languages do not take another one."""
    page = await open_phone(chromium, demo, people(demo)["clerk"], viewport=PHONE)
    await speak(page, demo, language)
    await page.goto(f"{demo.base_url}/planning/")
    name, languages = [await middle_of(page, part) for part in (".masthead__name", ".masthead__languages")]
    assert name == languages


LOW_LINKS = """() => [...document.querySelectorAll(".masthead a")]
  .filter((link) => link.checkVisibility() && link.getBoundingClientRect().height < 44)
  .map((link) => link.textContent)"""
ONE_ROW = 64
"""CSS pixels. Two lines of Urdu would need 96."""


async def middle_of(page: Page, selector: str) -> int:
    """How far the middle of its line is below the top of the page, in CSS pixels."""
    box = await page.locator(selector).bounding_box()
    assert box is not None
    return round(box["y"] + box["height"] / 2)
