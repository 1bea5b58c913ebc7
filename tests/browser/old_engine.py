"""Chromium as an old engine: without the features of stylesheets that Opera Mini and KaiOS 2.5 lack.

What is taken away is found in our own files as they are served; what the browser itself knows cannot be switched off.
"""

import re

from playwright.async_api import BrowserContext, Route, ViewportSize

from chatserver.assets.style_rules import Declaration, StyleRule, read_style, write_style

SMALL_PHONE: ViewportSize = {"width": 240, "height": 320}
UNKNOWN_NAMES = re.compile(r"--|gap$|row-gap|column-gap|grid|.*-(?:inline|block)(?:$|-)|inset|text-wrap|accent-color")
UNKNOWN_VALUES = re.compile(
    r"var\(|calc\(|\bm(?:in|ax)\(|minmax\(|^(?:grid|inline-grid|contents|sticky)$|^(?:start|end)$|rgb\(\d+ "
)
UNKNOWN_HEADS = re.compile(r":has\(|:is\(|:where\(|:focus-visible|:focus-within")


async def use_old_engine(context: BrowserContext) -> None:
    await context.route("**/*.css", _answer_in_old)


async def _answer_in_old(route: Route) -> None:
    response = await route.fetch()
    await route.fulfill(response=response, body=take_away(await response.text()))


def take_away(style: str) -> str:
    """The stylesheet as such an engine reads it."""
    return write_style(_understood(read_style(style)))


def _understood(content: list[Declaration | StyleRule]) -> list[Declaration | StyleRule]:
    kept: list[Declaration | StyleRule] = []
    for each in content:
        if isinstance(each, Declaration):
            if not UNKNOWN_NAMES.match(each.name) and not UNKNOWN_VALUES.search(each.value):
                kept.append(each)
        elif each.head.startswith("@supports not"):
            kept += _understood(each.content)
        elif not UNKNOWN_HEADS.search(each.head):
            kept.append(StyleRule(each.head, _understood(each.content)))
    return kept
