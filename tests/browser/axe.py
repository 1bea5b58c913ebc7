"""The faults that axe finds on a page, by its standard rules."""

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import BrowserContext, Page

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe about colours: all that the other scheme changes."""

BESIDES = ("label-content-name-mismatch", "td-has-header", "focus-order-semantics", "table-fake-caption", "target-size")
"""Rules that axe leaves out unless they are asked for: as new, or as still being tried out by its makers."""

RUN = """async (options) => (await axe.run({ resultTypes: ["violations"], selectors: false, ...options }))
  .violations.map(({ id, nodes }) => [id, nodes[0].html])"""


async def begin_with_axe(context: BrowserContext) -> None:
    """Each page that it opens from now on has axe, whose half a megabyte is sent once instead of to each of them."""
    await context.add_init_script(AXE)


async def violations_of(page: Page, *rules: str) -> list[tuple[str, str]]:
    """Each fault with its first place; if rules are named, only theirs. Axe is loaded once for each page."""
    if await page.evaluate("typeof axe === 'undefined'"):
        await page.evaluate(AXE)
    options: dict[str, Any] = {"rules": {rule: {"enabled": True} for rule in BESIDES}}
    if rules:
        options = {"runOnly": {"type": "rule", "values": list(rules)}}
    return [(rule, html) for rule, html in await page.evaluate(RUN, options)]
