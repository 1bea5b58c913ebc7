"""Chromium for the tests: where it is found, and what a missing one means."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SHOWN_WITHIN_MS = 30_000
"""What a page shows in a moment on a machine of its own; how soon is said where it matters."""


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A headless Chromium: $CHROMIUM, then Playwright's own, then the system's.

    Without one the test is skipped, and fails where REQUIRE_BROWSER=1.
    """
    expect.set_options(timeout=SHOWN_WITHIN_MS)
    async with async_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = os.environ.get("CHROMIUM") or (own if Path(own).exists() else _on_system())
        if found is None:
            _miss()
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


def _on_system() -> str | None:
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)


def _miss() -> None:
    message = "No Chromium: set CHROMIUM, run `playwright install chromium`, or install the system's."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)
