"""Chromium for the tests: where it is found, and what happens without it."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright, expect

from chatserver.demo.pictures.chromium import ARGUMENTS, MISSING, find_chromium

SHOWN_WITHIN_MS = 60_000
"""For things that a page shows in a moment on an idle machine; tests of speed have their own bounds.

Longer than the product waits for a photo, which is prepared when nothing else wants the processor.
"""


@asynccontextmanager
async def open_browser(environment: Mapping[str, str] | None = None) -> AsyncIterator[Browser]:
    """A headless Chromium: $CHROMIUM, then Playwright's own, then the system's. environment: added to the tests' own.

    Without one, the test is skipped, or fails if REQUIRE_BROWSER=1.
    """
    expect.set_options(timeout=SHOWN_WITHIN_MS)
    async with async_playwright() as playwright:
        found = find_chromium(playwright.chromium.executable_path)
        if found is None:
            _miss()
        browser = await playwright.chromium.launch(
            executable_path=found, args=ARGUMENTS, env={**os.environ, **(environment or {})}
        )
        try:
            yield browser
        finally:
            await browser.close()


def _miss() -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)
