"""Finds a Chromium (the environment's, Playwright's, the system's), and the options to start it with."""

import os
import shutil
from pathlib import Path

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


def find_chromium(playwrights_own: str) -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return playwrights_own if Path(playwrights_own).exists() else _on_system()


def _on_system() -> str | None:
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)
