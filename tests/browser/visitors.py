"""People with a browser at a demo server: signed in by their links, in a language, on a screen of some width."""

from contextlib import AsyncExitStack
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.servers.server import Server

PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1280, height=900)


class Visitors:
    """Opens pages, each in a context of its own, and collects their consoles' complaints."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.sheet = server.demo
        self.base_url = server.base_url
        self.chat = self.sheet["chat_session"]
        self.complaints: list[str] = []
        self.contexts = AsyncExitStack()

    async def resident(self, index: int = 0, **options: Any) -> Page:
        return await self.open(f"/chat/{self.chat}/", self.sheet["residents"][index]["sign_in"], **options)

    async def moderator(self, index: int = 0, **options: Any) -> Page:
        return await self.open(
            f"/desk/{self.chat}/", self.sheet["moderators"][index]["sign_in"], viewport=DESKTOP, **options
        )

    async def councillor(self, **options: Any) -> Page:
        return await self.open(f"/floor/{self.chat}/", self.sheet["councillor"]["sign_in"], **options)

    async def clerk(self, **options: Any) -> Page:
        return await self.open(f"/desk/{self.chat}/", self.sheet["clerk"]["sign_in"], viewport=DESKTOP, **options)

    async def open(
        self, path: str, sign_in: str | None = None, *, language: str = "en", go: bool = True, **options: Any
    ) -> Page:
        context = await self.browser.new_context(**{"viewport": PHONE, **options})
        self.contexts.push_async_callback(context.close)
        if sign_in is not None:
            await context.request.get(sign_in)
        page = await self._new_page(context)
        await self.speak(page, language)
        if go:
            await page.goto(self.base_url + path)
        return page

    async def beside(self, page: Page, path: str) -> Page:
        """Another tab of the same browser, with the same person signed in."""
        tab = await self._new_page(page.context)
        await tab.goto(self.base_url + path)
        return tab

    async def speak(self, page: Page, language: str) -> None:
        """From the next page on."""
        await page.context.add_cookies([{"name": "language", "value": language, "url": self.base_url}])

    async def _new_page(self, context: BrowserContext) -> Page:
        page = await context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if is_complaint(line) else None)
        return page


def is_complaint(line: ConsoleMessage) -> bool:
    """Messages about tries without a network are no fault of the page: a test has taken the network away."""
    return line.type == "error" and "ERR_INTERNET_DISCONNECTED" not in line.text
