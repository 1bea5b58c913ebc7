"""An empty page with our modules, served from their folder as a browser would load them."""

import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route

from tests.browser.chromium import open_browser
from tests.browser.modules import ORIGIN, Modules
from tests.browser.visitors import Visitors
from tests.servers.server import Server

SCRIPTS = Path(__file__).resolve().parents[2] / "chatserver" / "static" / "js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"modules", "shared_modules"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.browser)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="package")
async def guests(chromium: Browser, shared_demo: Server) -> AsyncIterator[Visitors]:
    """Visitors of the demo that the tests of a file share."""
    people = Visitors(chromium, shared_demo)
    async with people.contexts:
        yield people


@pytest_asyncio.fixture(loop_scope="package")
async def modules(chromium: Browser) -> AsyncIterator[Modules]:
    """An empty page with its own storage and our modules."""
    page = await _open_empty_page(chromium)
    yield Modules(page)
    await page.context.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def page_for_many(chromium: Browser) -> Page:
    return await _open_empty_page(chromium)


@pytest_asyncio.fixture(loop_scope="package")
async def shared_modules(page_for_many: Page) -> Modules:
    """A page for tests that only run modules: one page, reloaded for each."""
    await page_for_many.evaluate("localStorage.clear(); sessionStorage.clear()")
    await page_for_many.reload()
    return Modules(page_for_many)


async def _open_empty_page(chromium: Browser) -> Page:
    page = await (await chromium.new_context()).new_page()
    await page.route(f"{ORIGIN}/**", _serve)
    await page.goto(f"{ORIGIN}/")
    return page


async def _serve(route: Route) -> None:
    path = SCRIPTS / route.request.url.removeprefix(f"{ORIGIN}/").partition("?")[0]
    if path == SCRIPTS:
        await route.fulfill(
            content_type="text/html", body="<!doctype html><html lang=en><title>Scripts</title><main></main>"
        )
    elif path.is_file():
        await route.fulfill(content_type=mimetypes.guess_type(path.name)[0], body=path.read_text())
    else:
        await route.fulfill(status=404)
