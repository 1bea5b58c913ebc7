"""Figures on a phone: each number says what it counts, and nothing scrolls; keys show in colours a reader chose."""

import pytest
from playwright.async_api import Browser

from tests.browser.demo_addresses import address_of
from tests.browser.old_engine import SMALL_PHONE, use_old_engine
from tests.journeys.pages.test_every_page import open_phone, speak
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser]

PAGES = ("/ledger/", "/figures/", "/wards/98/figures/", "/matters/figures/?ward=95", "/promises/figures/", "/wards/95/")

TABLES = """() => [...document.querySelectorAll("table.chart")].map((table) => {
  const heads = [...table.querySelectorAll("thead th")].slice(1).map((head) => head.textContent.trim());
  const before = (cell) => getComputedStyle(cell, "::before").content.replace(/^"|: ?"$|"$/g, "").trim();
  const cells = [...table.querySelectorAll("tbody tr")]
    .map((row) => [...row.querySelectorAll("td[data-label]")].map(before)).filter((row) => row.length);
  const box = table.parentElement;
  return { heads, cells, scrolls: box.scrollWidth > box.clientWidth };
})"""

COLOURS = """() => Object.fromEntries([...document.querySelectorAll(".chart__key")].map((key) => {
  const bar = key.closest("table").querySelector(`rect[data-kind=${key.dataset.kind}]`);
  return [key.dataset.kind, [getComputedStyle(key).backgroundColor, bar && getComputedStyle(bar).fill]];
}))"""


@pytest.mark.long
@pytest.mark.parametrize("is_old", [False, True])
async def test_a_number_stands_after_the_words_of_its_column(demo: Server, chromium: Browser, is_old: bool) -> None:
    page = await open_phone(chromium, demo, "", viewport=SMALL_PHONE)
    if is_old:
        await use_old_engine(page.context)
    await speak(page, demo, "bn")
    wrong, seen = {}, 0
    for name in PAGES:
        await page.goto(demo.base_url + await address_of(demo, name))
        for table in await page.evaluate(TABLES):
            heads, rows = table["heads"], table["cells"]
            seen += len(rows)
            expected = heads if len(heads) > 1 else ["none"]
            if table["scrolls"] or any(row != expected for row in rows):
                wrong[name] = table
    assert wrong == {}
    assert seen > 20


@pytest.mark.long
async def test_a_screen_reader_finds_tables_on_a_phone(demo: Server, chromium: Browser) -> None:
    page = await open_phone(chromium, demo, "", viewport=SMALL_PHONE)
    await speak(page, demo, "en")
    await page.goto(f"{demo.base_url}/wards/98/figures/")
    table = page.get_by_role("table", name="What became of the questions").first
    heads = await table.get_by_role("columnheader").all_inner_texts()
    row = table.get_by_role("row").nth(1)
    assert await row.get_by_role("rowheader").count() == 1
    assert await row.get_by_role("cell").count() == len(heads) - 1 > 3


@pytest.mark.long
async def test_the_key_of_a_bar_is_seen_in_colours_that_the_reader_chose(demo: Server, chromium: Browser) -> None:
    page = await open_phone(chromium, demo, "", forced_colors="active", viewport=SMALL_PHONE)
    await speak(page, demo, "en")
    found: dict[str, list[str]] = {}
    for name in PAGES:
        await page.goto(demo.base_url + await address_of(demo, name))
        found |= await page.evaluate(COLOURS)
    assert {kind: both for kind, both in found.items() if both[1] not in (None, both[0])} == {}
    filled = {kind: found[kind][0] for kind in ("answered", "refused", "broken", "dropped") if kind in found}
    paper = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert filled
    assert paper not in filled.values()


async def test_a_word_without_a_colour_is_no_key_on_a_phone(demo: Server, chromium: Browser) -> None:
    """A word that stands beside each of its numbers; the only word of a table stands nowhere else."""
    page = await open_phone(chromium, demo, "", viewport=SMALL_PHONE)
    await speak(page, demo, "en")
    await page.goto(demo.base_url + "/figures/")
    shown = """(all) => all.filter((head) => head.getBoundingClientRect().height > 1)
      .map((head) => [head.textContent.trim(), Boolean(head.querySelector(".chart__key"))])"""
    heads = await page.locator("table.chart").nth(0).locator("thead th:not(:first-child)").evaluate_all(shown)
    assert {has_key for _words, has_key in heads} == {True}
    alone = await page.locator("table.chart thead th:nth-child(2):last-child").evaluate_all(shown)
    assert alone
