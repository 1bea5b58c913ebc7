"""The browsers of the journeys: a shared one, and one for each test with an event loop of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.chromium import open_browser


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def shared_chromium() -> AsyncIterator[Browser]:
    """Node and Chromium take a second of a processor to start."""
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="package")
async def chromium(shared_chromium: Browser) -> AsyncIterator[Browser]:
    """Empty at first; people who come during the test leave at its end."""
    yield shared_chromium
    for context in shared_chromium.contexts:
        await context.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser
