"""Where a Chromium is found: in the environment, then Playwright's own, then the system's."""

import os
import shutil
from pathlib import Path

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
MISSING = "No Chromium: set CHROMIUM, run `playwright install chromium`, or install the system's."


def find_chromium(playwrights_own: str) -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return playwrights_own if Path(playwrights_own).exists() else _on_system()


def _on_system() -> str | None:
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)
