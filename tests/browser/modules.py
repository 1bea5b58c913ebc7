"""Runs pieces of script against our modules in a browser."""

from typing import Any

from playwright.async_api import Page

ORIGIN = "http://scripts.test"


class Modules:
    """Runs a piece of script with modules imported: run("live/x.js", "x => ...", argument)."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def run(self, module: str, function: str, argument: Any = None) -> Any:
        script = f"async (given) => ({function})(await import('{ORIGIN}/{module}'), given)"
        return await self.page.evaluate(script, argument)
