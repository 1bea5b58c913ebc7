"""A page that holds nothing but our modules, served from their folder as a browser would load them."""

import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route

from tests.browser import open_browser
from tests.js.modules import ORIGIN, Modules

SCRIPTS = Path(__file__).resolve().parents[2] / "chatserver" / "static" / "js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "modules" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.browser)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="package")
async def modules(chromium: Browser) -> AsyncIterator[Modules]:
    """An empty page of its own storage, with the modules at hand."""
    context = await chromium.new_context()
    page = await context.new_page()
    await page.route(f"{ORIGIN}/**", _serve)
    await page.goto(f"{ORIGIN}/")
    yield Modules(page)
    await context.close()


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
