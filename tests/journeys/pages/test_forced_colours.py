"""With forced colours, as of Windows' contrast themes: what is told by a colour elsewhere is told by a form."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from tests.browser.demo_addresses import address_of
from tests.journeys.pages.test_every_page import open_phone, people
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PAGES = {"/planning/": "clerk", "/desk/CHAT/": "clerk", "/sign-in/": ""}
UNDERLINED = """() => {
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  const tabs = document.querySelectorAll(":is(.tabs, .planning-nav):has(> [aria-current]) > *");
  return [...tabs].map((tab) => {
    const { borderBottomWidth: wide, borderBottomColor: colour } = getComputedStyle(tab);
    return [tab.hasAttribute("aria-current"), wide !== "0px" && colour !== paper];
  });
}"""


LINES = """(rows) => rows.map((row) => {
  const { borderInlineStartWidth: wide, borderInlineStartStyle: style } = getComputedStyle(row);
  return [row.getAttribute("aria-current") === "true", wide !== "0px" && style !== "none"];
})"""
ARROW = """(button) => {
  const style = getComputedStyle(button, "::before");
  const sides = ["Top", "Right", "Bottom", "Left"].filter((side) => style[`border${side}Width`] !== "0px");
  return sides.map((side) => [side, style[`border${side}Color`] === style.color]);
}"""
"""The sides of the sign above the count that are drawn, and whether each has the colour of the words."""


async def test_at_the_desk_the_question_in_hand_alone_has_a_line(demo: Server, chromium: Browser) -> None:
    page = await open_phone(chromium, demo, people(demo)["moderator"], forced_colors="active")
    await page.goto(demo.base_url + await address_of(demo, "/desk/CHAT/"))
    await page.locator("#group-to_read .desk__item").first.click()
    await expect(page.locator(".desk__item[aria-current=true]")).to_have_count(1)
    rows = await page.locator(".desk__item").evaluate_all(LINES)
    assert len(rows) > 2
    assert set(map(tuple, rows)) == {(True, True), (False, False)}


async def test_the_sign_of_support_is_an_arrow_and_then_a_tick(demo: Server, chromium: Browser) -> None:
    """A triangle of transparent borders would be a block, and a ground of another colour is not seen."""
    page = await open_phone(chromium, demo, people(demo)["resident"], forced_colors="active")
    await page.goto(demo.base_url + await address_of(demo, "/chat/CHAT/"))
    await expect(page.locator(".connection")).to_have_attribute("data-connection", "on")
    button = page.locator("#queue button.back[aria-pressed=false]").first
    name = await button.get_attribute("value")
    assert await button.evaluate(ARROW) == [["Top", True], ["Left", True]]
    await button.click()
    pressed = page.locator(f"#queue button.back[value='{name}']")
    await expect(pressed).to_have_attribute("aria-pressed", "true")
    assert await pressed.evaluate(ARROW) == [["Right", True], ["Bottom", True]]


async def test_the_disc_of_who_is_connected_is_full(demo: Server, chromium: Browser) -> None:
    """A ring is a connection that is tried. By its ground the disc would not be filled: that is the page's there."""
    page = await open_phone(chromium, demo, people(demo)["resident"], forced_colors="active")
    await page.goto(demo.base_url + await address_of(demo, "/chat/CHAT/"))
    line = page.locator(".connection")
    await expect(line).to_have_attribute("data-connection", "on")
    picture = Image.open(BytesIO(await line.screenshot())).convert("RGB")
    across = [picture.getpixel((left, picture.height // 2)) for left in range(1, 9)]
    assert picture.getpixel((0, 0)) not in across, across


async def test_the_present_tab_alone_is_underlined(demo: Server, chromium: Browser) -> None:
    """A transparent border of the others would be drawn in the colour of links."""
    for name, who in PAGES.items():
        page = await open_phone(chromium, demo, people(demo)[who], forced_colors="active")
        await page.goto(demo.base_url + await address_of(demo, name))
        tabs = await page.evaluate(UNDERLINED)
        assert len(tabs) > 1
        assert {(is_present, is_underlined) for is_present, is_underlined in tabs} == {(True, True), (False, False)}
