"""Chromium for the tests and pictures: where it is found, its options, and what happens without it."""

import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome")

OFF_FOR_PLAYWRIGHT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    *("msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion"),
)
"""What Playwright itself switches off: only the last --disable-features counts, and that is ours."""

OFF_TO_SAVE_TIME = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),  # pages behind the address bar
    "SpareRendererForSitePerProcess",  # a spare process for a next page
)
"""Features that no picture shows; without them a new page takes Chromium half the time."""

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    f"--disable-features={','.join((*OFF_FOR_PLAYWRIGHT, *OFF_TO_SAVE_TIME))}",
]
MISSING = "No Chromium: set CHROMIUM, run `playwright install chromium`, or install the system's."

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


def find_chromium(playwrights_own: str) -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return playwrights_own if Path(playwrights_own).exists() else _on_system()


def _on_system() -> str | None:
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)


def _miss() -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)
